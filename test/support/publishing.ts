import { createHash } from 'node:crypto';
import { decodeEntry, type Entry } from '../../src/public-log/entry.js';
import type { Instant, Month } from '../../src/domain/calendar.js';
import { money } from '../../src/domain/money.js';
import { evolvePublication, type Publication, type PublicationMade } from '../../src/domain/publication.js';
import type { Accrual, FinalPayout, PublicationBooks } from '../../src/domain/publication-books.js';
import { logOrigin, publishDue, randomBytesNeeded } from '../../src/domain/publication-decision.js';
import { presetRules } from '../../src/domain/publication-rules.js';
import { Refusal } from '../../src/domain/refusal.js';

/** What specs of the publication begin from: books with something to say, and what was said of them. */

export const unopened = { status: 'unopened' } as Publication;

export const books = (more: Partial<PublicationBooks> = {}): PublicationBooks => ({
  address: { origin: logOrigin('ledger.example', 'north-street'), confirmedAt: '2026-10-20T12:00:00.000Z' },
  since: '2026-10',
  homeCurrency: 'CAD',
  practice: { label: 'north-street', terms: [{ from: '2026-10', rateBp: 2000 }] },
  rules: [{ adoptedAt: '2026-10-20T12:00:00.000Z', rules: presetRules('guarded') }],
  accruals: [],
  payouts: [],
  returns: [],
  published: [],
  payersConfirmed: [],
  ...more,
});

export const accruals = (month: Month, count: number, owedMinor = 4000n): readonly Accrual[] =>
  Array.from({ length: count }, (_, at) => ({
    ref: `${month}/${at}`,
    kind: 'payment',
    currency: 'CAD',
    month,
    owedMinor,
    payer: `${month}-${at}`,
  }));

export const payouts = (month: Month, people: number, minor = 2000n): readonly FinalPayout[] =>
  Array.from({ length: people }, (_, at) => ({
    payoutId: `payout ${month}/${at}`,
    person: `person ${at}`,
    paid: money(minor, 'CAD'),
    given: money(minor, 'CAD'),
    month,
    finalAt: `${month}-28T12:00:00.000Z`,
  }));

/** As good as random for a test, and different for each seed. */
export const bytesOf = (length: number, seed = 'a'): Uint8Array =>
  Uint8Array.from(
    createHash('shake256', { outputLength: Math.max(length, 1) })
      .update(seed)
      .digest(),
  );

export const publish = (log: Publication, from: PublicationBooks, now: Instant, seed = 'a') =>
  publishDue(log, from, now, bytesOf(randomBytesNeeded(log, from), seed));
export const fold = (facts: readonly PublicationMade[], from = unopened): Publication => facts.reduce(evolvePublication, from);
export const entriesIn = (facts: readonly PublicationMade[]): readonly Entry[] =>
  facts.flatMap(({ data }) => data.entries.map((text) => decodeEntry(text)));
export const said = (facts: readonly PublicationMade[]): readonly string[] => entriesIn(facts).map(({ date, kind }) => `${date} ${kind}`);
export const withoutSlots = (facts: readonly PublicationMade[]): readonly string[] =>
  facts.flatMap(({ data }) => data.entries.map((entry) => entry.replace(/"slots":"[^"]*"/, (slots) => `${slots.length}`)));

export const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (refused) {
    return refused instanceof Refusal ? refused.code : String(refused);
  }
  return undefined;
};
