import { decodeEntry, type Entry, encodeEntry } from '../../src/public-log/entry.js';
import type { ArithmeticCode } from '../../src/public-log/log-read.js';
import { packSlots } from '../../src/public-log/slot-list.js';

const hash = 'ab'.repeat(32);
export const inForce = {
  delay: 35,
  dominance: 50,
  k: 5,
  payments: 5,
  pledge: 'monthly',
  rules: hash,
  schedule: 'monthly:second-tuesday',
} as const;
export const key = 'ledger.example/a/log+c0ffee00+AQID';

export const slotsFrom = (start: number, count: number): string =>
  packSlots(
    Array.from({ length: count }, (_, at) => {
      const slot = new Uint8Array(32);
      new DataView(slot.buffer).setUint32(0, start + at);
      return slot;
    }),
  );

export type Body<E = Entry> = E extends Entry ? Omit<E, 'v' | 'date'> : never;
export const on = (date: string, bodies: readonly Body[]): readonly Entry[] =>
  bodies.map((body) => decodeEntry(encodeEntry({ v: 1, date, ...body } as Entry)));

export const batch = (period: string, currency: string, unit: bigint, start: number, count: number): Body => ({
  kind: 'batch.paid',
  period,
  currency,
  unit,
  count,
  total: unit * BigInt(count),
  part: 1,
  parts: 1,
  slots: slotsFrom(start, count),
});

export const pool = (
  period: string,
  currency: string,
  flows: Partial<Record<'opening' | 'accrued' | 'returned' | 'in' | 'out' | 'paid', bigint>>,
): Body => {
  const { opening = 0n, accrued = 0n, returned = 0n, in: converted_in = 0n, out: converted_out = 0n, paid = 0n } = flows;
  const closing = opening + accrued + returned + converted_in - converted_out - paid;
  return {
    kind: 'pool.stated',
    period,
    currency,
    opening,
    accrued,
    returned,
    converted_in,
    converted_out,
    paid,
    closing,
  };
};

/** Four publications in which everything holds: 0 December, 6 January, 12 February, 16 March. */
export const sound: readonly Entry[] = [
  ...on('2026-12-08', [
    { kind: 'log.opened', origin: 'ledger.example/a/log', ...inForce },
    { kind: 'currency.opened', currency: 'CAD', exponent: 2, unit: 500n },
    { kind: 'practice.joined', practice: 'a', from: '2026-10', rate: 2000 },
    { kind: 'pledge.accrued', period: '2026-10', currency: 'CAD', practice: 'a', minor: 48_000n },
    batch('2026-10', 'CAD', 500n, 100, 40),
    pool('2026-10', 'CAD', { opening: 1500n, accrued: 48_000n, paid: 20_000n }),
  ]),
  ...on('2027-01-12', [
    { kind: 'currency.opened', currency: 'USD', exponent: 2, unit: 500n },
    { kind: 'rules.changed', effective: '2027-02', ...inForce, k: 4 },
    { kind: 'pool.converted', period: '2026-11', from: 'CAD', from_minor: 13_700n, to: 'USD', to_minor: 10_000n },
    batch('2026-11', 'USD', 500n, 300, 20),
    pool('2026-11', 'CAD', { opening: 29_500n, out: 13_700n }),
    pool('2026-11', 'USD', { in: 10_000n, paid: 10_000n }),
  ]),
  ...on('2027-02-09', [
    { kind: 'money.returned', period: '2026-12', currency: 'CAD', unit: 500n, count: 12, total: 6000n },
    { kind: 'entry.corrected', of: 3, field: 'minor', currency: 'CAD', minor: -1200n, reason: 'duplicate' },
    pool('2026-12', 'CAD', { opening: 15_800n, accrued: -1200n, returned: 6000n }),
    pool('2026-12', 'USD', {}),
  ]),
  ...on('2027-03-09', [
    { kind: 'batch.acknowledged', of: 4, tenths: 9 },
    pool('2027-01', 'CAD', { opening: 20_600n }),
    pool('2027-01', 'USD', {}),
    { kind: 'key.added', key },
    { kind: 'key.retired', key },
    { kind: 'log.closed', reason: 'ended' },
  ]),
];

export const at = (index: number, change: object): readonly Entry[] =>
  sound.map((entry, place) => (place === index ? ({ ...entry, ...change } as Entry) : entry));
export const without = (...indexes: readonly number[]): readonly Entry[] => sound.filter((_, place) => !indexes.includes(place));
export const between = (index: number, date: string, ...bodies: readonly Body[]): readonly Entry[] => [
  ...sound.slice(0, index),
  ...on(date, bodies),
  ...sound.slice(index),
];
export const swapped = (index: number): readonly Entry[] => [
  ...sound.slice(0, index),
  ...[sound[index + 1], sound[index]].flatMap((entry) => entry ?? []),
  ...sound.slice(index + 2),
];
const moved = (from: string, to: string): readonly Entry[] => sound.map((entry) => (entry.date === from ? { ...entry, date: to } : entry));
const repeated = (index: number): readonly Entry[] => [...sound.slice(0, index + 1), ...sound.slice(index)];

/** A log that breaks each rule of the arithmetic, every entry of it well formed; and the name under which it is found. */
export const arithmeticMutants: readonly (readonly [string, readonly Entry[], ArithmeticCode])[] = [
  ['no opening', without(0), 'log/not-opened'],
  ['a second opening', between(6, '2027-01-12', { kind: 'log.opened', origin: 'ledger.example/a/log', ...inForce }), 'log/opened-twice'],
  ['something after its end', between(22, '2027-04-13', pool('2027-02', 'CAD', { opening: 20_600n })), 'log/after-close'],
  ['a day that falls', moved('2027-02-09', '2026-11-10'), 'date/falls'],
  ['a day off the schedule', moved('2027-03-09', '2027-03-10'), 'date/off-schedule'],
  ['a scheduled day left out', without(12, 13, 14, 15), 'date/skipped'],
  ['two months in one publication', at(4, { period: '2026-09' }), 'period/differs'],
  ['a month before it lay long enough', at(5, { period: '2026-11' }), 'period/too-early'],
  ['a month older than the latest', at(5, { period: '2026-09' }), 'period/not-the-latest'],
  ['a month that was published before', at(10, { period: '2026-10' }), 'period/repeated'],
  ['a monthly pledge where quarters are the rule', at(0, { pledge: 'quarterly' }), 'period/not-a-quarter'],
  ['kinds out of order', swapped(3), 'order/kinds'],
  ['a figure twice', repeated(3), 'order/twice'],
  ['rules that hold at once', at(7, { effective: '2027-01' }), 'rules/too-early'],
  ['a change of rules that changes nothing', at(7, { k: 5 }), 'rules/unchanged'],
  ['a currency that is not open', without(1), 'currency/not-opened'],
  ['a currency opened twice alike', at(6, { currency: 'CAD' }), 'currency/opened-alike'],
  ['decimals that change', at(6, { currency: 'CAD', exponent: 3, unit: 1000n }), 'currency/exponent-changed'],
  ['a practice that has not joined', without(2), 'practice/not-joined'],
  ['a sum of all where there are not three', at(3, { practice: 'all' }), 'practice/not-joined'],
  [
    'a practice that joins twice',
    between(8, '2027-01-12', { kind: 'practice.joined', practice: 'a', from: '2026-11', rate: 1000 }),
    'practice/joined-twice',
  ],
  [
    'a practice that leaves without having joined',
    between(8, '2027-01-12', { kind: 'practice.left', practice: 'b', until: '2026-11' }),
    'practice/not-joined',
  ],
  ['slots of another unit', at(4, { unit: 400n, total: 16_000n }), 'unit/not-in-force'],
  ['a total that is not count times unit', at(4, { total: 20_500n }), 'slots/total'],
  ['a return whose total is not count times unit', at(12, { total: 6500n }), 'slots/total'],
  ['slots out of order', at(4, { slots: unsorted(40) }), 'slots/order'],
  ['a slot that stood in an earlier batch', at(9, { slots: slotsFrom(120, 20) }), 'slots/repeated'],
  ['a part that is missing', at(4, { parts: 2 }), 'batch/parts'],
  ['a part that begins in the middle', at(4, { part: 2, parts: 2 }), 'batch/parts'],
  ['a conversion without a batch', without(9), 'converted/without-batch'],
  ['a conversion larger than its batch', at(8, { to_minor: 10_500n }), 'converted/without-batch'],
  ['more returned than was ever paid', at(12, { count: 41, total: 20_500n }), 'returned/more-than-paid'],
  ['thanks for what is no batch', at(16, { of: 5 }), 'acknowledged/no-batch'],
  ['thanks for what comes later', at(16, { of: 9000 }), 'acknowledged/no-batch'],
  ['thanks too soon', at(16, { of: 9 }), 'acknowledged/too-early'],
  ['thanks twice', between(17, '2027-03-09', { kind: 'batch.acknowledged', of: 4, tenths: 10 }), 'acknowledged/twice'],
  ['a correction of a batch', at(13, { of: 4 }), 'corrected/no-such-figure'],
  ['a correction in another currency', at(13, { currency: 'USD' }), 'corrected/no-such-figure'],
  ['a correction of an opening that was no first', at(13, { of: 10, field: 'opening' }), 'corrected/no-such-figure'],
  ['a pool left unsaid', without(11), 'pool/missing'],
  ['an opening that is not the last closing', at(10, { opening: 29_000n, closing: 15_300n }), 'pool/opening'],
  ['more accrued than was said', at(5, { accrued: 48_500n, closing: 30_000n }), 'pool/accrued'],
  ['a return left out of the pool', at(14, { returned: 0n, closing: 14_600n }), 'pool/returned'],
  ['a conversion left out of the pool', at(10, { converted_out: 0n, closing: 29_500n }), 'pool/converted'],
  ['money converted in from nowhere', at(11, { converted_in: 10_500n, closing: 500n }), 'pool/converted'],
  ['a batch left out of the pool', at(5, { paid: 0n, closing: 49_500n }), 'pool/paid'],
  ['a closing that does not sum', at(5, { closing: 29_501n }), 'pool/closing'],
  ['a key added twice', between(20, '2027-03-09', { kind: 'key.added', key }), 'key/added-twice'],
  ['a key retired that never was', without(19), 'key/unknown'],
];

function unsorted(count: number): string {
  const bytes = Buffer.from(slotsFrom(100, count), 'base64');
  return Buffer.concat([bytes.subarray(32, 64), bytes.subarray(0, 32), bytes.subarray(64)]).toString('base64');
}

export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, place) => from + place);
}
