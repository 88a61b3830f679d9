import { isDay, isPeriod } from './days.js';
import { schedules } from './schedule.js';

/**
 * The closed schema of the public log, version 1: every kind of entry, every field, its type and bounds. What is not
 * in this table cannot be written, and so cannot leak. `docs/public-log.md` says the same in words; neither changes
 * once an entry is published.
 *
 * `read` takes what JSON gave (a string or a number) or what a program holds (a bigint), and gives back the value, or
 * undefined where it is out of bounds.
 */
export interface Field<T> {
  readonly says: string;
  readonly read: (raw: unknown) => T | undefined;
}

/** A field that may be left out; the kind's `agrees` says when. */
interface OptionalField<T> extends Field<T> {
  readonly optional: true;
}

/** 2^53 − 1: the largest integer that every reader of JSON holds exactly (RFC 8259 section 6, RFC 7493 section 2.2). */
export const largestInteger = 9_007_199_254_740_991;
/** A batch of more slots is written as several parts: 1,500 slots of 32 bytes are 64,000 characters of base64. */
export const mostSlotsInEntry = 1500;

const text = (pattern: RegExp, says: string): Field<string> => ({
  says,
  read: (raw) => (typeof raw === 'string' && pattern.test(raw) ? raw : undefined),
});

const choice = <const T extends readonly string[]>(...words: T): Field<T[number]> => ({
  says: `one of ${words.join(', ')}`,
  read: (raw) => words.find((word) => word === raw),
});

/** A count, an index or a percentage. */
const whole = (least: number, most: number): Field<number> => ({
  says: `a whole number from ${least} to ${most}`,
  read: (raw) => (typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= least && raw <= most ? raw : undefined),
});

/** Money in minor units of the entry's currency. */
const minor = (least: bigint, says: string): Field<bigint> => ({
  says,
  read: (raw) => {
    if (typeof raw !== 'bigint' && !(typeof raw === 'number' && Number.isSafeInteger(raw))) return undefined;
    const value = BigInt(raw);
    return value >= least && value <= BigInt(largestInteger) ? value : undefined;
  },
});

const optional = <T>(field: Field<T>): OptionalField<T> => ({ ...field, optional: true });

const signed = minor(-BigInt(largestInteger), 'a whole number of minor units, from -(2^53-1) to 2^53-1');
const notNegative = minor(0n, 'a whole number of minor units, 0 to 2^53-1');
const positive = minor(1n, 'a whole number of minor units, 1 to 2^53-1');
const day: Field<string> = {
  says: 'a day like 2026-12-08',
  read: (raw) => (typeof raw === 'string' && isDay(raw) ? raw : undefined),
};
const period: Field<string> = {
  says: 'a month like 2026-10',
  read: (raw) => (typeof raw === 'string' && isPeriod(raw) ? raw : undefined),
};
const currency = text(/^[A-Z]{3}$/, 'three capital letters of ISO 4217');
const label = text(/^[a-z0-9-]{1,40}$/, '1 to 40 of a-z, 0-9 and -');
const origin = text(/^(?=.{1,255}$)[a-z0-9](?:[a-z0-9._~:/-]*[a-z0-9])?$/, 'a log name like ledger.example/north-street/log');
const sha256 = text(/^[0-9a-f]{64}$/, 'a SHA-256 in 64 hexadecimal digits, lower case');
const root = text(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, 'a tree root of 32 bytes in standard base64');
const vkey = text(
  /^[a-z0-9][a-z0-9._~:/-]{0,254}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{4,4096}={0,2}$/,
  'a verifier key of C2SP signed-note: name+hash+key',
);
const slots = text(
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/,
  'standard base64 of count x 32 bytes',
);
const index = whole(0, largestInteger);
const count = whole(1, mostSlotsInEntry);

const rulesInForce = {
  delay: whole(1, 366),
  dominance: whole(1, 100),
  k: whole(2, 1000),
  payments: whole(1, 1000),
  pledge: choice('monthly', 'quarterly'),
  rules: sha256,
  schedule: choice(...schedules),
};

/** What every entry carries beside the fields of its kind. */
export const common = { date: day, v: whole(1, 1) };

export const kinds = {
  'log.opened': {
    ...rulesInForce,
    origin,
    prev_origin: optional(origin),
    prev_root: optional(root),
    prev_size: optional(whole(1, largestInteger)),
  },
  'currency.opened': { currency, exponent: whole(0, 4), unit: positive },
  'rules.changed': { ...rulesInForce, effective: period },
  'practice.joined': { from: period, practice: label, rate: whole(1, 10_000) },
  'practice.left': { practice: label, until: period },
  'pledge.accrued': { currency, minor: signed, period, practice: label },
  'batch.paid': {
    count,
    currency,
    part: whole(1, 1000),
    parts: whole(1, 1000),
    period,
    slots,
    total: positive,
    unit: positive,
  },
  'pool.converted': { from: currency, from_minor: positive, period, to: currency, to_minor: positive },
  'money.returned': { count: whole(1, largestInteger), currency, period, total: positive, unit: positive },
  'batch.acknowledged': { of: index, tenths: whole(0, 10) },
  'entry.corrected': {
    currency,
    field: choice('minor', 'opening'),
    minor: signed,
    of: index,
    reason: choice('amount', 'period', 'duplicate', 'classification'),
  },
  'pool.stated': {
    accrued: signed,
    closing: signed,
    converted_in: notNegative,
    converted_out: notNegative,
    currency,
    opening: signed,
    paid: notNegative,
    period,
    returned: notNegative,
  },
  'audit.stated': { auditor: label, period, result: choice('clean', 'qualified', 'adverse'), statement: sha256 },
  'key.added': { key: vkey },
  'key.retired': { key: vkey },
  'log.closed': {
    next_origin: optional(origin),
    next_vkey: optional(vkey),
    reason: choice('key', 'incident', 'ended'),
  },
} as const;

export type Kind = keyof typeof kinds;

type ValueOf<F> = F extends Field<infer T> ? T : never;
type Needed<F> = { [N in keyof F]: F[N] extends OptionalField<unknown> ? never : N }[keyof F];
type Shape<F> = { readonly [N in Needed<F>]: ValueOf<F[N]> } & {
  readonly [N in Exclude<keyof F, Needed<F>>]?: ValueOf<F[N]>;
};

/** One entry of one kind, amounts as bigint, counts and indexes as number. */
export type EntryOf<K extends Kind> = { readonly kind: K; readonly v: 1; readonly date: string } & Shape<(typeof kinds)[K]>;
export type Entry = { [K in Kind]: EntryOf<K> }[Kind];

const together = (...values: readonly unknown[]): boolean => new Set(values.map((value) => value === undefined)).size === 1;

/** What the fields of one entry must say of one another; the sentence where they do not. */
export function disagreement(entry: Entry): string | undefined {
  switch (entry.kind) {
    case 'log.opened':
      return together(entry.prev_origin, entry.prev_root, entry.prev_size)
        ? undefined
        : 'prev_origin, prev_root and prev_size come together or not at all.';
    case 'log.closed':
      return together(entry.next_origin, entry.next_vkey) && (entry.reason === 'ended') === (entry.next_origin === undefined)
        ? undefined
        : 'next_origin and next_vkey come together, unless the reason is "ended": then neither.';
    case 'batch.paid':
      if (entry.part > entry.parts) return `Part ${entry.part} of ${entry.parts} is past the last.`;
      return base64Bytes(entry.slots) === entry.count * 32
        ? undefined
        : `${entry.count} slots are ${entry.count * 32} bytes, but ${base64Bytes(entry.slots)} are there.`;
    case 'pool.converted':
      return entry.from === entry.to ? 'A currency is converted into another one, not into itself.' : undefined;
    case 'entry.corrected':
      return entry.minor === 0n ? 'A correction by nothing corrects nothing.' : undefined;
    case 'practice.joined':
      return entry.practice === 'all' ? 'The label "all" stands for every practice together and cannot join.' : undefined;
    case 'currency.opened':
    case 'rules.changed':
    case 'practice.left':
    case 'pledge.accrued':
    case 'money.returned':
    case 'batch.acknowledged':
    case 'pool.stated':
    case 'audit.stated':
    case 'key.added':
    case 'key.retired':
      return undefined;
  }
}

const base64Bytes = (encoded: string): number => (encoded.length / 4) * 3 - (encoded.endsWith('==') ? 2 : encoded.endsWith('=') ? 1 : 0);
