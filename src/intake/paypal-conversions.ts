import type { Currency } from '../domain/currency.js';
import { divideHalfUp, isEqual, type Money, money, negated } from '../domain/money.js';

/** A completed row of a currency conversion. */
export interface Leg {
  /** The id of the payment that was converted: all legs of one conversion name it. */
  readonly of: string;
  /** Negative for the currency given up, positive for the one received. */
  readonly gross: Money;
}

export interface Settlement {
  readonly amount: Money;
  readonly why: string;
}

/**
 * What a foreign payment's gross became in the home currency, by the two legs that PayPal booked for it. PayPal converts
 * what is left after its fee; then the gross is taken at that same rate: gross × (home leg / foreign leg), rounded half
 * up to the home currency's minor unit. Nothing where the legs are not exactly one pair for this gross or this net.
 */
export function settlementOf(gross: Money, net: Money, legs: readonly Leg[], home: Currency): Settlement | undefined {
  const given = legs.filter((leg) => leg.gross.currency === gross.currency);
  const received = legs.filter((leg) => leg.gross.currency === home);
  if (given.length !== 1 || received.length !== 1 || legs.length !== 2) return undefined;
  const foreign = negated(given[0]!.gross);
  const became = received[0]!.gross;
  if (foreign.minor <= 0n || became.minor <= 0n) return undefined;
  if (isEqual(foreign, gross)) return { amount: became, why: `PayPal converted the whole payment into ${home}.` };
  if (!isEqual(foreign, net)) return undefined;
  const amount = money(divideHalfUp(gross.minor * became.minor, foreign.minor), home);
  const why = `PayPal converted what was left after its fee into ${home}; the gross is taken at that rate, rounded half up.`;
  return { amount, why };
}

/** Legs by the payment that they name. */
export function legsByPayment(legs: readonly Leg[]): ReadonlyMap<string, readonly Leg[]> {
  const byPayment = new Map<string, Leg[]>();
  for (const leg of legs) byPayment.set(leg.of, [...(byPayment.get(leg.of) ?? []), leg]);
  return byPayment;
}
