import { type Money, type MoneyJson, fromJson, money, toJson } from './money.js';

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
 * The canonical text together with what would be read from it, in one go: the engine writes a copy whose keys are in order, and
 * in that copy each amount's text is then replaced by its Money. Who goes on with the copy goes on with what stands in the books.
 */
export function writtenDown(value: unknown): WrittenDown {
  const amounts: Amount[] = [];
  const root = { value: ordered(value, amounts) };
  if (root.value === unusual) return slowly(value);
  if (isMoney(value)) amounts.push({ holder: root, key: 'value', money: value as Money });
  const text = JSON.stringify(root.value);
  if (text.includes('\\ud')) return slowly(value); // half a character, perhaps
  for (const {
    holder,
    key,
    money: { minor, currency },
  } of amounts)
    holder[key] = money(minor, currency);
  return { text, value: root.value };
}

/** Where in a copy an amount stands as text, and what it is. */
interface Amount {
  readonly holder: Record<string, unknown>;
  readonly key: string;
  readonly money: Money;
}

/** Stands for what an object of JavaScript cannot hold in order: keys like `7`, which it puts first, and `__proto__`. */
const unusual = Symbol('unusual');
const outOfOrder = /^(?:\d|__proto__$)/;

function ordered(value: unknown, amounts: Amount[]): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return wholeNumber(value);
    case 'object':
      if (value === null) return null;
      return Array.isArray(value) ? orderedList(value, amounts) : orderedObject(value as Record<string, unknown>, amounts);
    default:
      throw new RangeError(`A ${typeof value} cannot be written down.`);
  }
}

function orderedList(list: readonly unknown[], amounts: Amount[]): unknown {
  const copy: unknown[] = [];
  for (let index = 0; index < list.length; index += 1) {
    const member = list[index];
    const written = ordered(member, amounts);
    if (written === unusual) return unusual;
    if (isMoney(member)) amounts.push({ holder: copy as unknown as Record<string, unknown>, key: String(index), money: member as Money });
    copy.push(written);
  }
  return copy;
}

function orderedObject(value: Record<string, unknown>, amounts: Amount[]): unknown {
  refuseUnlessPlain(value);
  if (isMoney(value)) return moneyJson(value);
  const copy: Record<string, unknown> = {};
  let count = 0;
  for (const key of sortedKeys(value)) {
    const member = value[key];
    if (member === undefined) continue;
    if (outOfOrder.test(key)) return unusual;
    count += 1;
    if (typeof member !== 'object' || member === null) {
      copy[key] = ordered(member, amounts);
      continue;
    }
    const written = ordered(member, amounts);
    if (written === unusual) return unusual;
    if (isMoney(member)) amounts.push({ holder: copy, key, money: member as Money });
    copy[key] = written;
  }
  refuseAmountAsText(value, count);
  return copy;
}

const isMoney = (value: unknown): boolean => typeof (value as { minor?: unknown } | null)?.minor === 'bigint';

/** Among so few, each is put in its place; sorted by the engine, they would cost more memory than all that is written. */
const few = 32;

/** By UTF-16 code unit. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  if (keys.length > few) return keys.sort();
  for (let index = 1; index < keys.length; index += 1) {
    const key = keys[index]!;
    let place = index;
    for (; place > 0 && keys[place - 1]! > key; place -= 1) keys[place] = keys[place - 1]!;
    keys[place] = key;
  }
  return keys;
}

function wholeNumber(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`The number ${value} is not a safe integer.`);
  return value + 0; // zero has no sign
}

function moneyJson(value: Record<string, unknown>): MoneyJson {
  for (const key in value)
    if (key !== 'minor' && key !== 'currency' && value[key] !== undefined)
      throw new RangeError('Money has a currency and minor units, and nothing else.');
  return toJson(value as unknown as Money);
}

function refuseUnlessPlain(value: object): void {
  if (Object.prototype.toString.call(value) !== '[object Object]') throw new RangeError('Only plain objects can be written down.');
}

function refuseAmountAsText(value: Record<string, unknown>, count: number): void {
  if (count === 2 && typeof value.amount === 'string' && value.currency !== undefined)
    throw new RangeError('An amount is written down as Money, never as its text.');
}

/** The same for any value: each text by itself, in the order of the keys, and read back. */
function slowly(value: unknown): WrittenDown {
  const text = textOf(value);
  return { text, value: fromCanonical(text) };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return wholeText(value);
  if (Array.isArray(value)) return `[${Array.from(value, textOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(ordered(value, []));
  if (isMoney(value)) {
    const { amount, currency } = ordered(value, []) as MoneyJson;
    return `{"amount":"${amount}","currency":${wholeText(currency)}}`;
  }
  refuseUnlessPlain(value);
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = (value as Record<string, unknown>)[key];
      return member === undefined ? [] : [`${wholeText(key)}:${textOf(member)}`];
    });
  refuseAmountAsText(value as Record<string, unknown>, members.length);
  return `{${members.join(',')}}`;
}

/** Of ECMAScript 2024, which every Node that starts us has. */
type WellFormed = string & { isWellFormed(): boolean };

function wholeText(text: string): string {
  if (!(text as WellFormed).isWellFormed()) throw new RangeError('A text with half a character cannot be written down.');
  return JSON.stringify(text);
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
