import { dueAt, longestDelayDays, nextPublicationDay, publicationDayAfter, publicationDaysBetween } from '../public-log/schedule.js';
import { slotBytes } from '../public-log/slot-list.js';
import type { Day, Instant, Month } from './calendar.js';
import { type Judgement, judgePublication, periodOn } from './eligibility.js';
import { evolvePublication, type Publication, type PublicationMade } from './publication.js';
import { latestRules, type PublicationBooks, rulesOn } from './publication-books.js';
import { carriesRules, entriesOf, slotBytesOf } from './publication-entries.js';
import { unitOf } from './publication-rules.js';
import { Refusal } from './refusal.js';

/** The host and ledger that a steward confirms become the log's name for life: `ledger.example/north-street/log`. */
export const logOrigin = (publicHost: string, slug: string): string => `${publicHost}/${slug}/log`;

/**
 * Makes every publication that has fallen due and is not yet made, oldest first, each under its own scheduled day.
 * None is due when the answer is empty. Whether a day has a publication depends on the calendar alone, never on what
 * happened: it has one from the first scheduled day after the address was confirmed, for every month of the books.
 *
 * @param randomness at least `randomBytesNeeded` bytes, fresh for this call, kept nowhere
 * @throws Refusal when the public address is not confirmed or no promise is published
 */
export function publishDue(
  publication: Publication,
  books: PublicationBooks,
  now: Instant,
  randomness: Uint8Array,
): readonly PublicationMade[] {
  if (!books.address) {
    throw new Refusal(
      'publication/address-not-confirmed',
      'Nothing is published before you confirm the public address. Confirm it under Public.',
    );
  }
  if (books.practice.terms.length === 0) {
    throw new Refusal('publication/no-promise', 'There is no promise to publish yet. Adopt a pledge policy first.');
  }
  return decideDue(publication, books, books.address, now, randomness).map(({ made }) => made);
}

/** At most how many random bytes `publishDue` takes. */
export function randomBytesNeeded(publication: Publication, books: PublicationBooks): number {
  const carried = publication.status === 'open' ? publication.carried : [];
  const slotsAtMost = [...books.payouts, ...carried].map(({ paid }) => {
    const units = books.rules.map(({ rules }) => unitOf(rules, paid.currency).minor);
    const smallest = units.reduce((least, unit) => (unit < least ? unit : least));
    return paid.minor < 0n ? 0n : paid.minor / smallest + 1n;
  });
  return Number(slotsAtMost.reduce((sum, slots) => sum + slots, 0n)) * slotBytes;
}

/** What the next publication would say, were nothing to happen until then, and what would wait, and why. Never public. */
export interface PublicationPreview {
  readonly date: Day;
  readonly dueAt: Instant;
  readonly judgement: Judgement;
  /** The entries as they would stand there, but for the slots. */
  readonly entries: readonly string[];
}

/** Undefined only for a log that is closed, or a ledger without a promise. Works before the address is confirmed. */
export function previewPublication(publication: Publication, books: PublicationBooks, now: Instant): PublicationPreview | undefined {
  const next = nextPublication(publication, books, now);
  if (!next || books.practice.terms.length === 0) return undefined;
  const address = books.address ?? { origin: 'address.example/not-yet-confirmed', confirmedAt: now };
  const last = decideDue(publication, books, address, dueAt(next.date), countingBytes(randomBytesNeeded(publication, books))).at(-1);
  return (
    last && {
      date: last.made.data.date,
      dueAt: dueAt(last.made.data.date),
      judgement: last.judgement,
      entries: last.made.data.entries,
    }
  );
}

/** What decides on which days something is published; no money is in it. */
export type PublicationCalendar = Pick<PublicationBooks, 'address' | 'since' | 'rules'>;

/** The first publication that is not made yet, due or not. Undefined for a closed log, or before the address is confirmed. */
export function firstPublicationAfter(
  publication: Publication,
  calendar: PublicationCalendar,
): { readonly date: Day; readonly period: Month } | undefined {
  if (!calendar.address) return undefined;
  return nextPublication(publication, calendar, publication.status === 'open' ? dueAt(publication.lastDate) : calendar.address.confirmedAt);
}

/** The next day on which something is published, and the month up to whose end it will speak. */
export function nextPublication(
  publication: Publication,
  books: PublicationCalendar,
  now: Instant,
): { readonly date: Day; readonly period: Month } | undefined {
  if (publication.status === 'closed') return undefined;
  const { schedule } = latestRules(books);
  let date = nextPublicationDay(schedule, now);
  for (let tries = 0; tries < mostMonthsAhead; tries += 1) {
    const period = periodOn(publication, books, date);
    if (period >= books.since && (publication.status !== 'open' || period > publication.lastPeriod)) return { date, period };
    date = publicationDayAfter(schedule, date);
  }
  return undefined;
}

/** A ledger's books begin no later than next year; within that and the longest delay a publication day is found. */
const mostMonthsAhead = Math.ceil(longestDelayDays / 28) + 24;

function decideDue(
  publication: Publication,
  books: PublicationBooks,
  address: NonNullable<PublicationBooks['address']>,
  now: Instant,
  randomness: Uint8Array,
) {
  const decided: { readonly made: PublicationMade; readonly judgement: Judgement }[] = [];
  let [log, left, bytes] = [publication, books, randomness];
  for (const date of daysDue(publication, books, address.confirmedAt, now)) {
    const period = periodOn(log, left, date);
    if (log.status === 'closed' || period < books.since || (log.status === 'open' && period <= log.lastPeriod)) continue;
    const judgement = judgePublication(log, left, date);
    const made = publicationMade(log, left, address.origin, judgement, bytes, now);
    decided.push({ made, judgement });
    bytes = bytes.subarray(slotBytesOf(judgement));
    [log, left] = [evolvePublication(log, made), without(left, judgement)];
  }
  return decided;
}

function daysDue(publication: Publication, books: PublicationBooks, confirmedAt: Instant, now: Instant): readonly Day[] {
  const { schedule } = latestRules(books);
  switch (publication.status) {
    case 'unopened':
      return publicationDaysBetween(schedule, confirmedAt, now);
    case 'open':
      return publicationDaysBetween(schedule, dueAt(publication.lastDate), now);
    case 'closed':
      return [];
  }
}

function publicationMade(
  log: Publication,
  books: PublicationBooks,
  origin: string,
  judgement: Judgement,
  randomness: Uint8Array,
  now: Instant,
): PublicationMade {
  const rules = rulesOn(books, judgement.date);
  return {
    type: 'PublicationMade',
    happenedAt: now,
    data: {
      date: judgement.date,
      period: judgement.period,
      firstIndex: log.status === 'unopened' ? 0 : log.nextIndex,
      entries: entriesOf(log, books, origin, judgement, randomness),
      counted: judgement.counted,
      carried: judgement.carried,
      ...(carriesRules(log, rules) ? { rulesText: rules.text } : {}),
    },
  };
}

/** The books after a publication: what it counted waits no more, and its payouts are asked for three publications later. */
function without(books: PublicationBooks, { counted, period }: Judgement): PublicationBooks {
  const accruals = new Set(counted.accruals);
  const payouts = new Set(counted.payouts);
  const returns = new Set([...counted.returned, ...counted.released]);
  return {
    ...books,
    accruals: books.accruals.filter(({ ref }) => !accruals.has(ref)),
    payouts: books.payouts.filter(({ payoutId }) => !payouts.has(payoutId)),
    returns: books.returns.filter(({ payoutId }) => !returns.has(payoutId)),
    published: [
      ...books.published,
      ...books.payouts.filter(({ payoutId }) => payouts.has(payoutId)).map((payout) => ({ ...payout, period })),
    ],
  };
}

/** Stand-ins for slots in a preview: 0, 1, 2 … as 32 bytes each. */
function countingBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + slotBytes <= length; at += slotBytes) view.setUint32(at + slotBytes - 4, at / slotBytes);
  return bytes;
}
