import { type Currency, exponentOf, isCurrency } from './currency.js';
import { invalid } from './refusal.js';

/** An amount in minor units (cents, yen, fils) of one currency. Never a float; may be negative where it is a difference. */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** As it stands in JSON, in events and over HTTP: `{"amount":"200.00","currency":"CAD"}`, strings only. */
export interface MoneyJson {
  readonly amount: string;
  readonly currency: string;
}

/** Ten to the fifteenth minor units: more than any practice holds, and exact in every program that reads us. */
export const largestMinor = 10n ** 15n;

export const money = (minor: bigint, currency: Currency): Money => ({ minor, currency });
export const nothing = (currency: Currency): Money => ({ minor: 0n, currency });

export function plus(a: Money, b: Money): Money {
  return money(a.minor + sameCurrency(a, b).minor, a.currency);
}

export function minus(a: Money, b: Money): Money {
  return money(a.minor - sameCurrency(a, b).minor, a.currency);
}

export const negated = (a: Money): Money => money(-a.minor, a.currency);
export const isEqual = (a: Money, b: Money): boolean => a.currency === b.currency && a.minor === b.minor;
export const isPositive = (a: Money): boolean => a.minor > 0n;
export const sum = (amounts: readonly Money[], currency: Currency): Money => amounts.reduce(plus, nothing(currency));

function sameCurrency(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} cannot be added: convert first.`);
  return b;
}

/** `numerator / denominator`, rounded half away from zero ("half up" as bookkeepers say it). `denominator` > 0. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const half = (magnitude: bigint) => (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -half(-numerator) : half(numerator);
}

/** `amount × basisPoints / 10 000`, rounded half up to the minor unit. 20 % is 2000. */
export function shareHalfUp(amount: Money, basisPoints: number): Money {
  return money(divideHalfUp(amount.minor * BigInt(basisPoints), 10_000n), amount.currency);
}

/** Tax that a price already holds: `price × r / (100 + r)`, rounded half up. 150.00 at 5 % holds 7.14. */
export function taxInsideHalfUp(price: Money, rateBasisPoints: number): Money {
  const rate = BigInt(rateBasisPoints);
  return money(divideHalfUp(price.minor * rate, 10_000n + rate), price.currency);
}

/** `200.00`, `-3.50`, `1200` for JPY: plain decimal, no grouping, always all of the currency's decimals. */
export function formatAmount({ minor, currency }: Money): string {
  const exponent = exponentOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const sign = minor < 0n ? '-' : '';
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** As a sentence says it: `200.00 CAD`. */
export const amountSaid = (amount: Money): string => `${formatAmount(amount)} ${amount.currency}`;

export const toJson = (amount: Money): MoneyJson => ({ amount: formatAmount(amount), currency: amount.currency });

/** What is said to a list where an amount belongs. */
export const oneAmount = 'More than one amount was sent here. Send one, like "200.00".';

/**
 * Reads an amount that a person or a program sent: `"200"`, `"200.00"`. Refuses floats, signs, grouping, exponents,
 * more decimals than the currency has, zero, and more than 10^15 minor units.
 * @param field the name under which it was sent; the error carries it
 */
export function parsePositive(amount: unknown, currency: unknown, field = 'amount'): Money {
  const parsed = parseAmount(amount, currency, field);
  if (parsed.minor === 0n) throw invalid(field, 'Enter an amount above zero.');
  return parsed;
}

/** As `parsePositive`, but zero is allowed. */
export function parseAmount(amount: unknown, currency: unknown, field = 'amount'): Money {
  if (typeof currency !== 'string') throw invalid(`${field}.currency`, 'Send one currency, as its three letters, like "CAD".');
  if (!isCurrency(currency))
    throw invalid(`${field}.currency`, `"${currency.slice(0, 20)}" is not a currency. Use its three letters, like CAD.`);
  if (Array.isArray(amount)) throw invalid(field, oneAmount);
  if (typeof amount !== 'string') throw invalid(field, 'Send the amount as text, like "200.00", never as a number.');
  const text = amount.trim();
  if (text.startsWith('-')) throw invalid(field, 'Enter an amount above zero; money that went back has its own form.');
  const match = /^(\d{1,16})(?:\.(\d+))?$/.exec(text);
  if (!match) throw invalid(field, `"${text.slice(0, 40)}" is not an amount. Enter it like 200 or 200.00.`);
  const exponent = exponentOf(currency);
  const [, whole = '', decimals = ''] = match;
  if (decimals.length > exponent) {
    throw invalid(
      field,
      exponent === 0 ? `${currency} has no decimals. Enter it like 1200.` : `${currency} has ${exponent} decimals, not ${decimals.length}.`,
    );
  }
  const minor = BigInt(whole + decimals.padEnd(exponent, '0'));
  if (minor > largestMinor) throw invalid(field, 'That is more than this ledger can hold. Check the amount.');
  return money(minor, currency);
}

/** Reads what `toJson` wrote, sign included. For stored bytes only; what people send goes through `parseAmount`. */
export function fromJson({ amount, currency }: MoneyJson): Money {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (!match) throw new RangeError(`Stored amount "${amount}" is not a decimal.`);
  const [, sign = '', whole = '', decimals = ''] = match;
  if (decimals.length !== exponentOf(currency)) throw new RangeError(`Stored amount "${amount}" ${currency} has the wrong decimals.`);
  const magnitude = BigInt(whole + decimals);
  return money(sign ? -magnitude : magnitude, currency);
}
