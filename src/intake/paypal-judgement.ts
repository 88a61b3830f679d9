import type { Currency } from '../domain/currency.js';
import { type Money, negated } from '../domain/money.js';
import type { ObservedLine } from '../domain/observed.js';
import { type Leg, settlementOf } from './paypal-conversions.js';
import type { Verdict } from './paypal-readings.js';

/** A movement with its amounts, whether a file or the search told it. */
export interface Movement {
  readonly gross: Money;
  /** As PayPal signs it: negative is what PayPal kept. */
  readonly fee: Money | undefined;
  readonly net: Money;
  readonly verdict: Verdict;
}

/** A payment that came in with a fee in our favour is none that we understand. */
export function suspicious(verdict: Verdict, fee: Money | undefined): Verdict {
  if (verdict.reading !== 'money-in' || !fee || fee.minor <= 0n) return verdict;
  return { reading: 'unknown', why: 'A payment with a fee in your favour is unusual. Look at it: it may or may not be income.' };
}

/** PayPal signs its fee as the balance feels it: negative is kept, positive is given back with a refund. */
export function feeOf(fee: Money | undefined): Pick<ObservedLine, 'fee' | 'feeGivenBack'> {
  if (!fee) return {};
  return fee.minor > 0n ? { feeGivenBack: fee } : { fee: negated(fee) };
}

/** What a movement is, and what it became in the home currency where PayPal converted it. */
export function judged(
  { gross, net, verdict }: Movement,
  legs: readonly Leg[],
  homeCurrency: Currency,
): Pick<ObservedLine, 'reading' | 'why' | 'settled'> {
  if (verdict.reading !== 'money-in' || gross.currency === homeCurrency) return verdict;
  const settled = settlementOf(gross, net, legs, homeCurrency);
  if (settled) return { ...verdict, settled };
  const missing = `No matching conversion into ${homeCurrency} stands beside it: enter the rate and its source.`;
  return { ...verdict, why: `${verdict.why} ${missing}` };
}
