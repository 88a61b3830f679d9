import { decodeEntry } from '../public-log/entry.js';
import { dueAt } from '../public-log/schedule.js';
import { entrySentence } from './entry-sentences.js';
import { describe, entriesAPage, postId } from './feed.js';
import type { PublicBooks } from './public-views.js';
import type { LoggedEntry } from './published-entries.queries.js';

/**
 * The same posts as the JSON Feed, under the same ids, as Atom (RFC 4287), with `next` back to the beginning (RFC 5005).
 * @param entries at most `entriesAPage`, newest first
 */
export function atomOf(books: PublicBooks, entries: readonly LoggedEntry[]): string {
  const { slug, name, address, openedAt } = books.terms;
  const host = address?.host;
  const at = host && `https://${host}/${slug}`;
  const last = entries.at(-1);
  const posts = host ? entries.map((entry) => postOf(entry, books, host)) : [];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    `<id>${escaped(host ? `tag:${bare(host)},2026:log/${host}/${slug}/log` : `urn:ledger:${slug}`)}</id>`,
    `<title>${escaped(`${name}, publications`)}</title>`,
    `<subtitle>${escaped(describe(books))}</subtitle>`,
    `<updated>${entries[0] ? dueAt(entries[0].date) : openedAt}</updated>`,
    `<author><name>${escaped(name)}</name></author>`,
    ...(at ? [`<link rel="alternate" href="${escaped(at)}"/>`, `<link rel="self" href="${escaped(`${at}/feed.atom`)}"/>`] : []),
    ...(at && last && last.place > 0 && entries.length === entriesAPage
      ? [`<link rel="next" href="${escaped(`${at}/feed.atom?before=${last.place}`)}"/>`]
      : []),
    ...posts,
    '</feed>',
    '',
  ].join('\n');
}

function postOf({ index, log, date, entry }: LoggedEntry, { terms }: PublicBooks, host: string): string {
  const read = decodeEntry(entry);
  const said = escaped(entrySentence(read, terms.currency));
  const page = `https://${host}/${terms.slug}${'period' in read ? `/months/${read.period}` : ''}`;
  return [
    '<entry>',
    `<id>${escaped(postId(host, terms.slug, { log, index }))}</id>`,
    `<title>${said}</title>`,
    `<link rel="alternate" href="${escaped(page)}"/>`,
    `<updated>${dueAt(date)}</updated>`,
    `<content type="text">${said}</content>`,
    '</entry>',
  ].join('\n');
}

const bare = (host: string): string => host.replace(/:\d+$/, '');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
