import { type Money, type MoneyJson, fromJson, toJson } from './money.js';

/**
 * Canonical JSON text (RFC 8785): keys sorted by UTF-16 code unit, no white space, strings escaped as ECMAScript does.
 * Money becomes `{"amount","currency"}`; absent fields are left away. Numbers are integers within ±2^53−1, so no two
 * renderings exist.
 * @throws RangeError for anything that would not come back as it went: floats, bare bigints, lone surrogates, functions, dates, maps
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalText(value);
    case 'boolean':
      return String(value);
    case 'number':
      if (!Number.isSafeInteger(value)) throw new RangeError(`The number ${value} is not a safe integer.`);
      return Object.is(value, -0) ? '0' : String(value);
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${Array.from(value, canonical).join(',')}]`;
      return isMoney(value) ? canonical(toJson(value)) : canonicalObject(value as Record<string, unknown>);
    default:
      throw new RangeError(`A ${typeof value} cannot be written down.`);
  }
}

function canonicalText(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new RangeError('A text with half a character cannot be written down.');
  return JSON.stringify(text);
}

function canonicalObject(value: Record<string, unknown>): string {
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (kind !== 'Object') throw new RangeError(`A ${kind} cannot be written down.`);
  if (isMoneyJson(value)) fromJson(value);
  const present = Object.keys(value).filter((key) => value[key] !== undefined).sort();
  return `{${present.map((key) => `${canonicalText(key)}:${canonical(value[key])}`).join(',')}}`;
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
