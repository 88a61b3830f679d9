import { type Money, type MoneyJson, fromJson, toJson } from './money.js';

/**
 * Canonical JSON text (RFC 8785): keys sorted by UTF-16 code unit, no white space, strings escaped as ECMAScript does.
 * Money becomes `{"amount","currency"}`; absent fields are left away. Numbers are integers within ±2^53−1, so no two
 * renderings exist.
 * @throws RangeError for anything that would not come back as it went: floats, bare bigints, dates, maps, half characters, functions
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
      return canonicalObject(value as Record<string, unknown>);
    default:
      throw new RangeError(`A ${typeof value} cannot be written down.`);
  }
}

/** Of ECMAScript 2024, which every Node that starts us has. */
type WellFormed = string & { isWellFormed(): boolean };

function canonicalText(text: string): string {
  if (!(text as WellFormed).isWellFormed()) throw new RangeError('A text with half a character cannot be written down.');
  return JSON.stringify(text);
}

function canonicalObject(value: Record<string, unknown>): string {
  if (Object.prototype.toString.call(value) !== '[object Object]') throw new RangeError('Only plain objects can be written down.');
  const keys = Object.keys(value).sort();
  if (typeof value.minor === 'bigint') return canonicalMoney(value, keys);
  let text = '';
  let count = 0;
  for (const key of keys) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${count === 0 ? '' : ','}${canonicalText(key)}:${canonical(member)}`;
    count += 1;
  }
  if (count === 2 && typeof value.amount === 'string' && value.currency !== undefined)
    throw new RangeError('An amount is written down as Money, never as its text.');
  return `{${text}}`;
}

function canonicalMoney(value: Record<string, unknown>, keys: readonly string[]): string {
  if (keys.filter((key) => value[key] !== undefined).join() !== 'currency,minor')
    throw new RangeError('Money has a currency and minor units, and nothing else.');
  const { amount, currency } = toJson(value as unknown as Money);
  return `{"amount":${canonical(amount)},"currency":${canonical(currency)}}`;
}

/** Reads what `canonical` wrote: objects of exactly `amount` and `currency` come back as Money. */
export const fromCanonical = (text: string): unknown => revived(JSON.parse(text));

/** In place and by hand: a reviver of JSON.parse is called for every text and number, and costs several times the reading itself. */
function revived(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isMoneyJson(value)) return fromJson(value);
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    const held = holder[key];
    if (typeof held === 'object' && held !== null) holder[key] = revived(held);
  }
  return value;
}

function isMoneyJson(value: object): value is MoneyJson {
  const { amount, currency } = value as MoneyJson;
  return typeof amount === 'string' && typeof currency === 'string' && Object.keys(value).length === 2;
}
