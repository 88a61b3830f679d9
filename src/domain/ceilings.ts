import type { Currency } from './currency.js';
import { type Money, amountSaid, minus, money, plus } from './money.js';
import type { PayoutRules } from './payout-rules.js';
import { Refusal } from './refusal.js';

/** One ceiling for all currencies: the shares that each has used of its own make at most one whole. A currency without one is not counted. */
export function fitsUnder(used: readonly Money[], ceilingOf: (currency: Currency) => Money | undefined): boolean {
  const sums = new Map<Currency, bigint>();
  for (const { currency, minor } of used) sums.set(currency, (sums.get(currency) ?? 0n) + minor);
  const parts = [...sums].flatMap(([currency, minor]) => {
    const whole = ceilingOf(currency)?.minor;
    return whole === undefined ? [] : [{ minor, whole }];
  });
  const common = parts.reduce((product, { whole }) => product * whole, 1n);
  return parts.reduce((sum, { minor, whole }) => sum + (minor * common) / whole, 0n) <= common;
}

/** True where somebody has to count what a call was given before another payout to it is allowed. */
export const countsPerCall = ({ limits }: PayoutRules): boolean => Object.values(limits).some(({ perCall }) => perCall !== undefined);

/**
 * The most that one call may receive in all, the same for every call: docs/decisions/0014-what-one-call-may-receive.md. What a person
 * asked for is their word and no ceiling.
 * @param given what is on its way to the call or has reached it, this payout not included
 */
export function refuseAboveCallCeiling({ limits }: PayoutRules, given: readonly Money[], amount: Money): void {
  const ceiling = limits[amount.currency]?.perCall;
  if (!ceiling || fitsUnder([...given, amount], (currency) => limits[currency]?.perCall)) return;
  const { currency } = amount;
  const before = given.filter((one) => one.currency === currency).reduce(plus, money(0n, currency));
  const left = minus(ceiling, before);
  throw new Refusal(
    'payout/above-call-ceiling',
    `One call may receive ${amountSaid(ceiling)} in all, and this one has been given ${amountSaid(before)}. ${
      left.minor > 0n ? `Send ${amountSaid(left)} or less` : 'Answer another one'
    }, or change the limit.`,
  );
}
