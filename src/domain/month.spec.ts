import { asked, foldBooks, practice, refusalOf, unopened } from '../../test/support/given.js';
import type { Books } from './ledger.js';
import { type MonthState, bookIn, closeMonth, monthStream } from './month.js';

const open: MonthState = { status: 'open' };
const closed: MonthState = { status: 'closed' };
const afterOctober = '2026-11-01T04:00:00.000Z';
interface Before {
  readonly state?: MonthState;
  readonly previous?: MonthState;
  readonly books?: Books;
}
const close = (month: string, now: string, { state = open, previous = open, books = practice() }: Before = {}) =>
  closeMonth(state, previous, books, { ...asked, month }, now);
/** Books in which September was the first month to be closed. */
const begun = foldBooks(close('2026-09', afterOctober).books, practice());

describe('A closed month never changes', () => {
  it.each<[string, readonly string[], readonly MonthState[], object]>([
    ['while it is open, money is booked in the month it moved', ['2026-10'], [open], { month: '2026-10' }],
    [
      'what comes late is booked in the first open month and names its own',
      ['2026-09', '2026-10'],
      [closed, open],
      { month: '2026-10', belongsTo: '2026-09' },
    ],
    ['an open month is never passed over', ['2026-10', '2026-12'], [open, open], { month: '2026-10' }],
    [
      'what lies before the first month that was closed counts as closed',
      ['2026-07', '2026-10'],
      [open, open],
      { month: '2026-10', belongsTo: '2026-07' },
    ],
  ])('%s', (_, months, states, booking) => {
    expect(bookIn(months, states, begun)).toEqual(booking);
  });

  it('before anything was closed, any month takes what belongs to it', () => {
    expect(bookIn(['2019-03'], [open], practice())).toEqual({ month: '2019-03' });
  });

  it.each<[string, readonly string[], readonly MonthState[]]>([
    ['the shell has to look for an open one', ['2026-09'], [closed]],
    ['and again, when that one closed meanwhile', ['2026-09', '2026-10'], [closed, closed]],
    ['also for what lies before the first', ['2026-07'], [open]],
  ])('%s', (_, months, states) => {
    expect(refusalOf(() => bookIn(months, states, begun))).toBe('month/closed');
  });
});

describe('Months close in order, and only after they end', () => {
  it('October is closed once it is November in the ledger’s zone', () => {
    const { evolve, unborn } = monthStream('2026-10');
    const { month, books } = close('2026-10', afterOctober, { previous: closed, books: begun });
    expect(month.reduce(evolve, unborn)).toEqual(closed);
    expect(books).toEqual([]);
  });

  it('the first may be any: she starts in the middle, and what lies before counts as closed from then on', () => {
    expect(close('2026-09', afterOctober).books).toEqual([expect.objectContaining({ type: 'ClosingBegan', data: { month: '2026-09' } })]);
  });

  it.each<[string, () => unknown, string]>([
    ['not a millisecond sooner', () => close('2026-10', '2026-11-01T03:59:59.999Z'), 'month/not-ended'],
    ['not when it is November in UTC alone', () => close('2026-10', '2026-11-01T00:30:00.000Z'), 'month/not-ended'],
    ['not before the one before it', () => close('2026-10', afterOctober, { books: begun }), 'month/out-of-order'],
    ['not before the first that was closed', () => close('2026-08', afterOctober, { books: begun }), 'month/before-the-first'],
    ['not a month that no calendar has', () => close('2026-13', afterOctober), 'month'],
    ['not words', () => close('October', afterOctober), 'month'],
    ['not in a ledger that is not open', () => close('2026-10', afterOctober, { books: unopened }), 'ledger/not-open'],
  ])('%s', (_, act, why) => {
    expect(refusalOf(act)).toBe(why);
  });

  it('closed twice is closed once', () => {
    expect(close('2026-10', afterOctober, { state: closed, previous: closed, books: begun })).toEqual({ month: [], books: [] });
  });
});
