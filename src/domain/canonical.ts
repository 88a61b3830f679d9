import { type Money, type MoneyJson, formatAmount, fromJson, money } from './money.js';

/**
 * Canonical JSON text (RFC 8785): keys sorted by UTF-16 code unit, no white space, strings escaped as ECMAScript does.
 * Money becomes `{"amount","currency"}`; absent fields are left away. Numbers are integers within ±2^53−1, so no two
 * renderings exist.
 * @throws RangeError for anything that would not come back as it went: floats, bare bigints, dates, maps, half characters, functions
 */
export const canonical = (value: unknown): string => writtenDown(value).text;

/** A value as it stands in the books. */
export interface WrittenDown {
  readonly text: string;
  /** What `fromCanonical` reads from the text: a copy that shares nothing with what was written. */
  readonly value: unknown;
}

/**
 * The canonical text together with what would be read from it, in one go. Who goes on with that copy goes on with what stands in
 * the books.
 */
export function writtenDown(value: unknown): WrittenDown {
  const writing = new Writing();
  const copy = writing.write(value);
  return { text: writing.text, value: copy };
}

class Writing {
  text = '';

  /** Adds a value to the text. @returns what would be read from there */
  write(value: unknown): unknown {
    switch (typeof value) {
      case 'string':
        this.text += quoted(value);
        return value;
      case 'number':
        return this.number(value);
      case 'boolean':
        this.text += value;
        return value;
      case 'object':
        if (value === null) {
          this.text += 'null';
          return null;
        }
        if (Array.isArray(value)) return this.list(value);
        return isMoney(value) ? this.money(value) : this.object(value as Record<string, unknown>);
      default:
        throw new RangeError(`A ${typeof value} cannot be written down.`);
    }
  }

  private number(value: number): number {
    if (!Number.isSafeInteger(value)) throw new RangeError(`The number ${value} is not a safe integer.`);
    const whole = value + 0; // zero has no sign
    this.text += whole;
    return whole;
  }

  private list(list: readonly unknown[]): unknown[] {
    const copy: unknown[] = [];
    this.text += '[';
    for (let index = 0; index < list.length; index += 1) {
      if (index > 0) this.text += ',';
      copy.push(this.write(list[index]));
    }
    this.text += ']';
    return copy;
  }

  private money(value: Money): Money {
    for (const key in value)
      if (key !== 'minor' && key !== 'currency' && value[key as keyof Money] !== undefined)
        throw new RangeError('Money has a currency and minor units, and nothing else.');
    this.text += `{"amount":"${formatAmount(value)}","currency":${quoted(value.currency)}}`;
    return money(value.minor, value.currency);
  }

  private object(value: Record<string, unknown>): Record<string, unknown> {
    if (Object.prototype.toString.call(value) !== '[object Object]') throw new RangeError('Only plain objects can be written down.');
    const copy: Record<string, unknown> = {};
    const { names, heads } = keysInOrder(value);
    let count = 0;
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index]!;
      const member = value[name];
      if (member === undefined) continue;
      this.text += count === 0 ? '{' : ',';
      this.text += heads[index]!;
      const written = this.write(member);
      if (name === '__proto__') Object.defineProperty(copy, name, { value: written, enumerable: true, configurable: true, writable: true });
      else copy[name] = written;
      count += 1;
    }
    if (count === 2 && typeof value.amount === 'string' && value.currency !== undefined)
      throw new RangeError('An amount is written down as Money, never as its text.');
    this.text += count === 0 ? '{}' : '}';
    return copy;
  }
}

const isMoney = (value: object): value is Money => typeof (value as { minor?: unknown }).minor === 'bigint';

/** What stands between quotes as it is, as nearly all that is written does. */
const plain = /^[ !#-[\]-~]*$/;
const quoted = (text: string): string => (plain.test(text) ? `"${text}"` : escaped(text));

/** Of ECMAScript 2024, which every Node that starts us has. */
type WellFormed = string & { isWellFormed(): boolean };

function escaped(text: string): string {
  if (!(text as WellFormed).isWellFormed()) throw new RangeError('A text with half a character cannot be written down.');
  return JSON.stringify(text);
}

/** The keys of an object as it has them, and as they are written. */
interface Keys {
  readonly found: readonly string[];
  /** By UTF-16 code unit. */
  readonly names: readonly string[];
  /** Each as it stands before its value. */
  readonly heads: readonly string[];
}

/** Objects with the same first key mostly have the same keys, so these are put in order once for all of them. */
const known = new Map<string, Keys>();
const mostKnown = 1000;
const mostKeys = 50;

function keysInOrder(value: object): Keys {
  const found = Object.keys(value);
  const alike = known.get(found[0] ?? '');
  if (alike && isSame(alike.found, found)) return alike;
  const names = found.toSorted();
  const keys: Keys = { found, names, heads: names.map((name) => `${quoted(name)}:`) };
  if (found.length > mostKeys) return keys;
  if (known.size >= mostKnown) known.clear();
  known.set(found[0] ?? '', keys);
  return keys;
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false;
  for (let index = 0; index < some.length; index += 1) if (some[index] !== others[index]) return false;
  return true;
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
