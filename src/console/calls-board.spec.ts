import type { CallRow } from '../calls/calls.projection.js';
import type { Day } from '../domain/calendar.js';
import { ordered } from './calls-board.js';

const today = '2026-11-02';
const tomorrow = '2026-11-03';
const row = (callId: string, neededBy: Day | null = null): CallRow => ({ callId, neededBy }) as CallRow;
const rows = Array.from({ length: 12 }, (_, index) => row(`call-${index}`));
const ids = (calls: readonly CallRow[]): string[] => calls.map(({ callId }) => callId);

describe('The order of the calls', () => {
  const first = ids(ordered(rows, 'shuffled', 'river', today));

  it('is the same all day and for everybody, in whichever order they were noted', () => {
    expect(ids(ordered(rows, 'shuffled', 'river', today))).toEqual(first);
    expect(ids(ordered(rows.toReversed(), 'shuffled', 'river', today))).toEqual(first);
    expect(first.toSorted()).toEqual(ids(rows).toSorted());
  });

  it('is not the one in which they were noted, and is another on the next day and in another ledger', () => {
    const others = [ids(rows), ids(ordered(rows, 'shuffled', 'river', tomorrow)), ids(ordered(rows, 'shuffled', 'lake', today))];
    expect(new Set([first, ...others].map((each) => each.join())).size).toBe(4);
  });

  it('puts none first for long: in some weeks, each has stood first', () => {
    const days = Array.from({ length: 90 }, (_, index) => new Date(Date.UTC(2026, 10, 2 + index)).toISOString().slice(0, 10));
    const firsts = days.map((day) => ids(ordered(rows, 'shuffled', 'river', day))[0]);
    expect(new Set(firsts).size).toBe(rows.length);
  });

  it('does not change for the others when one is put away', () => {
    const gone = first[3];
    const left = rows.filter(({ callId }) => callId !== gone);
    expect(ids(ordered(left, 'shuffled', 'river', today))).toEqual(first.filter((id) => id !== gone));
  });

  it('by day puts the earliest first and those without a day last; of one day, they stay shuffled', () => {
    const dated = rows.map(({ callId }, index) => row(callId, [null, '2026-11-20', '2026-11-10'][index % 3] ?? null));
    const byDay = ordered(dated, 'by-day', 'river', today);
    expect(byDay.map(({ neededBy }) => neededBy)).toEqual([
      ...Array(4).fill('2026-11-10'),
      ...Array(4).fill('2026-11-20'),
      ...Array(4).fill(null),
    ]);
    const shuffled = ordered(dated, 'shuffled', 'river', today);
    for (const day of ['2026-11-10', '2026-11-20', null])
      expect(ids(byDay.filter(({ neededBy }) => neededBy === day))).toEqual(ids(shuffled.filter(({ neededBy }) => neededBy === day)));
  });
});
