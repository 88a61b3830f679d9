import type { EntryFaultCode } from '../../src/public-log/entry.js';
import { common, type Kind, kinds } from '../../src/public-log/entry-kinds.js';
import { slot, written } from './entry-mutants.js';

const text = (...values: readonly string[]): readonly string[] => values.map((value) => `"${value}"`);
/** What is too little and too much, half of one, as text, and true. */
const notWhole = (least: number, most: bigint): readonly string[] => [
  String(least - 1),
  String(most + 1n),
  `${least}.5`,
  `"${least}"`,
  'true',
];
const largest = 2n ** 53n - 1n;

const notSigned = ['-9007199254740992', '9007199254740992', '0.5', '"1"', 'false'];
const notNegative = notWhole(0, largest);
const notPositive = notWhole(1, largest);
const noDay = [...text('', '2026-02-29', '2026-04-31', '2026-13-08', '1999-12-14', '2026-12-8', '2026-12-08T16:00'), '20261208'];
const noMonth = [...text('', '2026-00', '2026-13', '1999-12', '2026-1', '2026-10-01'), '202610'];
const noCurrency = [...text('', 'cad', 'CA', 'CADS', 'C1D'), '124'];
const noLabel = [...text('', 'North', 'north street', 'north_street', 'n'.repeat(41)), '1'];
const noOrigin = [...text('', 'Ledger.example/a', '-a.example', 'a.example/', 'a example', 'a?b', 'o'.repeat(256)), '1'];
const noSha256 = [...text('', 'ab'.repeat(31), 'ab'.repeat(33), 'AB'.repeat(32), `${'ab'.repeat(31)}ag`), '1'];
const noRoot = [
  ...text('', slot.slice(0, -1), `${slot.slice(0, -2)}d=`, slot.replace('BwcH', 'B-_H'), Buffer.alloc(31).toString('base64')),
  ...text(Buffer.alloc(33).toString('base64')),
  '7',
];
const noSlots = [...text('A', 'AAA', 'AB==', 'AAB=', '=AAA', `${slot.slice(0, -1)}`, slot.replace('BwcH', 'B-_H')), '7'];
const noVkey = [
  ...text('', 'a.example+c0ffee0+AQID', 'a.example+C0FFEE00+AQID', 'a.example+c0ffee00', 'A+c0ffee00+AQID', '+c0ffee00+AQID'),
  '1',
];
const noChoice = [...text('', 'other', 'toString'), '1', 'true'];

const rulesInForce = {
  delay: notWhole(1, 366n),
  dominance: notWhole(1, 100n),
  k: notWhole(2, 1000n),
  payments: notWhole(1, 1000n),
  pledge: [...noChoice, ...text('yearly', 'Monthly')],
  rules: noSha256,
  schedule: [...noChoice, ...text('monthly:first-monday')],
};

type Bad = readonly string[];
type BadFields<K extends Kind> = Readonly<Record<keyof (typeof kinds)[K], Bad>>;

/** What every entry carries beside the fields of its kind. */
const badCommon: Readonly<Record<keyof typeof common, Bad>> = { date: noDay, v: notWhole(1, 1n) };

/** For every field of every kind the values, as JSON, that it may not have. A new field has no way past this table. */
const bad: { readonly [K in Kind]: BadFields<K> } = {
  'log.opened': { ...rulesInForce, origin: noOrigin, prev_origin: noOrigin, prev_root: noRoot, prev_size: notPositive },
  'currency.opened': { currency: noCurrency, exponent: notWhole(0, 4n), unit: notPositive },
  'rules.changed': { ...rulesInForce, effective: noMonth },
  'practice.joined': { from: noMonth, practice: noLabel, rate: notWhole(1, 10_000n) },
  'practice.left': { practice: noLabel, until: noMonth },
  'pledge.accrued': { currency: noCurrency, minor: notSigned, period: noMonth, practice: noLabel },
  'batch.paid': {
    count: notWhole(1, 1500n),
    currency: noCurrency,
    part: notWhole(1, 1000n),
    parts: notWhole(1, 1000n),
    period: noMonth,
    slots: noSlots,
    total: notPositive,
    unit: notPositive,
  },
  'pool.converted': { from: noCurrency, from_minor: notPositive, period: noMonth, to: noCurrency, to_minor: notPositive },
  'money.returned': { count: notPositive, currency: noCurrency, period: noMonth, total: notPositive, unit: notPositive },
  'batch.acknowledged': { of: notNegative, tenths: notWhole(0, 10n) },
  'entry.corrected': {
    currency: noCurrency,
    field: [...noChoice, ...text('closing', 'paid')],
    minor: notSigned,
    of: notNegative,
    reason: [...noChoice, ...text('fraud')],
  },
  'pool.stated': {
    accrued: notSigned,
    closing: notSigned,
    converted_in: notNegative,
    converted_out: notNegative,
    currency: noCurrency,
    opening: notSigned,
    paid: notNegative,
    period: noMonth,
    returned: notNegative,
  },
  'audit.stated': { auditor: noLabel, period: noMonth, result: [...noChoice, ...text('good')], statement: noSha256 },
  'key.added': { key: noVkey },
  'key.retired': { key: noVkey },
  'log.closed': { next_origin: noOrigin, next_vkey: noVkey, reason: [...noChoice, ...text('bored')] },
};

/** Entries that carry what may be left out too. */
const whole: Readonly<Record<Kind, string>> = {
  ...written,
  'log.opened': written['log.opened'].replace(',"rules"', `,"prev_origin":"a.example/b","prev_root":"${slot}","prev_size":90,"rules"`),
  'log.closed':
    '{"date":"2027-03-09","kind":"log.closed","next_origin":"a.example/b","next_vkey":"a.example/b+c0ffee00+AQID","reason":"key","v":1}',
};

/** A kind's entry with one member written otherwise, or without it; in every other way as it should be. */
function otherwise(kind: Kind, name: string, value: string | undefined): string {
  const members = Object.entries(JSON.parse(whole[kind]) as Record<string, string | number>).flatMap(([at, given]) => {
    if (at !== name) return [`"${at}":${JSON.stringify(given)}`];
    return value === undefined ? [] : [`"${at}":${value}`];
  });
  return `{${members.join(',')}}`;
}

export interface FieldMutant {
  readonly what: string;
  readonly text: string;
  readonly code: EntryFaultCode;
}

/** Every way in which one field of an entry of this kind can be wrong by itself, and the name under which it is refused. */
export function fieldMutants(kind: Kind): readonly FieldMutant[] {
  const table: Readonly<Record<string, Bad>> = { ...badCommon, ...bad[kind] };
  const mayBeLeftOut = (name: string): boolean => 'optional' in ((kinds[kind] as Readonly<Record<string, object>>)[name] ?? {});
  return Object.entries(table).flatMap(([name, values]) => [
    ...values.map((value): FieldMutant => ({ what: `${name} ${value}`, text: otherwise(kind, name, value), code: 'entry/out-of-bounds' })),
    ...['null', '{}', '[1]'].map(
      (value): FieldMutant => ({ what: `${name} ${value}`, text: otherwise(kind, name, value), code: 'entry/nested' }),
    ),
    {
      what: `no ${name}`,
      text: otherwise(kind, name, undefined),
      code: mayBeLeftOut(name) ? 'entry/fields-disagree' : 'entry/missing-field',
    },
  ]);
}

export const wholeEntry = (kind: Kind): string => whole[kind];
export const everyKind = Object.keys(kinds) as readonly Kind[];
