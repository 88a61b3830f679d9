import { asked, cash } from '../../test/support/given.js';
import { type DayTotal, evolveMonthTotals, monthTotalsStream, stateDayTotals, withdrawDayTotal } from './day-total.js';
import { InvalidInput } from './refusal.js';

const [account, zone, now] = ['a', 'America/Toronto', '2026-11-02T15:00:00.000Z'];
const open = { status: 'open', kind: 'bank', currency: 'CAD', statements: [] } as const;
const unsaid = monthTotalsStream(account, '2026-10').unborn;
const fourth: DayTotal = { day: '2026-10-04', method: 'interac', amount: cash('2400.00 CAD'), count: 12 };
const state = (totals: readonly DayTotal[], before = unsaid) => stateDayTotals(open, [before], { ...asked, account, totals }, zone, now);
const standing = (...totals: readonly DayTotal[]) => state(totals).flat().reduce(evolveMonthTotals, unsaid);

describe('What the booking program says of a day', () => {
  it('is kept once: the same word again adds nothing', () => {
    expect(state([fourth])[0]).toEqual([expect.objectContaining({ type: 'DayTotalStated', data: { account, ...fourth } })]);
    expect(state([fourth], standing(fourth))).toEqual([[]]);
  });

  it.each([
    ['a larger sum', { ...fourth, amount: cash('2600.00 CAD'), count: 13 }],
    ['a smaller sum', { ...fourth, amount: cash('2200.00 CAD'), count: 11 }],
    ['a count that it did not give before', { ...fourth, count: 11 }],
  ])('gives way to its newer word, and is never added to it: %s', (_, newer) => {
    const facts = state([newer], standing(fourth)).flat();
    expect(facts).toHaveLength(1);
    expect([...facts.reduce(evolveMonthTotals, standing(fourth)).values()]).toEqual([newer]);
  });

  it('stands by day, method and currency', () => {
    const others: DayTotal[] = [
      fourth,
      { ...fourth, method: 'cash' },
      { ...fourth, day: '2026-10-05' },
      { ...fourth, amount: cash('10.00 USD') },
    ];
    expect(standing(...others).size).toBe(4);
  });

  it('is said month by month, each into its own', () => {
    const totals = [{ ...fourth, day: '2026-11-01' }, fourth];
    const facts = stateDayTotals(open, [unsaid, unsaid], { ...asked, account, totals }, zone, now);
    expect(facts.map((month) => month.map(({ data }) => data.day))).toEqual([['2026-10-04'], ['2026-11-01']]);
  });

  it('can be taken back, once', () => {
    const place = { day: '2026-10-04', method: 'interac', currency: 'CAD' } as const;
    const facts = withdrawDayTotal(standing(fourth), { ...asked, account, ...place }, now);
    expect(facts.reduce(evolveMonthTotals, standing(fourth)).size).toBe(0);
    expect(withdrawDayTotal(unsaid, { ...asked, account, ...place }, now)).toEqual([]);
  });

  it.each<[string, Partial<DayTotal>, string]>([
    ['a day that the calendar lacks', { day: '2026-02-30' }, 'no day'],
    ['a day to come', { day: '2026-11-05' }, 'in the future'],
    ['a method that the books do not know', { method: 'visa' as never }, 'by which method'],
    ['half a payment', { count: 1.5 }, 'whole number'],
    ['fewer than none', { count: -1 }, 'whole number'],
    ['more than the ledger can hold', { amount: { minor: 10n ** 16n, currency: 'CAD' } }, 'more than this ledger'],
  ])('is refused with its place and the reason: %s', (_, flaw, says) => {
    expect(() => state([fourth, { ...fourth, day: '2026-10-05', ...flaw }])).toThrow(InvalidInput);
    expect(() => state([fourth, { ...fourth, day: '2026-10-05', ...flaw }])).toThrow(says);
  });

  it('is refused when it says two things of one day and method, or nothing at all, or of no account', () => {
    expect(() => state([fourth, { ...fourth, count: 11 }])).toThrow('stated twice');
    expect(() => state([])).toThrow('at least one');
    expect(() => stateDayTotals({ status: 'unknown' }, [unsaid], { ...asked, account, totals: [fourth] }, zone, now)).toThrow(
      'no such account',
    );
  });
});
