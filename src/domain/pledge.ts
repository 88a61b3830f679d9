import type { Asked } from './asked.js';
import { type Day, type Instant, dayOf, isDay } from './calendar.js';
import { type Books, type LedgerFact, openBooks } from './ledger.js';
import { type Money, divideHalfUp, isPositive, minus, money, nothing, shareHalfUp } from './money.js';
import { invalid, Refusal } from './refusal.js';

export const bases = ['gross', 'net-of-tax', 'net-of-tax-and-fees'] as const;
export type Base = (typeof bases)[number];

/** One version of the promise. A new version never rewrites what an older one decided. */
export interface PledgePolicy {
  /** 1, 2, 3 … within the ledger. */
  readonly version: number;
  /** Basis points of the base; 20 % is 2000. */
  readonly shareBp: number;
  readonly base: Base;
  /** Each payment's obligation is rounded half up to the minor unit. */
  readonly rounding: 'half-up-per-payment';
  /** `home`: all is owed in the ledger's currency at the settled rate. `own`: each currency has its own fund. */
  readonly currencyRule: 'home' | 'own';
  /** First day on which a payment falls under this version. */
  readonly startsOn: Day;
  /** The promise in the steward's words, public as written. */
  readonly words: string;
}

export interface PolicyAdoption extends Asked, Omit<PledgePolicy, 'version' | 'rounding'> {}

export class AdoptPledgePolicy {
  constructor(readonly input: PolicyAdoption) {}
}

export function adoptPledgePolicy(books: Books, input: PolicyAdoption, now: Instant): LedgerFact[] {
  const { policies, zone } = openBooks(books);
  const { shareBp, base, currencyRule, startsOn, words } = input;
  if (!Number.isInteger(shareBp) || shareBp < 1 || shareBp > 10_000)
    throw invalid('shareBp', 'Enter the share in basis points, 1 to 10000: 2000 for 20 %.');
  if (!words.trim() || words.length > 4000) throw invalid('words', 'Say the promise in your own words, up to 4000 characters.');
  if (!isDay(startsOn)) throw invalid('startsOn', `"${String(startsOn).slice(0, 20)}" is not a day. Write it like 2026-10-01.`);
  const last = policies.at(-1);
  if (last && startsOn <= last.startsOn) {
    throw new Refusal('pledge/starts-before-last', `A new version starts after the last one, which started on ${last.startsOn}.`);
  }
  if (last && startsOn < dayOf(now, zone)) {
    throw new Refusal('pledge/starts-in-the-past', 'A new version starts today or later: it never rewrites what was already decided.');
  }
  const policy: PledgePolicy = {
    version: policies.length + 1,
    shareBp,
    base,
    rounding: 'half-up-per-payment',
    currencyRule,
    startsOn,
    words: words.trim(),
  };
  return [{ type: 'PledgePolicyAdopted', data: policy, happenedAt: now }];
}

/** The version under which a payment of that day falls; before the first version started, none. */
export const pledgeInForce = (policies: readonly PledgePolicy[], day: Day): PledgePolicy | undefined =>
  policies.findLast((policy) => policy.startsOn <= day);

/** What a foreign payment became in the home currency, and who says so. Never a rate fetched in the background. */
export interface Settlement {
  readonly amount: Money;
  /** `paypal`, `bank`, or the steward's own words on where the rate comes from. */
  readonly source: string;
}

/** What was paid, as far as the promise cares. `settled` is what all of `amount` became in the fund's currency. */
export interface Proceeds {
  readonly amount: Money;
  readonly tax: Money;
  readonly fee: Money;
  readonly settled?: Settlement;
}

/** What one payment adds to what is owed, with everything it was computed from, so that anyone can compute it again. */
export interface Obligation {
  readonly owed: Money;
  /** The part of the payment that the share is taken of, in the fund's currency. */
  readonly base: Money;
  readonly baseKind: Base;
  readonly shareBp: number;
  readonly policyVersion: number;
  readonly settled?: Settlement;
}

/**
 * `owed = round-half-up(base × share)`. 20 % of 200.00 is 40.00 of gross and 38.10 net of 5 % GST.
 * A foreign base is converted first, at the settled rate: `base × settled / amount`, rounded half up.
 */
export function obligationOf(proceeds: Proceeds, policy: PledgePolicy, homeCurrency: string): Obligation {
  const base = baseOf(proceeds, policy.base);
  const fundCurrency = fundCurrencyOf(proceeds.amount, policy, homeCurrency);
  const converted = base.currency === fundCurrency ? base : convertHalfUp(base, proceeds, fundCurrency);
  return {
    owed: shareHalfUp(converted, policy.shareBp),
    base: converted,
    baseKind: policy.base,
    shareBp: policy.shareBp,
    policyVersion: policy.version,
    ...(base.currency !== fundCurrency && proceeds.settled && { settled: proceeds.settled }),
  };
}

export const fundCurrencyOf = (amount: Money, policy: PledgePolicy, homeCurrency: string): string =>
  policy.currencyRule === 'own' ? amount.currency : homeCurrency;

function baseOf({ amount, tax, fee }: Proceeds, base: Base): Money {
  const withoutTax = base === 'gross' ? amount : minus(amount, tax);
  const rest = base === 'net-of-tax-and-fees' ? minus(withoutTax, fee) : withoutTax;
  return isPositive(rest) ? rest : nothing(amount.currency);
}

function convertHalfUp(base: Money, { amount, settled }: Proceeds, fundCurrency: string): Money {
  if (!settled) {
    throw new Refusal(
      'payment/without-a-rate',
      `This payment is in ${amount.currency} and the promise is kept in ${fundCurrency}. Say what it became in ${fundCurrency}, and who says so.`,
    );
  }
  if (settled.amount.currency !== fundCurrency) throw invalid('settled.currency', `Say what it became in ${fundCurrency}.`);
  return money(divideHalfUp(base.minor * settled.amount.minor, amount.minor), fundCurrency);
}
