import type { Asked } from './asked.js';
import { type Instant, type Month, addMonths, isMonth, startOfDay, firstDayOf, monthOf, monthOfDay } from './calendar.js';
import type { Fact, Stream } from './fact.js';
import { type Books, type LedgerFact, type OpenBooks, openBooks } from './ledger.js';
import { invalid, Refusal } from './refusal.js';

export type MonthFact = Fact<'MonthClosed', { month: Month }>;

export type MonthState = { readonly status: 'open' } | { readonly status: 'closed' };

export const monthStream = (month: Month): Stream<MonthState, MonthFact> => ({
  name: `month/${month}`,
  unborn: { status: 'open' },
  evolve: () => ({ status: 'closed' }),
});

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

/**
 * Months close in order and only after they end. The first one to be closed may be any; those before it count as closed from
 * then on. Closing twice is closing once.
 */
export function closeMonth(
  state: MonthState,
  previous: MonthState,
  books: Books,
  { month }: MonthClosing,
  now: Instant,
): { month: MonthFact[]; books: LedgerFact[] } {
  const open = openBooks(books);
  const { zone, closedFrom } = open;
  if (!isMonth(month)) throw invalid('month', `"${String(month).slice(0, 20)}" is not a month. Write it like 2026-10.`);
  if (state.status === 'closed') return { month: [], books: [] };
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
  return {
    month: [{ type: 'MonthClosed', data: { month }, happenedAt: now }],
    books: closedFrom === undefined ? [{ type: 'ClosingBegan', data: { month }, happenedAt: now }] : [],
  };
}

/** The month in which the ledger was opened, or in which its promise began, whichever came first. */
export const beginsIn = ({ openedAt, zone, policies }: OpenBooks): Month =>
  [monthOf(openedAt, zone), ...policies.slice(0, 1).map(({ startsOn }) => monthOfDay(startsOn))].sort()[0]!;
