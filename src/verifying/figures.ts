import type { Entry } from '../public-log/entry.js';

/** One currency as the log has it now, in minor units. */
export interface Pool {
  readonly currency: string;
  readonly exponent: number;
  /** All that was ever promised, corrections and the balance from before the log included. */
  readonly promised: bigint;
  readonly paid: bigint;
  readonly returned: bigint;
  /** From other currencies, and into them: `promised + returned + convertedIn - convertedOut - paid = closing`. */
  readonly convertedIn: bigint;
  readonly convertedOut: bigint;
  readonly closing: bigint;
  /** The month up to whose end it speaks. */
  readonly period: string;
}

/** What each currency's statements sum to, from the first to the last. */
export function poolsOf(entries: readonly Entry[]): readonly Pool[] {
  const exponents = new Map<string, number>();
  const pools = new Map<string, Pool>();
  for (const entry of entries) {
    if (entry.kind === 'currency.opened') exponents.set(entry.currency, entry.exponent);
    if (entry.kind !== 'pool.stated') continue;
    const before = pools.get(entry.currency);
    pools.set(entry.currency, {
      currency: entry.currency,
      exponent: exponents.get(entry.currency) ?? 0,
      promised: (before?.promised ?? entry.opening) + entry.accrued,
      paid: (before?.paid ?? 0n) + entry.paid,
      returned: (before?.returned ?? 0n) + entry.returned,
      convertedIn: (before?.convertedIn ?? 0n) + entry.converted_in,
      convertedOut: (before?.convertedOut ?? 0n) + entry.converted_out,
      closing: entry.closing,
      period: entry.period,
    });
  }
  return [...pools.values()];
}

/** `CAD 465.00` for 46500 minor units of two decimals, as numbers are written where the reader is. Exact: from digits to digits. */
export function amountInWords(minor: bigint, { currency, exponent }: Pick<Pool, 'currency' | 'exponent'>, numbers = 'en-CA'): string {
  const digits = String(minor < 0n ? -minor : minor).padStart(exponent + 1, '0');
  const [whole, rest] = [digits.slice(0, digits.length - exponent), digits.slice(digits.length - exponent)];
  const written = new Intl.NumberFormat(numbers, { minimumFractionDigits: exponent, maximumFractionDigits: exponent });
  const decimal = `${minor < 0n ? '-' : ''}${whole}${rest ? `.${rest}` : ''}`;
  return `${currency} ${written.format(decimal as Intl.StringNumericLiteral)}`;
}
