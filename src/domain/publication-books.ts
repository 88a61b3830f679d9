import { dueAt } from '../public-log/schedule.js';
import type { Day, Instant, Month } from './calendar.js';
import type { Currency } from './currency.js';
import type { Money } from './money.js';
import type { Carried } from './publication.js';
import type { PublicationRules, PublishedRules } from './publication-rules.js';

/** What one payment, its refund, or the opening balance adds to what is owed; not yet in any publication. */
export interface Accrual {
  /** Payment or adjustment id; private. */
  readonly ref: string;
  readonly kind: 'payment' | 'adjustment' | 'opening';
  /** The payment that it is about, where `ref` does not name it: a payment and its refunds say the same. One taken back whole no longer counts. */
  readonly of?: string;
  readonly currency: Currency;
  /** The reporting month that it is dated in. */
  readonly month: Month;
  readonly owedMinor: bigint;
  /** An opaque tag of the person who paid, where the ledger knows one. */
  readonly payer?: string;
}

/** A payout that is final, has not come back, and is in no publication yet. */
export interface FinalPayout {
  readonly payoutId: string;
  /** An opaque tag of the person; an erased person keeps one random tag until publication. */
  readonly person: string;
  /** In the currency that the person received. */
  readonly paid: Money;
  /** What the fund gave up for it. */
  readonly given: Money;
  /** The reporting month in which it was sent. */
  readonly month: Month;
  readonly finalAt: Instant;
  /** When the person said that it had arrived; only while their consent to be counted stands. */
  readonly acknowledgedAt?: Instant;
  /** With which the person can open their slots; only while their consent to a receipt stands. */
  readonly slotKey?: Uint8Array;
}

/** A payout that is in a batch of the last publications, also one that came back since. */
export interface PublishedPayout extends Pick<FinalPayout, 'payoutId' | 'person' | 'paid' | 'month' | 'acknowledgedAt'> {
  /** The month of the publication that counted it. */
  readonly period: Month;
}

/** A payout that came back after it had been published: its money is set apart. `month` is the one in which it came back. */
export type ReturnedPayout = Omit<FinalPayout, 'finalAt' | 'slotKey' | 'acknowledgedAt'>;

/** All that a publication is decided from, as plain data; only what no publication has counted yet. */
export interface PublicationBooks {
  /** Present once the steward has confirmed the public address, which is then the log's name for life. */
  readonly address?: { readonly origin: string; readonly confirmedAt: Instant };
  /** The first month of the ledger's books: nothing is published for months before. */
  readonly since: Month;
  readonly homeCurrency: Currency;
  /** The public label and the promise's share by the month from which it holds, oldest first. */
  readonly practice: { readonly label: string; readonly terms: readonly PracticeTerms[] };
  /** Every version that the steward adopted, oldest first: a day that is caught up on follows those adopted by then. */
  readonly rules: readonly [AdoptedRules, ...AdoptedRules[]];
  readonly accruals: readonly Accrual[];
  readonly payouts: readonly FinalPayout[];
  readonly returns: readonly ReturnedPayout[];
  /** Of those batches of whose arrival nothing could be said yet. */
  readonly published: readonly PublishedPayout[];
  /** Where the practitioner confirmed that the payments waiting up to that month came from enough different payers. */
  readonly payersConfirmed: readonly { readonly period: Month; readonly currency: Currency }[];
}

export interface AdoptedRules {
  readonly adoptedAt: Instant;
  readonly rules: PublicationRules;
}

/** The rules that a publication on that day goes by: the last adopted before it fell due, else the first. */
export function rulesOn({ rules }: Pick<PublicationBooks, 'rules'>, date: Day): PublicationRules {
  return (rules.findLast(({ adoptedAt }) => adoptedAt <= dueAt(date)) ?? rules[0]).rules;
}

export const latestRules = ({ rules }: Pick<PublicationBooks, 'rules'>): PublicationRules => (rules.at(-1) ?? rules[0]).rules;

export interface PracticeTerms {
  readonly from: Month;
  readonly rateBp: number;
}

export type WaitReason =
  | 'delay'
  | 'not-final'
  | 'fewer-than-k'
  | 'dominance'
  | 'below-a-unit'
  | 'five-payments'
  | 'payers-unknown'
  | 'only-adjustments'
  | 'quarter'
  | 'conversion-return';

/** Why something is not in a publication: for the steward's eyes, never public. */
export interface Wait {
  readonly what: 'pledge' | 'payouts' | 'returns';
  readonly why: WaitReason;
  readonly currency: Currency;
  readonly says: string;
  /** Ids of what waits. */
  readonly refs: readonly string[];
}

/** What stands before a judgement: the log so far, or the rules with which it would open. */
export interface Standing {
  readonly date: Day;
  readonly period: Month;
  readonly rulesOf: (month: Month) => PublishedRules;
  readonly unitOf: (currency: Currency) => bigint;
  readonly isStated: (currency: Currency) => boolean;
  readonly carried: readonly Carried[];
}

/**
 * The strictest of the rules in force for the period and for each month from which money waits: nobody is shown by
 * rules weaker than those that held when their money moved.
 */
export function strictest(standing: Standing, waiting: readonly { readonly month: Month }[]): PublishedRules {
  const all = [standing.period, ...waiting.map(({ month }) => month)].map(standing.rulesOf);
  return {
    ...standing.rulesOf(standing.period),
    k: Math.max(...all.map(({ k }) => k)),
    dominancePercent: Math.min(...all.map(({ dominancePercent }) => dominancePercent)),
    delayDays: Math.max(...all.map(({ delayDays }) => delayDays)),
    minPayments: Math.max(...all.map(({ minPayments }) => minPayments)),
  };
}
