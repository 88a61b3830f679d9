import type { Day, Month } from './calendar.js';
import { monthOfDay } from './calendar.js';
import type { DayTotal } from './day-total.js';
import { type Money, isEqual, nothing, plus } from './money.js';
import type { Method } from './payment.js';

/** What the ledger has of a day and a method: payments that count, less what went back on that day. */
export interface DayReceived {
  readonly day: Day;
  readonly method: Method;
  readonly amount: Money;
  readonly count: number;
}

export interface Told {
  readonly amount: Money;
  readonly count?: number;
}

/** A place at which the booking program and the ledger do not say the same; where the program is silent, it says nothing came. */
export interface DayDifference {
  readonly day: Day;
  readonly method: Method;
  readonly said: Told;
  /** False where it says nothing of this day. */
  readonly isSaid: boolean;
  readonly ledger: Told & { readonly count: number };
}

/** One method of a month, as both have it. Days may slip: a transfer sent on the 4th is the bank's of the 5th. */
export interface MonthComparison {
  readonly month: Month;
  readonly method: Method;
  readonly said: Told;
  readonly ledger: Told & { readonly count: number };
  readonly isSame: boolean;
  /** Day by day, earliest first; there may be some although the month's sums agree. */
  readonly days: readonly DayDifference[];
}

/**
 * Compares, month by month, the methods and currencies that the booking program names in that month, between the first and the
 * last day that it names there: what it never names goes through other hands, and of days beyond it has not spoken yet.
 */
export function compareTotals(said: readonly DayTotal[], received: readonly DayReceived[]): MonthComparison[] {
  return [...grouped(said, (total) => `${monthOfDay(total.day)} ${total.method} ${total.amount.currency}`)].map(([, totals]) => {
    const { method, amount, day } = totals[0]!;
    const month = monthOfDay(day);
    const named = said.filter((total) => monthOfDay(total.day) === month).map((total) => total.day);
    const [first, last] = [named.reduce(earlier), named.reduce(later)];
    const ledger = received.filter(
      (each) => each.method === method && each.amount.currency === amount.currency && each.day >= first && each.day <= last,
    );
    return comparison(month, method, totals, ledger);
  });
}

const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
const later = (a: Day, b: Day): Day => (a > b ? a : b);

function comparison(month: Month, method: Method, totals: readonly DayTotal[], received: readonly DayReceived[]): MonthComparison {
  const { currency } = totals[0]!.amount;
  const saidOn = grouped(totals, ({ day }) => day);
  const receivedOn = grouped(received, ({ day }) => day);
  const days = [...new Set([...saidOn.keys(), ...receivedOn.keys()])].sort().flatMap((day): DayDifference[] => {
    const said = saidOn.has(day) ? summed(saidOn.get(day)!, currency) : { amount: nothing(currency), count: 0 };
    const ledger = counted(receivedOn.get(day) ?? [], currency);
    return agree(said, ledger) ? [] : [{ day, method, said, isSaid: saidOn.has(day), ledger }];
  });
  const said = summed(totals, currency);
  const ledger = counted(received, currency);
  return { month, method, said, ledger, isSame: agree(said, ledger), days };
}

const agree = (said: Told, ledger: Told): boolean =>
  isEqual(said.amount, ledger.amount) && (said.count === undefined || said.count === ledger.count);

/** A count stands only where every part has one. */
function summed(totals: readonly Told[], currency: string): Told {
  const amount = totals.map((total) => total.amount).reduce(plus, nothing(currency));
  if (totals.some(({ count }) => count === undefined)) return { amount };
  return { amount, count: totals.reduce((sum, { count }) => sum + count!, 0) };
}

const counted = (received: readonly DayReceived[], currency: string): Told & { readonly count: number } => ({
  amount: received.map(({ amount }) => amount).reduce(plus, nothing(currency)),
  count: received.reduce((sum, { count }) => sum + count, 0),
});

function grouped<T>(all: readonly T[], by: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const key = by(each);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return groups;
}
