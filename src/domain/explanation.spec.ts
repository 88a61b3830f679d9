import { asked, cash, refusalOf } from '../../test/support/given.js';
import { type DifferenceExplaining, type Explanation, explainDifference, unexplained } from './explanation.js';
import { type MonthState, monthStream } from './month.js';
import type { Account } from './observation.js';

const now = '2026-11-03T15:00:00.000Z';
const october = { from: '2026-10-01', through: '2026-10-31', opening: cash('1000.00 CAD'), closing: cash('1321.40 CAD') };
const account: Account = { status: 'open', kind: 'bank', currency: 'CAD', statements: [october] };
const open: MonthState = { status: 'open' };
const four = cash('-4.00 CAD');
const bankFee: Explanation = { account: 'a', from: october.from, through: october.through, amount: four, because: 'fee' };
const input = (more: Partial<DifferenceExplaining> = {}): DifferenceExplaining => ({ ...asked, ...bankFee, difference: four, ...more });
const explain = (
  more: Partial<DifferenceExplaining> = {},
  {
    differs = four,
    before = [] as readonly Explanation[],
    month = open as MonthState,
    booking = { month: '2026-10' } as { month: string; belongsTo?: string },
  } = {},
) => explainDifference(month, account, input(more), differs, before, booking, now);

describe('A difference is explained, and changes nothing', () => {
  it('by what it comes from, in the month in which the statement ends', () => {
    expect(explain()).toEqual([{ type: 'DifferenceExplained', data: { month: '2026-10', ...bankFee }, happenedAt: now }]);
  });

  it('once that is closed, in the open one, and names its own', () => {
    const [fact] = explain({}, { booking: { month: '2026-11', belongsTo: '2026-10' } });
    expect(fact!.data).toMatchObject({ month: '2026-11', belongsTo: '2026-10' });
  });

  it('said twice it is said once, also in another window', () => {
    expect(explain({}, { before: [bankFee] })).toEqual([]);
    const { evolve, unborn } = monthStream('2026-10');
    expect(explain({}, { month: explain().reduce(evolve, unborn) })).toEqual([]);
  });

  it('part by part, until nothing is left', () => {
    const part = { ...bankFee, amount: cash('-1.50 CAD') };
    expect(unexplained(four, [part])).toEqual(cash('-2.50 CAD'));
    const rest = { amount: cash('-2.50 CAD'), because: 'not-known' as const };
    expect(explain(rest, { before: [part] })).toHaveLength(1);
  });

  it('said of nothing, it is taken back; and what was never said is not', () => {
    const back = { amount: cash('0.00 CAD') };
    const facts = explain(back, { before: [bankFee] });
    const { evolve, unborn } = monthStream('2026-10');
    expect([...explain(), ...facts].reduce(evolve, unborn)).toEqual({ status: 'open', explained: [] });
    expect(explain(back)).toEqual([]);
  });

  it.each<[string, () => unknown, string]>([
    ['more than is missing', () => explain({ amount: cash('-4.01 CAD') }), 'amount'],
    ['in the other direction', () => explain({ amount: cash('4.00 CAD') }), 'amount'],
    ['where nothing is missing', () => explain({ difference: cash('0.00 CAD') }, { differs: cash('0.00 CAD') }), 'amount'],
    ['more than others left of it', () => explain({ because: 'not-known' }, { before: [bankFee] }), 'amount'],
    ['a statement that nobody stated', () => explain({ through: '2026-10-30' }), 'statement/unknown'],
    ['in a currency in which nothing was stated', () => explain({ amount: cash('-4.00 USD') }), 'statement/unknown'],
    ['when the lines say something else by now', () => explain({}, { differs: cash('-6.00 CAD') }), 'statement/differs-otherwise'],
    [
      'of an account that is not there',
      () => explainDifference(open, { status: 'unknown' }, input(), four, [], { month: '2026-10' }, now),
      'account/unknown',
    ],
  ])('not %s', (_, act, why) => {
    expect(refusalOf(act)).toBe(why);
  });
});
