import type { Entry } from '../../src/public-log/entry.js';
import type { ArithmeticCode } from '../../src/public-log/log-read.js';
import { at, type Body, batch, between, inForce, key, on, pool, slotsFrom, sound, swapped } from './arithmetic-mutants.js';

const total = 1501n * 500n;
const part = (number: number, start: number, count: number): Body =>
  ({ ...batch('2026-10', 'CAD', 500n, start, count), part: number, parts: 2 }) as Body;
const opening: readonly Body[] = [
  { kind: 'log.opened', origin: 'ledger.example/a/log', ...inForce },
  { kind: 'currency.opened', currency: 'CAD', exponent: 2, unit: 500n },
];

/** A batch of 1,501 slots in its two parts, entries 4 and 5, acknowledged three publications later by entry 9. */
const inParts: readonly Entry[] = [
  ...on('2026-12-08', [
    ...opening,
    { kind: 'practice.joined', practice: 'a', from: '2026-10', rate: 2000 },
    { kind: 'pledge.accrued', period: '2026-10', currency: 'CAD', practice: 'a', minor: total },
    part(1, 100, 1500),
    part(2, 1600, 1),
    pool('2026-10', 'CAD', { accrued: total, paid: total }),
  ]),
  ...on('2027-01-12', [pool('2026-11', 'CAD', {})]),
  ...on('2027-02-09', [pool('2026-12', 'CAD', {})]),
  ...on('2027-03-09', [{ kind: 'batch.acknowledged', of: 4, tenths: 9 }, pool('2027-01', 'CAD', {})]),
];

/** Three practices that are told of together, as entry 5 does. */
const ofThree: readonly Entry[] = on('2026-12-08', [
  ...opening,
  ...['a', 'b', 'c'].map((practice): Body => ({ kind: 'practice.joined', practice, from: '2026-10', rate: 2000 })),
  { kind: 'pledge.accrued', period: '2026-10', currency: 'CAD', practice: 'all', minor: 90_000n },
  batch('2026-10', 'CAD', 500n, 100, 40),
  pool('2026-10', 'CAD', { accrued: 90_000n, paid: 20_000n }),
]);

const changed = (log: readonly Entry[], changes: Readonly<Record<number, object>>): readonly Entry[] =>
  log.map((entry, place) => ({ ...entry, ...changes[place] }) as Entry);
const nothingAccrued = (period: string): Body => ({ kind: 'pledge.accrued', period, currency: 'CAD', practice: 'a', minor: 0n });
const largerUnit = between(6, '2027-01-12', { kind: 'currency.opened', currency: 'CAD', exponent: 2, unit: 1000n });
const otherKey = key.replace('AQID', 'AQIE');
const retiredBefore = between(16, '2027-02-09', { kind: 'key.added', key: otherKey }, { kind: 'key.retired', key: otherKey });
const withoutThird = ofThree.filter((entry) => entry.kind !== 'practice.joined' || entry.practice !== 'c');

/** Logs in which everything holds, each for something that `sound` does not do. */
export const alsoSound: readonly (readonly [string, readonly Entry[]])[] = [
  ['a batch of 1,501 slots in two parts', inParts],
  ['a pool of three practices that are told of together', ofThree],
  ['a currency opened again with another unit, in which money then comes back', changed(largerUnit, { 13: { unit: 1000n, count: 6 } })],
  [
    'a month told of sooner under a shorter delay',
    changed(sound, { 7: { delay: 7 }, 17: { period: '2027-02' }, 18: { period: '2027-02' } }),
  ],
  ...Object.entries({ delay: 36, dominance: 51, k: 6, payments: 6, pledge: 'quarterly', rules: 'cd'.repeat(32) }).map(
    ([field, value]) => [`rules that change in ${field} alone`, at(7, { k: 5, [field]: value })] as const,
  ),
];

/** A log that breaks one rule at one entry; and all that is found there. */
export const singleRules: readonly (readonly [string, readonly Entry[], number, readonly ArithmeticCode[]])[] = [
  ['a part whose slots do not follow those before', changed(inParts, { 5: { slots: slotsFrom(50, 1) } }), 5, ['slots/order']],
  [
    'a part that begins with the last slot of the one before',
    changed(inParts, { 5: { slots: slotsFrom(1599, 1) } }),
    5,
    ['slots/order', 'slots/repeated'],
  ],
  [
    'a part that is not full and not the last',
    changed(inParts, {
      4: { count: 1499, total: 1499n * 500n, slots: slotsFrom(100, 1499) },
      5: { count: 2, total: 1000n, slots: slotsFrom(1599, 2) },
    }),
    4,
    ['batch/parts'],
  ],
  ['a part left out between two', changed(inParts, { 4: { parts: 3 }, 5: { part: 3, parts: 3 } }), 4, ['batch/parts']],
  ['parts that differ in how many they are', changed(inParts, { 4: { parts: 3 } }), 4, ['batch/parts']],
  ['parts that end before the last', changed(inParts, { 4: { parts: 3 }, 5: { parts: 3 } }), 5, ['batch/parts']],
  ['thanks for a second part', changed(inParts, { 9: { of: 5 } }), 9, ['acknowledged/no-batch']],
  ['pools in another order', swapped(10), 11, ['order/kinds']],
  [
    'a correction of what is yet to be said',
    changed(between(16, '2027-03-09', nothingAccrued('2027-01')), { 13: { of: 16 } }),
    13,
    ['corrected/no-such-figure'],
  ],
  ["a correction of a pledge's opening", at(13, { field: 'opening' }), 13, ['corrected/no-such-figure']],
  ["a correction of a pool's minor", at(13, { of: 5 }), 13, ['corrected/no-such-figure']],
  ['a pledge in a currency that is not open', at(3, { currency: 'EUR' }), 3, ['currency/not-opened']],
  ['a batch in a currency that is not open', at(9, { currency: 'EUR' }), 9, ['currency/not-opened']],
  ['a conversion from a currency that is not open', at(8, { from: 'EUR' }), 8, ['currency/not-opened']],
  ['a conversion to a currency that is not open', changed(sound, { 8: { to: 'EUR' }, 9: { currency: 'EUR' } }), 8, ['currency/not-opened']],
  [
    'a return in a currency that is not open',
    changed(sound, { 9: { currency: 'EUR' }, 12: { currency: 'EUR' } }),
    12,
    ['currency/not-opened'],
  ],
  [
    'a correction in a currency that is not open',
    changed(sound, { 3: { currency: 'EUR' }, 13: { currency: 'EUR' } }),
    13,
    ['currency/not-opened'],
  ],
  ['a pool in a currency that is not open', between(15, '2027-02-09', pool('2026-12', 'EUR', {})), 15, ['currency/not-opened']],
  [
    'a pledge of a practice that has left',
    [
      ...sound.slice(0, 8),
      ...on('2027-01-12', [{ kind: 'practice.left', practice: 'a', until: '2026-11' }]),
      ...sound.slice(8, 12),
      ...on('2027-02-09', [nothingAccrued('2026-12')]),
      ...sound.slice(12),
    ],
    13,
    ['practice/not-joined'],
  ],
  ['a sum of all where there are two', withoutThird, 4, ['practice/not-joined']],
  ['a pledge of an older month', at(3, { period: '2026-09' }), 3, ['period/not-the-latest', 'period/differs']],
  ['a pledge of a month too early', at(3, { period: '2026-11' }), 3, ['period/too-early', 'period/differs']],
  ['a conversion of an older month', at(8, { period: '2026-10' }), 8, ['period/not-the-latest', 'period/repeated', 'period/differs']],
  ['a conversion of a month too early', at(8, { period: '2026-12' }), 8, ['period/too-early', 'period/differs']],
  ['a return of an older month', at(12, { period: '2026-11' }), 12, ['period/not-the-latest', 'period/repeated', 'period/differs']],
  ['a return of a month too early', at(12, { period: '2027-01' }), 12, ['period/too-early', 'period/differs']],
  [
    'a key retired twice',
    [...retiredBefore.slice(0, 23), ...on('2027-03-09', [{ kind: 'key.retired', key: otherKey }]), ...retiredBefore.slice(23)],
    23,
    ['key/unknown'],
  ],
  ['something after its end on the same day', swapped(20), 21, ['log/after-close', 'order/kinds']],
  ['money that comes back in a unit of before', largerUnit, 13, ['unit/not-in-force']],
  ['a month told of late under a shorter delay', at(7, { delay: 7 }), 17, ['period/not-the-latest']],
  [
    'a month told of soon under the longer delay',
    changed(sound, { 17: { period: '2027-02' }, 18: { period: '2027-02' } }),
    17,
    ['period/too-early'],
  ],
];
