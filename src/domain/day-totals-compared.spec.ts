import { cash } from '../../test/support/given.js';
import type { DayTotal } from './day-total.js';
import { type DayReceived, compareTotals } from './day-totals-compared.js';
import type { Method } from './payment.js';

const said = (day: string, amount: string, count?: number, method: Method = 'interac'): DayTotal => ({
  day: `2026-10-${day}`,
  method,
  amount: cash(`${amount} CAD`),
  ...(count !== undefined && { count }),
});
const got = (day: string, amount: string, count = 1, method: Method = 'interac'): DayReceived => ({
  day: `2026-10-${day}`,
  method,
  amount: cash(`${amount} CAD`),
  count,
});
const differing = (all: ReturnType<typeof compareTotals>) =>
  all.flatMap(({ days }) => days.map(({ day, method, said: one, ledger }) => [day.slice(8), method, one.count, ledger.count]));

describe('The booking program beside the ledger', () => {
  it('where both say the same there is nothing to tell', () => {
    const [month] = compareTotals([said('04', '400.00', 2)], [got('04', '200.00'), got('04', '200.00')]);
    expect([month!.isSame, month!.days]).toEqual([true, []]);
  });

  it('12 e-Transfers on the 4th, and the ledger has 11', () => {
    const [month] = compareTotals([said('04', '2400.00', 12), said('05', '200.00', 1)], [got('04', '2200.00', 11), got('05', '200.00')]);
    expect(month).toMatchObject({ isSame: false, said: { count: 13 }, ledger: { count: 12 } });
    expect(differing([month!])).toEqual([['04', 'interac', 12, 11]]);
  });

  it.each([
    ['the sum differs though the count agrees', [said('04', '400.00', 2)], [got('04', '350.00', 2)], 1],
    ['without a count the sum alone decides', [said('04', '400.00')], [got('04', '400.00', 2)], 0],
    ['the ledger has more', [said('04', '200.00', 1)], [got('04', '400.00', 2)], 1],
    [
      'a day that it does not name between two that it does: it says nothing came',
      [said('04', '0.00', 0), said('06', '0.00', 0)],
      [got('05', '200.00')],
      1,
    ],
    ['a day before the first that it names is not spoken of yet', [said('04', '200.00', 1)], [got('03', '200.00'), got('04', '200.00')], 0],
    ['a day after the last that it names is not spoken of yet', [said('04', '200.00', 1)], [got('04', '200.00'), got('05', '200.00')], 0],
    [
      'a method that it never names in the month goes through other hands',
      [said('04', '200.00', 1)],
      [got('04', '200.00'), got('04', '80.00', 1, 'paypal')],
      0,
    ],
    ['nothing said, nothing compared', [], [got('04', '200.00')], 0],
  ])('%s', (_, totals, received, days) => {
    expect(differing(compareTotals(totals, received))).toHaveLength(days);
  });

  it('a transfer of the 4th that is the bank’s of the 5th shows on both days, and the month agrees', () => {
    const [month] = compareTotals([said('04', '200.00', 1), said('05', '0.00', 0)], [got('05', '200.00')]);
    expect([month!.isSame, differing([month!])]).toEqual([
      true,
      [
        ['04', 'interac', 1, 0],
        ['05', 'interac', 0, 1],
      ],
    ]);
  });

  it('each method by itself, between the days that it names of any', () => {
    const all = compareTotals([said('04', '200.00', 1), said('09', '50.00', 1, 'cash')], [got('04', '200.00'), got('08', '200.00')]);
    expect(all.map(({ method, isSame }) => [method, isSame])).toEqual([
      ['interac', false],
      ['cash', false],
    ]);
  });
});
