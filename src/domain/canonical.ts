import { type Money, type MoneyJson, fromJson, toJson } from './money.js';

/**
 * Canonical JSON text (RFC 8785): keys sorted by UTF-16 code unit, no white space, strings escaped as ECMAScript does.
 * Money becomes `{"amount","currency"}`; absent fields are left away. Numbers are integers within ±2^53−1, so no two
 * renderings exist.
 * @throws RangeError for anything that would not come back as it went: floats, bare bigints, lone surrogates, functions
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      if (/\p{Surrogate}/u.test(value)) throw new RangeError('A text with half a character cannot be written down.');
      return JSON.stringify(value);
    case 'boolean':
      return String(value);
    case 'number':
      if (!Number.isSafeInteger(value)) throw new RangeError(`The number ${value} is not a safe integer.`);
      return Object.is(value, -0) ? '0' : String(value);
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
      return isMoney(value) ? canonical(toJson(value)) : canonicalObject(value as Record<string, unknown>);
    default:
      throw new RangeError(`A ${typeof value} cannot be written down.`);
  }
}

function canonicalObject(value: Record<string, unknown>): string {
  const present = Object.keys(value).filter((key) => value[key] !== undefined).sort();
  return `{${present.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

const isMoney = (value: object): value is Money => typeof (value as Money).minor === 'bigint';

/** Reads what `canonical` wrote: objects of exactly `amount` and `currency` come back as Money. */
export const fromCanonical = (text: string): unknown =>
  JSON.parse(text, (_key, value: unknown) => (isMoneyJson(value) ? fromJson(value) : value));

function isMoneyJson(value: unknown): value is MoneyJson {
  if (typeof value !== 'object' || value === null) return false;
  const { amount, currency } = value as MoneyJson;
  return typeof amount === 'string' && typeof currency === 'string' && Object.keys(value).length === 2;
}
