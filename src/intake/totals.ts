import { type DayTotal, placeKey, placeOf } from '../domain/day-total.js';
import { plus } from '../domain/money.js';
import type { Method } from '../domain/payment.js';
import { invalid } from '../domain/refusal.js';
import { keyOf, type Row } from './csv.js';

/** How booking programs call ways of paying, in English and French; the first that fits counts. “Interac” alone is a card at a terminal. */
const words: readonly (readonly [Method, RegExp])[] = [
  ['interac', /etransfer|etfr|emt$|virementinterac|interacvirement/],
  ['paypal', /paypal/],
  ['cheque', /cheque|check/],
  ['cash', /^(?:cash|comptant|especes)$/],
];

/** Cards and whatever else is not told apart here are one: `other`. */
export const methodNamed = (written: string): Method => words.find(([, pattern]) => pattern.test(keyOf(written)))?.[0] ?? 'other';

/** @throws InvalidInput naming the line for what is no whole number */
export function readCount({ line, cells }: Row, index: number, column: string): number {
  const written = cells[index] ?? '';
  if (!/^\d{1,6}$/.test(written)) throw invalid(`line ${line}`, `${column} is not a whole number like 12.`);
  return Number(written);
}

/** Rows of one day and method are one total: cards of two makes, two rooms. A count stands only where each of them has one. */
export function summed(totals: readonly DayTotal[]): DayTotal[] {
  const sums = new Map<string, DayTotal>();
  for (const total of totals) {
    const key = placeKey(placeOf(total));
    const before = sums.get(key);
    sums.set(key, before ? together(before, total) : total);
  }
  return [...sums.values()];
}

const together = ({ count: before, ...one }: DayTotal, { amount, count }: DayTotal): DayTotal => ({
  ...one,
  amount: plus(one.amount, amount),
  ...(before !== undefined && count !== undefined && { count: before + count }),
});
