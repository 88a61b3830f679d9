import { type Day, type Month, monthOf, monthOfDay } from '../domain/calendar.js';
import type { Currency } from '../domain/currency.js';
import { type Money, money, nothing, plus } from '../domain/money.js';
import type { PledgePolicy } from '../domain/pledge.js';
import { evolvePublication, type Publication } from '../domain/publication.js';
import type { AdoptedRules, PublicationBooks } from '../domain/publication-books.js';
import { logOrigin, nextPublication } from '../domain/publication-decision.js';
import { presetRules } from '../domain/publication-rules.js';
import { decodeEntry, type Entry, type EntryOf, isKind } from '../public-log/entry.js';
import type { StatedFund } from './pages/statement.js';

/** What a practice says of itself in public, whether or not anything was published yet. */
export interface PublicTerms {
  readonly slug: string;
  readonly name: string;
  readonly currency: Currency;
  readonly zone: string;
  readonly openedAt: string;
  readonly policies: readonly PledgePolicy[];
  readonly rules: readonly AdoptedRules[];
  /** Present once the steward has confirmed the public address. */
  readonly address?: { readonly host: string; readonly confirmedAt: string };
}

/** One row of the `publication` table. */
export interface PublishedEntry {
  readonly date: Day;
  readonly period: Month;
  readonly entry: string;
}

/** A correction to an earlier figure, and the month of that figure. */
export interface Correction {
  readonly of: Month;
  readonly by: Money;
  readonly field: EntryOf<'entry.corrected'>['field'];
  readonly reason: EntryOf<'entry.corrected'>['reason'];
}

/** One publication, as figures: what stood when it was made, never touched since. */
export interface StatedMonth {
  readonly month: Month;
  readonly publishedOn: Day;
  /** One a currency, by its letters. */
  readonly funds: readonly StatedFund[];
  readonly corrections: readonly Correction[];
  /** All that was added to the log that day, in its order. */
  readonly entries: readonly NumberedEntry[];
}

/** An entry and where it stands in the log, from 0. */
export interface NumberedEntry {
  readonly index: number;
  readonly entry: Entry;
}

export interface Published {
  readonly log: Publication;
  /** Oldest first. */
  readonly months: readonly StatedMonth[];
}

/** Reads the log from its exact bytes, in the order of the log. @throws EntryFault for bytes that are no entry */
export function readPublished(rows: readonly PublishedEntry[]): Published {
  const entries = rows.map(({ entry }) => decodeEntry(entry));
  const dates = [...new Set(rows.map(({ date }) => date))];
  let log: Publication = { status: 'unopened' };
  const months = dates.map((date) => {
    const own = rows.filter((row) => row.date === date);
    const [{ period }] = own as [PublishedEntry];
    log = after(
      log,
      date,
      period,
      own.map(({ entry }) => entry),
    );
    const added = entries.flatMap((entry, index): NumberedEntry[] => (rows[index]!.date === date ? [{ index, entry }] : []));
    const said = added.map(({ entry }) => entry);
    return { month: period, publishedOn: date, funds: statedFunds(said), corrections: corrections(said, entries), entries: added };
  });
  return { log, months };
}

/** The same step that the books take; what is private about a publication is not known here, and not needed. */
function after(log: Publication, date: Day, period: Month, entries: readonly string[]): Publication {
  const counted = { accruals: [], payouts: [], returned: [], released: [] };
  return evolvePublication(log, {
    type: 'PublicationMade',
    happenedAt: `${date}T00:00:00.000Z`,
    data: { date, period, firstIndex: 0, entries, counted, carried: [] },
  });
}

const statedFunds = (said: readonly Entry[]): StatedFund[] => said.filter(isKind('pool.stated')).map((pool) => fundOf(pool, said));

function fundOf(pool: EntryOf<'pool.stated'>, said: readonly Entry[]): StatedFund {
  const of = (minor: bigint) => money(minor, pool.currency);
  return {
    opening: of(pool.opening),
    accrued: of(pool.accrued),
    returned: of(pool.returned),
    convertedIn: of(pool.converted_in),
    convertedOut: of(pool.converted_out),
    paid: of(pool.paid),
    closing: of(pool.closing),
    batches: batchesOf(said.filter(isKind('batch.paid')).filter(({ currency }) => currency === pool.currency)),
  };
}

/** The parts of a batch are one batch to a reader. */
function batchesOf(parts: readonly EntryOf<'batch.paid'>[]): StatedFund['batches'] {
  const [first] = parts;
  if (!first) return [];
  const none = nothing(first.currency);
  const total = parts.reduce((sum, part) => plus(sum, money(part.total, part.currency)), none);
  return [{ count: parts.reduce((sum, { count }) => sum + count, 0), unit: money(first.unit, first.currency), total }];
}

function corrections(said: readonly Entry[], log: readonly Entry[]): Correction[] {
  return said.filter(isKind('entry.corrected')).map(({ of, currency, minor, field, reason }) => {
    const corrected = log[of];
    return { of: corrected && 'period' in corrected ? corrected.period : '', by: money(minor, currency), field, reason };
  });
}

/** The next scheduled day with a publication and the month it will speak of; the calendar and the rules alone decide it. */
export function nextOf(terms: PublicTerms, log: Publication, now: string): { readonly date: Day; readonly period: Month } | undefined {
  if (!terms.address || terms.policies.length === 0) return undefined;
  return nextPublication(log, publicBooks(terms, terms.address), now);
}

/** The books as far as the world knows them: the terms, and no money at all. */
function publicBooks(terms: PublicTerms, { host, confirmedAt }: NonNullable<PublicTerms['address']>): PublicationBooks {
  const { slug, zone, openedAt, policies, currency } = terms;
  const [first = { adoptedAt: openedAt, rules: presetRules('guarded') }, ...later] = terms.rules;
  return {
    address: { origin: logOrigin(host, slug), confirmedAt },
    since: [monthOf(openedAt, zone), ...policies.slice(0, 1).map(({ startsOn }) => monthOfDay(startsOn))].sort()[0]!,
    homeCurrency: currency,
    practice: { label: slug, terms: policies.map(({ startsOn, shareBp }) => ({ from: monthOfDay(startsOn), rateBp: shareBp })) },
    rules: [first, ...later],
    accruals: [],
    payouts: [],
    returns: [],
    published: [],
    payersConfirmed: [],
  };
}
