import { exponentOf } from '../domain/currency.js';
import { type Money, divideHalfUp } from '../domain/money.js';

/** What one unit of a currency came to in another, on that day, in these books. */
export interface Price {
  readonly of: string;
  /** A plain decimal, rounded half up; the amounts themselves are exact and stand beside it in the books. */
  readonly rate: string;
  readonly in: string;
}

const decimals = 10;
const tenTo = (exponent: number): bigint => 10n ** BigInt(exponent);

/** The price at which an amount was converted; none where it was not, or where it is too small to be said. */
export function pricesOf(amount: Money, converted: Money | undefined): Price[] {
  if (!converted || converted.currency === amount.currency || amount.minor <= 0n) return [];
  const scaled = divideHalfUp(
    converted.minor * tenTo(exponentOf(amount.currency)) * tenTo(decimals),
    amount.minor * tenTo(exponentOf(converted.currency)),
  );
  if (scaled <= 0n) return [];
  const digits = scaled.toString().padStart(decimals + 1, '0');
  const rate = `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return [{ of: amount.currency, rate, in: converted.currency }];
}
