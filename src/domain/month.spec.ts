import { asked, practice, refusalOf, unopened } from '../../test/support/given.js';
import { type MonthState, bookIn, closeMonth, monthStream } from './month.js';

const open: MonthState = { status: 'open' };
const closed: MonthState = { status: 'closed' };

describe('A closed month never changes', () => {
  it.each<[string, readonly string[], readonly MonthState[], object]>([
    ['while it is open, money is booked in the month it moved', ['2026-10'], [open], { month: '2026-10' }],
    ['what comes late is booked in the first open month and names its own', ['2026-10', '2026-12'], [closed, open], { month: '2026-12', belongsTo: '2026-10' }],
    ['an open month is never passed over', ['2026-10', '2026-12'], [open, open], { month: '2026-10' }],
  ])('%s', (_, months, states, booking) => {
    expect(bookIn(months, states)).toEqual(booking);
  });

  it.each<[string, readonly string[], readonly MonthState[]]>([
    ['the shell has to look for an open one', ['2026-10'], [closed]], ['and again, when that one closed meanwhile', ['2026-10', '2026-11'], [closed, closed]],
  ])('%s', (_, months, states) => {
    expect(refusalOf(() => bookIn(months, states))).toBe('month/closed');
  });
});

describe('Months close in order, and only after they end', () => {
  const close = (month: string, now: string, previous: MonthState | undefined = closed, state: MonthState = open, books = practice()) =>
    closeMonth(state, previous, books, { ...asked, month }, now);
  const afterOctober = '2026-11-01T04:00:00.000Z';

  it('October is closed once it is November in the ledger’s zone', () => {
    const { evolve, unborn } = monthStream('2026-10');
    expect(close('2026-10', afterOctober).reduce(evolve, unborn)).toEqual(closed);
  });

  it.each<[string, () => unknown, string]>([
    ['not a millisecond sooner', () => close('2026-10', '2026-11-01T03:59:59.999Z'), 'month/not-ended'],
    ['not when it is November in UTC alone', () => close('2026-10', '2026-11-01T00:30:00.000Z'), 'month/not-ended'],
    ['not before the one before it', () => close('2026-10', afterOctober, open), 'month/out-of-order'],
    ['not a month that no calendar has', () => close('2026-13', afterOctober), 'month'],
    ['not words', () => close('October', afterOctober), 'month'],
    ['not in a ledger that is not open', () => close('2026-10', afterOctober, closed, open, unopened), 'ledger/not-open'],
  ])('%s', (_, act, why) => {
    expect(refusalOf(act)).toBe(why);
  });

  it('the first of all has none before it', () => {
    expect(closeMonth(open, undefined, practice(), { ...asked, month: '2026-10' }, afterOctober)).toHaveLength(1);
  });

  it('closed twice is closed once', () => {
    expect(close('2026-10', afterOctober, closed, closed)).toEqual([]);
  });
});
