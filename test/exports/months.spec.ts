import { addMonths, type Month, monthOfDay } from '../../src/domain/calendar.js';
import { type Money, formatAmount, minus } from '../../src/domain/money.js';
import { type Sum, gathered } from '../../src/exports/account-sums.js';
import { type Closing, DoubleEntry, type Entry } from '../../src/exports/double-entry.js';
import { LivedBooks } from './lived.js';

const seeds = Array.from({ length: 60 }, (_, at) => at + 1 + Math.floor(Math.random() * 1_000_000));

/** `account amount currency`, sorted, without what comes to nothing. */
const said = (sums: readonly Sum[]): string[] =>
  gathered(sums)
    .filter(({ amount }) => amount.minor !== 0n)
    .map(({ account, amount }) => `${account} ${formatAmount(amount)} ${amount.currency}`)
    .sort();

function booked(lived: LivedBooks): { entries: Entry[]; closings: Closing[] } {
  const doubleEntry = new DoubleEntry('America/Toronto', lived.changed);
  const lines = lived.events.flatMap((event) => doubleEntry.take(event));
  return {
    entries: lines.filter((line) => line.is === 'entry'),
    closings: lines.filter((line) => line.is === 'closing'),
  };
}

const less = (later: readonly Sum[], earlier: readonly Sum[]): Sum[] =>
  gathered([...later, ...earlier.map(({ account, amount }) => ({ account, amount: minus({ ...amount, minor: 0n }, amount) }))]);

describe('Month after month', () => {
  it('what changed in each closed month, restatements included, is the difference between two closings, on every account and in every currency', () => {
    let late = 0;
    const currencies = new Set<string>();
    for (const seed of seeds) {
      const { entries, closings } = booked(new LivedBooks(seed).live(250));
      let before: readonly Sum[] = [];
      for (const { month, sums } of closings) {
        const changed = entries.filter(({ day }) => (before.length === 0 ? monthOfDay(day) <= month : monthOfDay(day) === month));
        late += changed.filter(({ belongsTo }) => belongsTo !== undefined).length;
        for (const { amount } of sums) currencies.add(amount.currency);
        expect({ seed, month, changed: said(changed.flatMap((entry) => entry.sums)) }).toEqual({
          seed,
          month,
          changed: said(less(sums, before)),
        });
        before = sums;
      }
    }
    expect([...currencies].sort()).toEqual(['CAD', 'JPY', 'USD']);
    expect(late).toBeGreaterThan(20);
  });

  it('the sum of all months is what stands in the end, and each currency comes to nothing over all accounts', () => {
    for (const seed of seeds) {
      const { entries } = booked(new LivedBooks(seed).live(250));
      const byMonth = new Map<Month, Sum[]>();
      for (const { day, sums } of entries) byMonth.set(monthOfDay(day), [...(byMonth.get(monthOfDay(day)) ?? []), ...sums]);
      expect(said([...byMonth.values()].flatMap((sums) => gathered(sums)))).toEqual(said(entries.flatMap(({ sums }) => sums)));
      const whole = new Map<string, Money>();
      for (const { amount } of entries.flatMap(({ sums }) => sums))
        whole.set(amount.currency, { ...amount, minor: (whole.get(amount.currency)?.minor ?? 0n) + amount.minor });
      expect([...whole.values()].filter(({ minor }) => minor !== 0n)).toEqual([]);
    }
  });

  it('nothing recorded after a month was closed stands in it, and months close in order', () => {
    for (const seed of seeds) {
      const { entries, closings } = booked(new LivedBooks(seed).live(250));
      for (const { month, position, day } of closings)
        expect(entries.filter((entry) => entry.position > position && entry.day <= day).map((entry) => ({ seed, month, entry }))).toEqual(
          [],
        );
      for (const [at, { month }] of closings.slice(1).entries()) expect(month).toBe(addMonths(closings[at]!.month, 1));
    }
  });
});
