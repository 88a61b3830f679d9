import type { Asked } from './asked.js';
import { type Day, type Instant, type Month, addDaysTo, dayOf, isDay, monthOfDay, noonOf } from './calendar.js';
import { type Currency, isCurrency } from './currency.js';
import type { Fact, Stream } from './fact.js';
import { type Money, isEqual, largestMinor } from './money.js';
import type { Account } from './observation.js';
import { type Method, methods } from './payment.js';
import { type FieldFault, InvalidInput, Refusal, invalid } from './refusal.js';

/** Of which day, method and currency a total speaks. */
export interface DayTotalPlace {
  readonly day: Day;
  readonly method: Method;
  readonly currency: Currency;
}

/**
 * What a booking program like Jane says came in on a day by one method, all together. It names nobody and makes no payment: it
 * only tells whether the ledger has them all.
 */
export interface DayTotal {
  readonly day: Day;
  readonly method: Method;
  /** Below zero on a day on which more went back than came in. */
  readonly amount: Money;
  /** How many payments, where the program says so. */
  readonly count?: number;
}

export type DayTotalFact =
  | Fact<'DayTotalStated', DayTotal & { readonly account: string }>
  | Fact<'DayTotalWithdrawn', DayTotalPlace & { readonly account: string }>;

/** What stands of one account's month: the last word on each place. */
export type MonthTotals = ReadonlyMap<string, DayTotal>;

export const placeOf = ({ day, method, amount }: DayTotal): DayTotalPlace => ({ day, method, currency: amount.currency });
export const placeKey = ({ day, method, currency }: DayTotalPlace): string => `${day} ${method} ${currency}`;
const keyOf = (total: DayTotal): string => placeKey(placeOf(total));

export const monthTotalsStream = (account: string, month: Month): Stream<MonthTotals, DayTotalFact> => ({
  name: `totals/${account}/${month}`,
  unborn: new Map(),
  evolve: evolveMonthTotals,
});

export function evolveMonthTotals(before: MonthTotals, fact: DayTotalFact): MonthTotals {
  const totals = new Map(before);
  switch (fact.type) {
    case 'DayTotalStated': {
      const { day, method, amount, count } = fact.data;
      return totals.set(keyOf(fact.data), { day, method, amount, ...(count !== undefined && { count }) });
    }
    case 'DayTotalWithdrawn':
      totals.delete(placeKey(fact.data));
      return totals;
  }
}

export interface DayTotalsStatement extends Asked {
  readonly account: string;
  readonly totals: readonly DayTotal[];
}

/** Keeps what a booking program says of days. */
export class StateDayTotals {
  constructor(readonly input: DayTotalsStatement) {}
}

export const mostTotals = 5000;
const mostPayments = 100_000;

export const monthsOf = (totals: readonly Pick<DayTotal, 'day'>[]): Month[] =>
  [...new Set(totals.map(({ day }) => monthOfDay(day)))].sort();

/**
 * The last word counts: what is said again adds nothing, what is said otherwise takes the place of what stood there. Facts come
 * by month, in the order of the months.
 * @param months what stands in each month that the totals touch, in the order of `monthsOf`
 */
export function stateDayTotals(
  account: Account,
  months: readonly MonthTotals[],
  { account: id, totals }: DayTotalsStatement,
  zone: string,
  now: Instant,
): DayTotalFact[][] {
  if (account.status === 'unknown') throw new Refusal('account/unknown', 'There is no such account in this ledger.');
  checkTotals(totals, addDaysTo(dayOf(now, zone), 1));
  return monthsOf(totals).map((month, index) =>
    totals
      .filter((total) => monthOfDay(total.day) === month && !isSame(months[index]!.get(keyOf(total)), total))
      .map((total) => ({ type: 'DayTotalStated', data: { account: id, ...total }, happenedAt: noonOf(total.day, zone) })),
  );
}

const isSame = (known: DayTotal | undefined, { amount, count }: DayTotal): boolean =>
  known !== undefined && isEqual(known.amount, amount) && known.count === count;

/** @param latest no day after it can be meant @throws InvalidInput with the fields `totals.0` … */
export function checkTotals(totals: readonly DayTotal[], latest: Day): void {
  if (totals.length === 0) throw invalid('totals', 'State at least one total.');
  if (totals.length > mostTotals) throw invalid('totals', `State at most ${mostTotals} totals at a time: a shorter time.`);
  const faults: FieldFault[] = [];
  const seen = new Set<string>();
  for (const [index, total] of totals.entries()) {
    const says = faultIn(total, latest) ?? (seen.has(keyOf(total)) ? 'This day and method was stated twice. State it once.' : undefined);
    if (says) faults.push({ field: `totals.${index}`, says });
    else seen.add(keyOf(total));
  }
  if (faults.length > 0) throw new InvalidInput(faults.slice(0, 20));
}

function faultIn({ day, method, amount, count = 0 }: DayTotal, latest: Day): string | undefined {
  if (!isDay(day) || day < '1990-01-01') return 'This is no day that can be meant. Write it like 2026-10-04.';
  if (day > latest) return `${day} is in the future. Check the day.`;
  if (!methods.includes(method)) return `Say by which method it came: ${methods.join(', ')}.`;
  if (!isCurrency(amount.currency)) return 'Say the currency by its three letters, like CAD.';
  if (amount.minor > largestMinor || amount.minor < -largestMinor) return 'This is more than this ledger can hold. Check the amount.';
  if (!Number.isSafeInteger(count) || count < 0 || count > mostPayments)
    return `A count is a whole number from 0 to ${mostPayments}. Check it.`;
  return undefined;
}

export interface DayTotalWithdrawal extends Asked, DayTotalPlace {
  readonly account: string;
}

/** Takes back one total that was read wrongly, or that the booking program does not say any more. */
export class WithdrawDayTotal {
  constructor(readonly input: DayTotalWithdrawal) {}
}

/** Taken back twice, it is taken back once. */
export function withdrawDayTotal(
  totals: MonthTotals,
  { account, day, method, currency }: DayTotalWithdrawal,
  now: Instant,
): DayTotalFact[] {
  const place = { day, method, currency };
  return totals.has(placeKey(place)) ? [{ type: 'DayTotalWithdrawn', data: { account, ...place }, happenedAt: now }] : [];
}
