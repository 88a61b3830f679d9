import { createHash } from 'node:crypto';
import { dayOf } from '../domain/calendar.js';
import { pledgeInForce } from '../domain/pledge.js';
import { logOrigin } from '../domain/log-origin.js';
import type { Words } from '../languages/words.js';
import { decodeEntry } from '../public-log/entry.js';
import { dueAt } from '../public-log/schedule.js';
import { dayInWords } from '../web/days.js';
import { entrySentence } from './entry-sentences.js';
import { promiseSentence } from './pages/promise-words.js';
import type { PublicBooks } from './public-views.js';
import { nextOf } from './published.js';
import type { LoggedEntry } from './published-entries.queries.js';

export const entriesAPage = 50;

/**
 * The publications as JSON Feed 1.1, one post an entry of the log, newest first. `_ledger` says where the entry stands:
 * `leaf` is its RFC 6962 leaf hash, SHA-256 of 0x00 and its exact bytes, in base64.
 * @param entries at most `entriesAPage`, newest first
 */
export function feedOf(books: PublicBooks, entries: readonly LoggedEntry[], words: Words): string {
  const { slug, name, currency, address } = books.terms;
  const at = (place: string): string => words.link(`https://${address?.host}/${slug}${place}`);
  const last = entries.at(-1);
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: words.say('feed.title', { ledger: name }),
    description: describe(books, words),
    language: words.lang,
    ...(address && { home_page_url: at(''), feed_url: at('/feed.json') }),
    ...(address && hasMore(entries) && { next_url: at(`/feed.json?before=${last!.place}`) }),
    items: address ? entries.map((entry) => postOf(entry, currency, words, postId(address.host, slug, entry), at)) : [],
  });
}

/** Older entries there are, back to the first one. */
export const hasMore = (entries: readonly LoggedEntry[]): boolean => entries.length === entriesAPage && entries.at(-1)!.place > 0;

function postOf({ index, size, date, entry }: LoggedEntry, home: string, words: Words, id: string, at: (place: string) => string) {
  const read = decodeEntry(entry);
  const leaf = createHash('sha256').update(Uint8Array.of(0)).update(entry).digest('base64');
  return {
    id,
    ...('period' in read && { url: at(`/months/${read.period}`) }),
    content_text: entrySentence(read, home, words),
    date_published: dueAt(date),
    _ledger: { index, leaf, size, kind: read.kind },
  };
}

/** For good: the same post in every feed, whatever else changes. */
export const postId = (host: string, slug: string, { log, index }: Pick<LoggedEntry, 'log' | 'index'>): string =>
  `tag:${host.replace(/:\d+$/, '')},2026:log/${logOrigin(host, slug, log)}/${index}`;

/** The promise; before the first publication also when first figures can come, so that an empty feed explains itself. */
export function describe({ terms, published: { log }, now }: PublicBooks, words: Words): string {
  const promise = pledgeInForce(terms.policies, dayOf(now, terms.zone));
  const said = `${promise ? promiseSentence(promise, words) : words.say('promise.not-begun')}.`;
  if (log.status !== 'unopened') return said;
  const first = nextOf(terms, log, now)?.date;
  const when = first ? words.say('feed.first-on', { day: dayInWords(first, words.lang) }) : words.say('feed.once-confirmed');
  return `${said} ${when}`;
}
