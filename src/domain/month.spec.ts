import { asked, cash, foldBooks, practice, refusalOf, unopened } from '../../test/support/given.js';
import type { Books } from './ledger.js';
import { type MonthFact, type MonthState, bookIn, closeMonth, lastTotals, monthStream } from './month.js';
import { type ClosingFigures, noChanges, restatedTotals, totalOf } from './month-totals.js';

const afterOctober = '2026-11-01T04:00:00.000Z';
const open: MonthState = { status: 'open' };
const closed: MonthState = { status: 'closed', closedAt: afterOctober };
/** The chain ends at event 41. */
const end = { position: 41n, hash: new Uint8Array(32).fill(9) };
const nine = '09'.repeat(32);
const totals = [totalOf(cash('10.00 CAD'), { ...noChanges('CAD'), kept: cash('200.00 CAD'), setAside: cash('40.00 CAD') })];
const figures: ClosingFigures = { end, totals, late: [] };
interface Before {
  readonly state?: MonthState;
  readonly previous?: MonthState;
  readonly restated?: readonly MonthState[];
  readonly books?: Books;
  readonly read?: ClosingFigures;
}
const close = (
  month: string,
  now: string,
  { state = open, previous = open, restated = [], books = practice(), read = figures }: Before = {},
) => closeMonth({ month: state, previous, books, restated }, { ...asked, month }, read, end, now);
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
    expect(month.reduce(evolve, unborn)).toEqual({ ...closed, seal: { totals, position: 41, hash: nine } });
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
    expect(close('2026-10', afterOctober, { state: closed, previous: closed, books: begun })).toEqual({
      ...{ month: [], books: [], restated: [] },
    });
  });

  it.each<[string, string, string, string | undefined]>([
    ['February of a leap year ends with its 29th day', '2028-02', '2028-02-29T23:30:00.000Z', 'month/not-ended'],
    ['and can be closed on the first of March', '2028-02', '2028-03-01T05:00:00.000Z', undefined],
    ['in another year with its 28th', '2027-02', '2027-03-01T05:00:00.000Z', undefined],
  ])('%s', (_, month, now, why) => {
    expect(refusalOf(() => close(month, now, { previous: closed, books: begun }))).toBe(why);
  });

  it('where clocks are put back in the month, it ends by the clock that was put back', () => {
    const inVancouver = foldBooks(close('2026-09', afterOctober).books, practice('America/Vancouver'));
    const at = (now: string) => refusalOf(() => close('2026-10', now, { previous: closed, books: inVancouver }));
    expect([at('2026-11-01T06:59:59.999Z'), at('2026-11-01T07:00:00.000Z')]).toEqual(['month/not-ended', undefined]);
  });
});

describe('A close seals what it is made on', () => {
  it.each<[string, bigint, number]>([
    ['figures that were read before something else came in are not sealed', 40n, 9],
    ['nor those of a chain that ended otherwise', 41n, 8],
  ])('%s', (_, position, byte) => {
    const read = { ...figures, end: { position, hash: new Uint8Array(32).fill(byte) } };
    expect(refusalOf(() => close('2026-09', afterOctober, { read }))).toBe('month/books-moved');
  });

  it('a month closed meanwhile is closed, whatever came in between', () => {
    const read = { ...figures, end: { position: 40n, hash: end.hash } };
    expect(close('2026-10', afterOctober, { state: closed, read }).month).toEqual([]);
  });

  it('a month without any event is sealed as such', () => {
    const { month } = close('2026-09', afterOctober, { read: { end, totals: [], late: [] } });
    expect(month).toEqual([expect.objectContaining({ data: { month: '2026-09', seal: { totals: [], position: 41, hash: nine } } })]);
  });

  it('a month that an earlier program closed bears no seal, and stays closed', () => {
    const { evolve, unborn } = monthStream('2026-09');
    const state = evolve(unborn, { type: 'MonthClosed', data: { month: '2026-09' }, happenedAt: afterOctober });
    expect([state, lastTotals(state)]).toEqual([closed, undefined]);
  });
});

describe('What came late is named by the month that it belongs to', () => {
  const changed = [{ ...noChanges('CAD'), kept: cash('-50.00 CAD'), adjusted: cash('-10.00 CAD') }];
  const read: ClosingFigures = { ...figures, late: [{ month: '2026-09', changed }] };
  const september: MonthState = { ...closed, seal: { totals, position: 12, hash: nine } };
  const restate = (before: MonthState): MonthFact[] =>
    close('2026-10', afterOctober, { previous: closed, books: begun, restated: [before], read }).restated.flat();

  it('once the month is closed in which it was booked, with what the other would say', () => {
    const restated = restatedTotals(totals, changed);
    expect(restate(september)).toEqual([
      { type: 'MonthRestated', data: { month: '2026-09', bookedIn: '2026-10', changed, restated }, happenedAt: afterOctober },
    ]);
  });

  it('each time on top of the last time; what was sealed stays sealed', () => {
    const { evolve } = monthStream('2026-09');
    const once = restate(september).reduce(evolve, september);
    const twice = restate(once).reduce(evolve, once);
    expect(lastTotals(twice)).toEqual(restatedTotals(restatedTotals(totals, changed), changed));
    expect(twice).toMatchObject({ status: 'closed', seal: { totals } });
  });

  it('without figures where nothing was sealed, and without closing what was never closed', () => {
    const { evolve } = monthStream('2026-09');
    const [fact] = restate(open);
    expect(fact!.data).toEqual({ month: '2026-09', bookedIn: '2026-10', changed });
    expect(evolve(open, fact!)).toEqual({ status: 'open', restatements: [{ bookedIn: '2026-10', changed }] });
  });
});
