import { type Entry, type EntryOf, encodeEntry } from '../public-log/entry.js';
import { compareEntries } from '../public-log/publication-order.js';
import { packSlots, partsOf, slotBytes } from '../public-log/slot-list.js';
import { randomSlots } from '../public-log/slots.js';
import { slotsOpenedBy } from './openable-slots.js';
import { addMonths, type Day, monthOfDay } from './calendar.js';
import { type Currency, exponentOf } from './currency.js';
import type { Judgement } from './eligibility.js';
import type { SlotsFigure } from './eligible-payouts.js';
import type { OpenLog, Publication } from './publication.js';
import { type PublicationBooks, rulesOn } from './publication-books.js';
import { type PublicationRules, rulesHash, unitOf } from './publication-rules.js';

/** How many random bytes a judgement's slots take. */
export const slotBytesOf = ({ batches }: Judgement): number => batches.reduce((sum, { count }) => sum + count * slotBytes, 0);

/**
 * Writes a judgement as entries, in the order of the log. Every opened currency's pool is stated each time, also where
 * nothing could be said: neither a missing nor an extra entry ever tells that something waits.
 */
export function entriesOf(
  publication: Publication,
  books: PublicationBooks,
  origin: string,
  judgement: Judgement,
  randomness: Uint8Array,
): readonly string[] {
  const open = publication.status === 'open' ? publication : undefined;
  const rules = rulesOn(books, judgement.date);
  const currencies = currenciesOf(open, books, judgement);
  const entries: readonly Entry[] = [
    ...(open ? changedRules(open, rules, judgement.date) : [opened(rules, origin, judgement.date)]),
    ...currencies.flatMap((currency) => openedCurrency(open, rules, currency, judgement.date)),
    ...practiceTerms(open, books, judgement),
    ...figures(books, judgement),
    ...batchEntries(judgement, { payouts: books.payouts, origin }, randomness),
    ...currencies.map((currency) => poolStated(open, judgement, currency)),
  ];
  return [...entries].sort(compareEntries).map(encodeEntry);
}

const rulesFields = (rules: PublicationRules) => ({
  delay: rules.delayDays,
  dominance: rules.dominancePercent,
  k: rules.k,
  payments: rules.minPayments,
  pledge: rules.pledgeEvery,
  rules: rulesHash(rules.text),
  schedule: rules.schedule,
});

const opened = (rules: PublicationRules, origin: string, date: Day): EntryOf<'log.opened'> => ({
  v: 1,
  kind: 'log.opened',
  date,
  origin,
  ...rulesFields(rules),
});

/** New rules hold for months that begin after they were published: nobody is paid under rules they could not know. */
function changedRules(open: OpenLog, rules: PublicationRules, date: Day): readonly EntryOf<'rules.changed'>[] {
  if (open.rules.at(-1)?.hash === rulesHash(rules.text)) return [];
  return [{ v: 1, kind: 'rules.changed', date, effective: addMonths(monthOfDay(date), 1), ...rulesFields(rules) }];
}

/** True where the next publication carries the hash of a rules document, so that the document goes with it. */
export const carriesRules = (publication: Publication, rules: PublicationRules): boolean =>
  publication.status !== 'open' || publication.rules.at(-1)?.hash !== rulesHash(rules.text);

function currenciesOf(open: OpenLog | undefined, books: PublicationBooks, judgement: Judgement): readonly Currency[] {
  const named = [
    books.homeCurrency,
    ...Object.keys(open?.units ?? {}),
    ...Object.keys(judgement.openings),
    ...[...judgement.pledges, ...judgement.batches, ...judgement.returned].map(({ currency }) => currency),
    ...judgement.conversions.flatMap(({ from, to }) => [from.currency, to.currency]),
  ];
  return [...new Set(named)].sort();
}

/** A currency is opened when it is first spoken of, and again when its slots take another size. */
function openedCurrency(
  open: OpenLog | undefined,
  rules: PublicationRules,
  currency: Currency,
  date: Day,
): readonly EntryOf<'currency.opened'>[] {
  const unit = unitOf(rules, currency).minor;
  if (open?.units[currency] === unit) return [];
  return [{ v: 1, kind: 'currency.opened', date, currency, exponent: exponentOf(currency), unit }];
}

/** The promise's share, from the month it holds; another share is said by leaving under the old one and joining under the new. */
function practiceTerms(open: OpenLog | undefined, { practice }: PublicationBooks, { date, period }: Judgement): readonly Entry[] {
  const terms = practice.terms.findLast(({ from }) => from <= period) ?? practice.terms[0];
  const before = open?.practices[practice.label];
  if (!terms || before?.rateBp === terms.rateBp) return [];
  const joined: EntryOf<'practice.joined'> = {
    v: 1,
    kind: 'practice.joined',
    date,
    practice: practice.label,
    from: terms.from,
    rate: terms.rateBp,
  };
  if (!before) return [joined];
  return [{ v: 1, kind: 'practice.left', date, practice: practice.label, until: addMonths(terms.from, -1) }, joined];
}

function figures(
  { practice }: PublicationBooks,
  { date, period, pledges, conversions, returned, acknowledged }: Judgement,
): readonly Entry[] {
  const head = { v: 1, date, period } as const;
  return [
    ...pledges.map(({ currency, minor }): Entry => ({ ...head, kind: 'pledge.accrued', currency, minor, practice: practice.label })),
    ...conversions.map(
      ({ from, to }): Entry => ({
        ...head,
        kind: 'pool.converted',
        from: from.currency,
        from_minor: from.minor,
        to: to.currency,
        to_minor: to.minor,
      }),
    ),
    ...returned.map(
      ({ currency, count, unitMinor }): Entry => ({
        ...head,
        kind: 'money.returned',
        currency,
        count,
        total: BigInt(count) * unitMinor,
        unit: unitMinor,
      }),
    ),
    ...acknowledged.map(({ of, tenths }): Entry => ({ v: 1, date, kind: 'batch.acknowledged', of, tenths })),
  ];
}

type Openers = Pick<PublicationBooks, 'payouts'> & { readonly origin: string };

/** Those who asked for a receipt can open their slots; all others are random, and nobody can tell which are which. */
function batchEntries(judgement: Judgement, openers: Openers, randomness: Uint8Array): readonly EntryOf<'batch.paid'>[] {
  let at = 0;
  return judgement.batches.flatMap((batch) => {
    const opened = openableSlots(judgement, batch, openers).slice(0, batch.count);
    const slots = [...opened, ...randomSlots(batch.count - opened.length, randomness.subarray(at))];
    at += batch.count * slotBytes;
    return batchParts(judgement, batch, slots);
  });
}

/** Where slots are left out of a batch after a return, it can have fewer than its payouts would fill: then the last ones have none. */
function openableSlots(
  { counted, period }: Judgement,
  { currency, unitMinor }: SlotsFigure,
  { payouts, origin }: Openers,
): readonly Uint8Array[] {
  const isCounted = new Set(counted.payouts);
  return payouts
    .filter(({ payoutId, paid }) => isCounted.has(payoutId) && paid.currency === currency)
    .flatMap((payout) => slotsOpenedBy(payout, { currency, origin, period, unit: unitMinor }).map(({ slot }) => slot));
}

function batchParts(
  { date, period }: Judgement,
  { currency, unitMinor }: SlotsFigure,
  slots: readonly Uint8Array[],
): readonly EntryOf<'batch.paid'>[] {
  return partsOf(slots).map((part, at, parts) => ({
    v: 1,
    kind: 'batch.paid',
    date,
    period,
    currency,
    unit: unitMinor,
    count: part.length,
    total: BigInt(part.length) * unitMinor,
    part: at + 1,
    parts: parts.length,
    slots: packSlots(part),
  }));
}

/** `opening + accrued + returned + converted in − converted out − paid = closing`. */
function poolStated(open: OpenLog | undefined, judgement: Judgement, currency: Currency): EntryOf<'pool.stated'> {
  const opening = open?.closings[currency] ?? judgement.openings[currency] ?? 0n;
  const accrued = sumOf(judgement.pledges, currency, ({ minor }) => minor);
  const returned = sumOf(judgement.returned, currency, ({ count, unitMinor }) => BigInt(count) * unitMinor);
  const paid = sumOf(judgement.batches, currency, ({ count, unitMinor }) => BigInt(count) * unitMinor);
  const convertedIn = sumOf(
    judgement.conversions.map(({ to }) => to),
    currency,
    ({ minor }) => minor,
  );
  const convertedOut = sumOf(
    judgement.conversions.map(({ from }) => from),
    currency,
    ({ minor }) => minor,
  );
  return {
    v: 1,
    kind: 'pool.stated',
    date: judgement.date,
    period: judgement.period,
    currency,
    opening,
    accrued,
    returned,
    converted_in: convertedIn,
    converted_out: convertedOut,
    paid,
    closing: opening + accrued + returned + convertedIn - convertedOut - paid,
  };
}

const sumOf = <F extends { readonly currency: Currency }>(
  figures: readonly F[],
  currency: Currency,
  minorOf: (figure: F) => bigint,
): bigint => figures.filter((figure) => figure.currency === currency).reduce((sum, figure) => sum + minorOf(figure), 0n);
