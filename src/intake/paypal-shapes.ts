import { exponentOf, isCurrency } from '../domain/currency.js';
import { type Instant, instant } from '../domain/calendar.js';
import { type Money, largestMinor, money } from '../domain/money.js';

/** What PayPal's JSON can be made of. Each answers nothing where it is not what it should be; nobody guesses. */

export type Members = Readonly<Record<string, unknown>>;

export const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};

export const wordOf = (value: unknown, pattern = /^[A-Za-z0-9]{1,24}$/): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined;

/** What people wrote, of a bounded length. */
export const writtenOf = (value: unknown, longest = 4000): string => (typeof value === 'string' ? value.trim().slice(0, longest) : '');

/** RFC 3339 as PayPal writes it: also with `+0000`, without a colon. */
export function momentOf(value: unknown): Instant | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:([Zz])|([+-]\d{2}):?(\d{2}))$/.exec(value);
  if (!match) return undefined;
  const [, day, time, , hours, minutes] = match;
  const millis = Date.parse(`${day}T${time}${hours ? `${hours}:${minutes}` : 'Z'}`);
  return Number.isNaN(millis) ? undefined : instant(millis);
}

/** `150.00`, `1.0`, `-.5`, `1200` or `1200.00` for JPY: exact, or nothing. Zeros behind a currency's decimals change no amount. */
export function amountOf(value: unknown, currency: unknown): Money | undefined {
  if (typeof currency !== 'string' || !isCurrency(currency) || typeof value !== 'string') return undefined;
  const match = /^(-?)(\d*)(?:\.(\d+))?$/.exec(value.trim());
  const [, sign = '', whole = '', decimals = ''] = match ?? [];
  const exponent = exponentOf(currency);
  const kept = decimals.replace(/0+$/, '');
  if (!match || whole + decimals === '' || whole.length > 16 || kept.length > exponent) return undefined;
  const minor = BigInt(`${whole}${kept.padEnd(exponent, '0')}` || '0');
  return minor > largestMinor ? undefined : money(sign ? -minor : minor, currency);
}
