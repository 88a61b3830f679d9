import { decodeEntry, type Entry, type EntryOf } from '../public-log/entry.js';
import { addMonths, type Day, type Month } from './calendar.js';
import type { Currency } from './currency.js';
import type { Fact, Stream } from './fact.js';
import type { Money } from './money.js';
import type { PublishedRules } from './publication-rules.js';

/**
 * One scheduled publication. `entries` are the exact bytes that the world sees; everything else is private: what they
 * stand for, so that nothing is counted twice, and what was kept back because it made no whole unit.
 */
export interface PublicationMadeData {
  /** The scheduled day, also where the publication was made later. */
  readonly date: Day;
  /** The month up to whose end it speaks. */
  readonly period: Month;
  /** Index in the log of the first of `entries`, from 0. */
  readonly firstIndex: number;
  readonly entries: readonly string[];
  readonly counted: Counted;
  /** All that is kept back after this publication. */
  readonly carried: readonly Carried[];
  /** Entries of the ledger's logs before this one; absent in its first log. */
  readonly base?: number;
  /** The rules document whose hash these entries carry, where they carry one. */
  readonly rulesText?: string;
}

/** What a publication accounts for, by ids that never leave the private side. Each stands in one publication only. */
export interface Counted {
  /** Payments, adjustments and opening balances. */
  readonly accruals: readonly string[];
  readonly payouts: readonly string[];
  /** Payouts whose return `money.returned` has stated: their money is available again. */
  readonly returned: readonly string[];
  /** Payouts whose return was never stated, after twelve months: available again, their slots left out of later batches. */
  readonly released: readonly string[];
}

/**
 * Money passed on but in no slot yet, because it makes no whole unit. Below zero: slots that later batches leave out.
 * Kept apart by the currency paid and the currency that the fund gave up.
 */
export interface Carried {
  readonly paid: Money;
  readonly given: Money;
}

/**
 * A head of the log: from here on the log stands by every entry below `size`, to everyone and for good. All of it is public;
 * the checkpoint that the world reads is made from it, byte for byte the same each time.
 */
export interface SignedHead {
  readonly origin: string;
  readonly size: number;
  /** Of the RFC 6962 tree over the first `size` entries, in base64. */
  readonly root: string;
  /** The key it was signed with, in the form in which verifiers are given it. */
  readonly vkey: string;
  /** What follows the name in the note's signature line: key id and Ed25519 signature, in base64. */
  readonly signature: string;
}

export type PublicationMade = Fact<'PublicationMade', PublicationMadeData>;
export type PublicationFact = PublicationMade | Fact<'CheckpointSigned', SignedHead>;

/** Rules that the log carries, and the first month for which they are in force. */
export interface RulesSince {
  readonly from: Month;
  readonly rules: PublishedRules;
  readonly hash: string;
}

/** Publications that lie between a batch and the word of those who received it: never one more, so that its day says nothing. */
export const publicationsUntilAcknowledged = 3;

/** A batch, all its parts together, until those who received it are asked for. */
export interface PublishedBatch {
  /** Index in the log of its part 1. */
  readonly index: number;
  readonly currency: Currency;
  readonly period: Month;
  readonly unitMinor: bigint;
  /** Slots in all its parts. */
  readonly count: number;
  /** Publications that were made after its own. */
  readonly publicationsSince: number;
}

/** What the log has said so far, as far as the next publication needs it. */
export type Publication = { readonly status: 'unopened' } | OpenLog | ClosedLog;

export interface OpenLog {
  readonly status: 'open';
  readonly origin: string;
  /** Entries of the ledger's logs before this one: 0 for its first. */
  readonly base: number;
  readonly nextIndex: number;
  readonly lastDate: Day;
  readonly lastPeriod: Month;
  /** In the order in which they came into force; the first holds for every month before. */
  readonly rules: readonly [RulesSince, ...RulesSince[]];
  /** Opened currencies and the size of their slots, in minor units. */
  readonly units: Readonly<Record<Currency, bigint>>;
  /** The last stated closing of each currency's pool, in minor units. */
  readonly closings: Readonly<Record<Currency, bigint>>;
  readonly practices: Readonly<Record<string, { readonly rateBp: number; readonly from: Month }>>;
  readonly carried: readonly Carried[];
  /** Those of whose arrival nothing could be said yet: of the last publications, oldest first. */
  readonly batches: readonly PublishedBatch[];
  /** Of a successor: the key that the log before it named, which signs its heads. */
  readonly namedVkey?: string;
  /** Of the logs before this one, for the months of which they spoke: money that moved under stricter rules keeps them. */
  readonly earlier?: { readonly until: Month; readonly rules: OpenLog['rules'] };
  /** The last one; absent until the first is signed. */
  readonly head?: SignedHead;
}

/** Nothing is added to it any more. Where it names a successor, that one goes on from what stands here. */
export type ClosedLog = Omit<OpenLog, 'status'> & {
  readonly status: 'closed';
  readonly next?: { readonly origin: string; readonly vkey: string };
};

export function evolvePublication(publication: Publication, fact: PublicationFact): Publication {
  switch (fact.type) {
    case 'PublicationMade':
      return evolveMade(publication, fact);
    case 'CheckpointSigned':
      if (publication.status === 'unopened') throw new RangeError('A head was signed of a log that says nothing yet.');
      return { ...publication, head: fact.data };
  }
}

function evolveMade(publication: Publication, fact: PublicationMade): Publication {
  const { date, period, carried, entries } = fact.data;
  const before = publication.status === 'open' ? { ...publication, batches: oneLater(publication.batches) } : publication;
  const after = entries.map(decodeEntry).reduce(evolveLog, before);
  if (after.status !== 'open') return after;
  return {
    ...after,
    lastDate: date,
    lastPeriod: period,
    carried,
  };
}

/** Two publications after its own, a batch waits for the third, in which its arrival is said or never is. */
const oneLater = (batches: readonly PublishedBatch[]): readonly PublishedBatch[] =>
  batches
    .map((batch) => ({ ...batch, publicationsSince: batch.publicationsSince + 1 }))
    .filter(({ publicationsSince }) => publicationsSince < publicationsUntilAcknowledged);

function withPart(batches: readonly PublishedBatch[], entry: EntryOf<'batch.paid'>, index: number): readonly PublishedBatch[] {
  const { currency, period, unit, count } = entry;
  if (entry.part === 1) return [...batches, { index, currency, period, unitMinor: unit, count, publicationsSince: 0 }];
  return batches.map((batch) =>
    batch.currency === currency && batch.period === period ? { ...batch, count: batch.count + count } : batch,
  );
}

export const publicationStream: Stream<Publication, PublicationFact> = {
  name: 'publication',
  unborn: { status: 'unopened' },
  evolve: evolvePublication,
};

function evolveLog(publication: Publication, entry: Entry): Publication {
  if (publication.status === 'open') return evolveOpenLog({ ...publication, nextIndex: publication.nextIndex + 1 }, entry);
  if (entry.kind !== 'log.opened') {
    if (publication.status === 'closed') throw new RangeError(`The log ${publication.origin} is closed; nothing comes after.`);
    throw new RangeError(`A log begins with log.opened, not with ${entry.kind}.`);
  }
  return publication.status === 'closed' ? successorOf(publication, entry) : begun(entry);
}

function successorOf(closed: ClosedLog, entry: EntryOf<'log.opened'>): OpenLog {
  if (entry.origin !== closed.next?.origin)
    throw new RangeError(`The log ${closed.origin} is closed, and ${entry.origin} is not its successor.`);
  return {
    ...begun(entry),
    base: closed.base + closed.nextIndex,
    lastPeriod: closed.lastPeriod,
    carried: closed.carried,
    namedVkey: closed.next.vkey,
    earlier: { until: closed.lastPeriod, rules: rulesUpTo(closed) },
  };
}

/** What a log opened with was in force from its own beginning on, where another was before it. */
function rulesUpTo({ rules, earlier }: Pick<OpenLog, 'rules' | 'earlier'>): OpenLog['rules'] {
  if (!earlier) return rules;
  const [first, ...later] = rules;
  return [...earlier.rules, { ...first, from: addMonths(earlier.until, 1) }, ...later];
}

function begun(entry: EntryOf<'log.opened'>): OpenLog {
  return {
    status: 'open',
    origin: entry.origin,
    base: 0,
    nextIndex: 1,
    lastDate: entry.date,
    lastPeriod: '0000-00',
    rules: [{ from: '0000-00', rules: publishedRules(entry), hash: entry.rules }],
    units: {},
    closings: {},
    practices: {},
    carried: [],
    batches: [],
  };
}

function evolveOpenLog(log: OpenLog, entry: Entry): Publication {
  switch (entry.kind) {
    case 'log.opened':
      throw new RangeError(`The log ${log.origin} is opened once.`);
    case 'currency.opened':
      return { ...log, units: { ...log.units, [entry.currency]: entry.unit } };
    case 'rules.changed':
      return {
        ...log,
        rules: [...log.rules, { from: entry.effective, rules: publishedRules(entry), hash: entry.rules }],
      };
    case 'practice.joined':
      return { ...log, practices: { ...log.practices, [entry.practice]: { rateBp: entry.rate, from: entry.from } } };
    case 'practice.left': {
      const { [entry.practice]: _, ...practices } = log.practices;
      return { ...log, practices };
    }
    case 'pool.stated':
      return { ...log, closings: { ...log.closings, [entry.currency]: entry.closing } };
    case 'log.closed': {
      const { next_origin: origin, next_vkey: vkey } = entry;
      return { ...log, status: 'closed', ...(origin && vkey && { next: { origin, vkey } }) };
    }
    case 'batch.paid':
      return { ...log, batches: withPart(log.batches, entry, log.nextIndex - 1) };
    case 'pledge.accrued':
    case 'pool.converted':
    case 'money.returned':
    case 'batch.acknowledged':
    case 'entry.corrected':
    case 'audit.stated':
    case 'key.added':
    case 'key.retired':
      return log;
  }
}

function publishedRules(entry: Extract<Entry, { kind: 'log.opened' | 'rules.changed' }>): PublishedRules {
  return {
    k: entry.k,
    dominancePercent: entry.dominance,
    delayDays: entry.delay,
    schedule: entry.schedule,
    pledgeEvery: entry.pledge,
    minPayments: entry.payments,
  };
}

/** The rules in force for a month: what was published for it, at the time it began. Of logs before this one, what was stricter. */
export function rulesFor({ rules, earlier }: Pick<OpenLog, 'rules' | 'earlier'>, month: Month): PublishedRules {
  const inForce = rulesSince(rules, month).rules;
  return earlier && month <= earlier.until ? stricter(inForce, rulesSince(earlier.rules, month).rules) : inForce;
}

/** What a log says of its rules for a month, with their hash. */
export const rulesSince = (rules: OpenLog['rules'], month: Month): RulesSince => rules.findLast(({ from }) => from <= month) ?? rules[0];

const stricter = (one: PublishedRules, other: PublishedRules): PublishedRules => ({
  ...one,
  k: Math.max(one.k, other.k),
  dominancePercent: Math.min(one.dominancePercent, other.dominancePercent),
  minPayments: Math.max(one.minPayments, other.minPayments),
});
