import type { Asked } from './asked.js';
import type { Instant, Month } from './calendar.js';
import type { Fact, Stream } from './fact.js';
import { type Money, amountSaid, formatAmount, isEqual, isPositive, minus, negated, nothing, plus } from './money.js';
import type { Obligation } from './pledge.js';
import { invalid, Refusal } from './refusal.js';

export const advancedAs = ['credit', 'for-good'] as const;
export type AdvancedAs = (typeof advancedAs)[number];

export type FundFact =
  | Fact<'ObligationDerived', { payment: string; month: Month; belongsTo?: Month } & Obligation>
  /** `by` is signed: a refund takes away, a correction may add. */
  | Fact<
      'ObligationAdjusted',
      { payment: string; month: Month; belongsTo?: Month; by: Money; reason: 'refunded' | 'reversed' | 'corrected' | 'voided' }
    >
  | Fact<'OpeningBalanceStated', { owed: Money; paid: Money; month: Month }>
  /** Out of the practice's own pocket: ahead of what comes in, or beyond the promise, for good. */
  | Fact<'FundAdvanced', { amount: Money; month: Month; forGood?: true }>
  /** What came in since met a part of what was advanced: the practice has it back. */
  | Fact<'AdvanceMet', { amount: Money; month: Month }>
  | Fact<'PayoutApproved', { payout: string; amount: Money }>
  | Fact<'PayoutReleased', { payout: string; amount: Money }>
  | Fact<'PayoutDispatched', { payout: string; amount: Money }>
  | Fact<'PayoutRecalled', { payout: string; amount: Money }>
  | Fact<'PayoutSettled', { payout: string; amount: Money }>
  | Fact<'PayoutGivenBack', { payout: string; amount: Money; from: 'in-flight' | 'net-paid' | 'set-apart'; to: 'available' | 'set-apart' }>;

/** Where money of one payout stands until it is final. */
type Held = { readonly in: 'reserved' | 'in-flight'; readonly amount: Money };

/**
 * What is owed to the commons in one currency. The invariant, after every fact:
 * `available + reserved + inFlight + setApart + netPaid = opening + derived + adjustments + advanced`.
 */
export interface Fund {
  readonly available: Money;
  readonly reserved: Money;
  readonly inFlight: Money;
  readonly setApart: Money;
  readonly netPaid: Money;
  readonly opening: Money;
  readonly derived: Money;
  readonly adjustments: Money;
  /** Less what was met since. */
  readonly advanced: Money;
  /** Of what was advanced, what is never met: given beyond the promise. The rest is the practice's credit. */
  readonly forGood: Money;
  readonly openingStated: boolean;
  /** Payouts not yet final, by id: each in exactly one bucket. */
  readonly held: Readonly<Record<string, Held>>;
}

export function emptyFund(currency: string): Fund {
  const none = nothing(currency);
  return {
    available: none,
    reserved: none,
    inFlight: none,
    setApart: none,
    netPaid: none,
    opening: none,
    derived: none,
    adjustments: none,
    advanced: none,
    forGood: none,
    openingStated: false,
    held: {},
  };
}

/** Kept as a row: the fund is read by every payment and payout of the ledger. */
export const fundStream = (currency: string): Stream<Fund, FundFact> => ({
  name: `fund/${currency}`,
  unborn: emptyFund(currency),
  evolve: evolveFund,
  kept: true,
  shape: 2,
});

type Source = 'opening' | 'derived' | 'adjustments' | 'advanced';
type Bucket = 'available' | 'reserved' | 'inFlight' | 'setApart' | 'netPaid';

const bucketOf = { available: 'available', 'in-flight': 'inFlight', 'net-paid': 'netPaid', 'set-apart': 'setApart' } as const;

const grow = (fund: Fund, source: Source, by: Money): Fund => ({
  ...fund,
  [source]: plus(fund[source], by),
  available: plus(fund.available, by),
});
const move = (fund: Fund, from: Bucket, to: Bucket, amount: Money): Fund => ({
  ...fund,
  [from]: minus(fund[from], amount),
  [to]: plus(fund[to], amount),
});
const hold = (fund: Fund, payout: string, held: Held): Fund => ({ ...fund, held: { ...fund.held, [payout]: held } });
function letGo(fund: Fund, payout: string): Fund {
  const { [payout]: _final, ...held } = fund.held;
  return { ...fund, held };
}

export function evolveFund(fund: Fund, { type, data }: FundFact): Fund {
  switch (type) {
    case 'ObligationDerived':
      return grow(fund, 'derived', data.owed);
    case 'ObligationAdjusted':
      return grow(fund, 'adjustments', data.by);
    case 'OpeningBalanceStated':
      return { ...grow(fund, 'opening', minus(data.owed, data.paid)), openingStated: true };
    case 'FundAdvanced': {
      const grown = grow(fund, 'advanced', data.amount);
      return data.forGood ? { ...grown, forGood: plus(fund.forGood, data.amount) } : grown;
    }
    case 'AdvanceMet':
      return grow(fund, 'advanced', negated(data.amount));
    case 'PayoutApproved':
      return hold(move(fund, 'available', 'reserved', data.amount), data.payout, { in: 'reserved', amount: data.amount });
    case 'PayoutReleased':
      return letGo(move(fund, 'reserved', 'available', data.amount), data.payout);
    case 'PayoutDispatched':
      return hold(move(fund, 'reserved', 'inFlight', data.amount), data.payout, { in: 'in-flight', amount: data.amount });
    case 'PayoutRecalled':
      return hold(move(fund, 'inFlight', 'reserved', data.amount), data.payout, { in: 'reserved', amount: data.amount });
    case 'PayoutSettled':
      return letGo(move(fund, 'inFlight', 'netPaid', data.amount), data.payout);
    case 'PayoutGivenBack': {
      return letGo(move(fund, bucketOf[data.from], bucketOf[data.to], data.amount), data.payout);
    }
  }
}

/** What the invariant is short of; zero in every state a fund can reach. */
export function fundImbalance(fund: Fund): Money {
  const buckets = [fund.available, fund.reserved, fund.inFlight, fund.setApart, fund.netPaid];
  const sources = [fund.opening, fund.derived, fund.adjustments, fund.advanced];
  const none = nothing(fund.available.currency);
  return minus(buckets.reduce(plus, none), sources.reduce(plus, none));
}

/** Reserves for a payout; never promises more than there is. */
export function reserve(fund: Fund, payout: string, amount: Money, now: Instant): FundFact[] {
  if (fund.held[payout]) throw new Refusal('fund/already-reserved', 'This payout is approved already.');
  const rest = minus(fund.available, amount);
  if (rest.minor < 0n) {
    const ready = isPositive(fund.available) ? fund.available : nothing(amount.currency);
    throw new Refusal(
      'fund/not-enough',
      `You have ${amountSaid(ready)} ready to send. Send that much or less, or cover ${amountSaid(negated(rest))} yourself until more comes in.`,
    );
  }
  return [{ type: 'PayoutApproved', data: { payout, amount }, happenedAt: now }];
}

/** Checks that a payout stands in the fund where its own stream says it does; anything else is a bug, not a "no". */
export function heldFor(fund: Fund, payout: string, bucket: Held['in'], amount: Money): void {
  const held = fund.held[payout];
  if (held?.in !== bucket || !isEqual(held.amount, amount)) {
    throw new Error(
      `Payout ${payout} should hold ${formatAmount(amount)} ${bucket}, the fund says ${held ? `${formatAmount(held.amount)} ${held.in}` : 'nothing'}.`,
    );
  }
}

export interface OpeningBalance extends Asked {
  readonly owed: Money;
  readonly paid: Money;
}

export class StateOpeningBalance {
  constructor(readonly input: OpeningBalance) {}
}

/** She starts in the middle of a promise: what she owed and had paid before. Stated once per currency. */
export function stateOpeningBalance(fund: Fund, owed: Money, paid: Money, month: Month, now: Instant): FundFact[] {
  if (owed.currency !== paid.currency) throw invalid('paid.currency', `What was paid is in ${owed.currency} too.`);
  if (fund.openingStated)
    throw new Refusal(
      'fund/opening-stated',
      'The opening balance is stated already. What was forgotten is recorded as a payment or payout of its own.',
    );
  return [{ type: 'OpeningBalanceStated', data: { owed, paid, month }, happenedAt: now }];
}

/** What the practice is ahead, and may have back out of what comes in. */
export const creditOf = ({ advanced, forGood }: Fund): Money => minus(advanced, forGood);

export interface Advance extends Asked {
  readonly amount: Money;
  /** Credit unless said. */
  readonly as?: AdvancedAs;
}

export class AdvanceFund {
  constructor(readonly input: Advance) {}
}

/** The steward covers more than is available out of her own pocket; shown as credit, or given beyond the promise. */
export function advanceFund(amount: Money, month: Month, now: Instant, as: AdvancedAs = 'credit'): FundFact[] {
  if (!isPositive(amount)) throw new Refusal('fund/advance-not-positive', 'Enter how much you cover yourself.');
  return [{ type: 'FundAdvanced', data: { amount, month, ...(as === 'for-good' && { forGood: true }) }, happenedAt: now }];
}

export interface Meeting extends Asked {
  readonly amount: Money;
}

export class MeetAdvance {
  constructor(readonly input: Meeting) {}
}

/** What is available meets what was advanced before: never more than either, so that nobody who was promised money goes short. */
export function meetAdvance(fund: Fund, amount: Money, month: Month, now: Instant): FundFact[] {
  if (!isPositive(amount)) throw invalid('amount', 'Enter how much of it you take back.');
  const credit = creditOf(fund);
  if (amount.minor > credit.minor) {
    throw new Refusal('fund/met-above-credit', `You are ${amountSaid(credit)} ahead. Take back that much or less.`);
  }
  if (amount.minor > fund.available.minor) {
    const ready = isPositive(fund.available) ? fund.available : nothing(amount.currency);
    throw new Refusal('fund/not-enough', `You have ${amountSaid(ready)} ready to send. Take back that much or less.`);
  }
  return [{ type: 'AdvanceMet', data: { amount, month }, happenedAt: now }];
}

/** The fund that a fact belongs to. */
export function currencyOf({ type, data }: FundFact): string {
  switch (type) {
    case 'ObligationDerived':
    case 'OpeningBalanceStated':
      return data.owed.currency;
    case 'ObligationAdjusted':
      return data.by.currency;
    case 'FundAdvanced':
    case 'AdvanceMet':
    case 'PayoutApproved':
    case 'PayoutReleased':
    case 'PayoutDispatched':
    case 'PayoutRecalled':
    case 'PayoutSettled':
    case 'PayoutGivenBack':
      return data.amount.currency;
  }
}

/** Facts sorted into the funds that a command named, one list for each currency in turn. */
export function intoFunds(currencies: readonly string[], facts: readonly FundFact[]): FundFact[][] {
  const stray = facts.find((fact) => !currencies.includes(currencyOf(fact)));
  if (stray) throw new Error(`${stray.type} falls into the fund of ${currencyOf(stray)}, which its command did not name.`);
  return currencies.map((currency) => facts.filter((fact) => currencyOf(fact) === currency));
}
