import type { Words } from '../languages/words.js';
import { decodeEntry } from '../public-log/entry.js';
import { dueAt } from '../public-log/schedule.js';
import { entrySentence } from './entry-sentences.js';
import { describe, hasMore, postId } from './feed.js';
import type { PublicBooks } from './public-views.js';
import type { LoggedEntry } from './published-entries.queries.js';

/**
 * The same posts as the JSON Feed, under the same ids, as Atom (RFC 4287), with `next` back to the beginning (RFC 5005).
 * @param entries at most `entriesAPage`, newest first
 */
export function atomOf(books: PublicBooks, entries: readonly LoggedEntry[], words: Words): string {
  const { slug, name, address, openedAt } = books.terms;
  const host = address?.host;
  const at = (place: string): string => words.link(`https://${host}/${slug}${place}`);
  const posts = host ? entries.map((entry) => postOf(entry, books, words, at)) : [];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${words.lang}">`,
    `<id>${escaped(host ? `tag:${bare(host)},2026:log/${host}/${slug}/log` : `urn:ledger:${slug}`)}</id>`,
    `<title>${escaped(words.say('feed.title', { ledger: name }))}</title>`,
    `<subtitle>${escaped(describe(books, words))}</subtitle>`,
    `<updated>${entries[0] ? dueAt(entries[0].date) : openedAt}</updated>`,
    `<author><name>${escaped(name)}</name></author>`,
    ...(host ? [`<link rel="alternate" href="${escaped(at(''))}"/>`, `<link rel="self" href="${escaped(at('/feed.atom'))}"/>`] : []),
    ...(host && hasMore(entries) ? [`<link rel="next" href="${escaped(at(`/feed.atom?before=${entries.at(-1)!.place}`))}"/>`] : []),
    ...posts,
    '</feed>',
    '',
  ].join('\n');
}

function postOf({ index, log, date, entry }: LoggedEntry, { terms }: PublicBooks, words: Words, at: (place: string) => string): string {
  const read = decodeEntry(entry);
  const said = escaped(entrySentence(read, terms.currency, words));
  const page = at('period' in read ? `/months/${read.period}` : '');
  return [
    '<entry>',
    `<id>${escaped(postId(terms.address!.host, terms.slug, { log, index }))}</id>`,
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
