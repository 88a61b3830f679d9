import type { Asked } from './asked.js';
import { type Instant, type Month, addMonths, isMonth, startOfDay, firstDayOf, monthOf, monthOfDay } from './calendar.js';
import { hexOf, sameBytes } from '../public-log/bytes.js';
import { type Explanation, withExplained } from './explanation.js';
import type { ChainEnd, Fact, Stream } from './fact.js';
import { type Books, type LedgerFact, type OpenBooks, openBooks } from './ledger.js';
import { type LateChanges, type MonthChanges, type ClosingFigures, type MonthTotals, restatedTotals } from './month-totals.js';
import { invalid, Refusal } from './refusal.js';

/** What a close seals: the month's figures, and where the chain of events ended before it, which speaks for all that they were made of. */
export interface MonthSeal {
  readonly totals: readonly MonthTotals[];
  /** Of the last event before the close. */
  readonly position: number;
  /** Of that event, in hexadecimal digits: it covers every event until there. */
  readonly hash: string;
}

export type MonthFact =
  | Fact<'DifferenceExplained', Explanation & Booking>
  /** Not sealed by versions of the program that only closed. */
  | Fact<'MonthClosed', { month: Month; seal?: MonthSeal }>
  /** What came late for it, booked in another month; said when that one is closed. `restated` is what it would say with all that came late. */
  | Fact<'MonthRestated', { month: Month; bookedIn: Month; changed: readonly MonthChanges[]; restated?: readonly MonthTotals[] }>;

export interface Restatement {
  readonly bookedIn: Month;
  readonly changed: readonly MonthChanges[];
  readonly restated?: readonly MonthTotals[];
}

/** What is said of a month whether it is open or closed: of months before the first close, too, something may come late. */
interface SaidOfMonth {
  readonly explained?: readonly Explanation[];
  /** In the order in which they were booked. */
  readonly restatements?: readonly Restatement[];
}

export type MonthState = SaidOfMonth &
  ({ readonly status: 'open' } | { readonly status: 'closed'; readonly closedAt: Instant; readonly seal?: MonthSeal });

export const monthStream = (month: Month): Stream<MonthState, MonthFact> => ({
  name: `month/${month}`,
  unborn: { status: 'open' },
  evolve: evolveMonth,
});

/** Only a close closes it: a month can be spoken of before, and after. */
export function evolveMonth(month: MonthState, { type, data, happenedAt }: MonthFact): MonthState {
  switch (type) {
    case 'DifferenceExplained': {
      const { month: _in, belongsTo: _of, ...said } = data;
      return { ...month, explained: withExplained(month.explained ?? [], said) };
    }
    case 'MonthClosed':
      return { ...month, status: 'closed', closedAt: happenedAt, ...(data.seal && { seal: data.seal }) };
    case 'MonthRestated': {
      const { month: _own, ...restatement } = data;
      return { ...month, restatements: [...(month.restatements ?? []), restatement] };
    }
  }
}

/** The month into which something is booked, and the month it belongs to where that one is closed already. */
export interface Booking {
  readonly month: Month;
  readonly belongsTo?: Month;
}

/** The refusal with which a shell learns that it has to look up the first open month and ask again. */
export const monthIsClosed = 'month/closed';

/**
 * A closed month never changes: what comes late is booked in an open month and names the month it belongs to.
 * @param months the month it happened in, then the first open one after it if that one is known to be closed
 * @param states of the same months, as loaded under the lock
 * @param books say from which month on months were closed; those before count as closed
 */
export function bookIn(months: readonly Month[], states: readonly MonthState[], books: Books): Booking {
  const { closedFrom = '' } = openBooks(books);
  const open = states.findIndex(({ status }, index) => status === 'open' && months[index]! >= closedFrom);
  const [belongsTo] = months as [Month];
  if (open === 0) return { month: belongsTo };
  if (open > 0) return { month: months[open]!, belongsTo };
  throw new Refusal(monthIsClosed, `${belongsTo} is closed. It is booked in the first open month.`);
}

export interface MonthClosing extends Asked {
  readonly month: Month;
}

export class CloseMonth {
  constructor(readonly input: MonthClosing) {}
}

/** The figures were read before something else came into the books: the shell reads them again. */
export const booksMoved = 'month/books-moved';

/** A file that is being recorded: what is still to come of it belongs to the month as much as what is there. */
export interface BeingRecorded {
  readonly through: number;
  readonly lines: number;
}

export interface AtClosing {
  readonly month: MonthState;
  readonly previous: MonthState;
  readonly books: Books;
  /** The months for which anything came late, in the order of the figures. */
  readonly restated: readonly MonthState[];
}

/**
 * Months close in order and only after they end. The first one to be closed may be any; those before it count as closed from
 * then on. Closing twice is closing once. Sealed are the figures as of the end of the chain right before the close: had anything come in
 * between, they would be another month's.
 *
 * @param end where the chain ends under the lock
 * @throws Refusal `month/books-moved` when the figures are older than that
 */
export function closeMonth(
  at: AtClosing,
  { month }: MonthClosing,
  figures: ClosingFigures,
  end: ChainEnd,
  now: Instant,
  file?: BeingRecorded,
): MonthClosingFacts {
  const { closedFrom, zone } = openBooks(at.books);
  if (!isMonth(month)) throw invalid('month', `"${String(month).slice(0, 20)}" is not a month. Write it like 2026-10.`);
  if (at.month.status === 'closed') return { month: [], books: [], restated: [] };
  refuseUntimely(at, month, zone, now);
  if (file) throw stillComing(file, month);
  if (figures.end.position !== end.position || !sameBytes(figures.end.hash, end.hash))
    throw new Refusal(booksMoved, `Something was recorded while ${month} was being closed, so its figures are read again.`);
  const seal: MonthSeal = { totals: figures.totals, position: Number(end.position), hash: hexOf(end.hash) };
  return {
    month: [{ type: 'MonthClosed', data: { month, seal }, happenedAt: now }],
    books: closedFrom === undefined ? [{ type: 'ClosingBegan', data: { month }, happenedAt: now }] : [],
    restated: figures.late.map((late, index) => [restatement(at.restated[index]!, late, month, now)]),
  };
}

export interface MonthClosingFacts {
  readonly month: MonthFact[];
  readonly books: LedgerFact[];
  readonly restated: MonthFact[][];
}

const stillComing = ({ through, lines }: BeingRecorded, month: Month): Refusal =>
  new Refusal(
    'month/import-under-way',
    `A file is being recorded: ${through} of ${lines} lines are through. Close ${month} once it is, so that none of it comes late.`,
  );

function refuseUntimely({ books, previous }: AtClosing, month: Month, zone: string, now: Instant): void {
  const open = openBooks(books);
  const { closedFrom } = open;
  const next = addMonths(month, 1);
  if (now < startOfDay(firstDayOf(next), zone))
    throw new Refusal('month/not-ended', `${month} has not ended. It can be closed from ${firstDayOf(next)}.`);
  const begins = beginsIn(open);
  if (month < begins)
    throw new Refusal('month/before-the-ledger', `This ledger and its promise begin in ${begins}. Close that month first.`);
  if (closedFrom !== undefined && month < closedFrom)
    throw new Refusal('month/before-the-first', `${month} lies before ${closedFrom}, the first month that was closed.`);
  if (closedFrom !== undefined && previous.status === 'open')
    throw new Refusal('month/out-of-order', `Close ${addMonths(month, -1)} first: months close in order.`);
}

/** What a closed month says now: as it was sealed, with all that came late since. Undefined where nothing was sealed. */
export function lastTotals(month: MonthState): readonly MonthTotals[] | undefined {
  return month.status === 'open' ? undefined : (month.restatements?.at(-1)?.restated ?? month.seal?.totals);
}

function restatement(state: MonthState, { month, changed }: LateChanges, bookedIn: Month, now: Instant): MonthFact {
  const totals = lastTotals(state);
  const restated = totals && restatedTotals(totals, changed);
  return { type: 'MonthRestated', data: { month, bookedIn, changed, ...(restated && { restated }) }, happenedAt: now };
}

/** The month in which the ledger was opened, or in which its promise began, whichever came first. */
export const beginsIn = ({ openedAt, zone, policies }: OpenBooks): Month =>
  [monthOf(openedAt, zone), ...policies.slice(0, 1).map(({ startsOn }) => monthOfDay(startsOn))].sort()[0]!;
