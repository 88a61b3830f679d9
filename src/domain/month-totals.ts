import type { Month } from './calendar.js';
import type { ChainEnd } from './fact.js';
import { type Money, minus, nothing, plus } from './money.js';

/** What was booked in a month, in one currency. Signed: what went back, or was corrected, may take more than came. */
export interface MonthChanges {
  /** What people paid, less what went back of it. */
  readonly kept: Money;
  /** Inside what was kept. */
  readonly tax: Money;
  readonly fees: Money;
  readonly setAside: Money;
  readonly adjusted: Money;
  readonly advanced: Money;
  readonly sent: Money;
  readonly cameBack: Money;
}

/**
 * One currency over a month: `opening + setAside + adjusted + advanced − sent + cameBack = closing`. What was owed before these books
 * began stands in the opening of the month in which it was stated.
 */
export interface MonthTotals extends MonthChanges {
  readonly opening: Money;
  readonly closing: Money;
}

/** What came late: booked in one month, and belonging to another that was closed by then. */
export interface LateChanges {
  readonly month: Month;
  readonly changed: readonly MonthChanges[];
}

/** What a close is made on: the figures, and where the chain ended before they were read. */
export interface ClosingFigures {
  readonly end: ChainEnd;
  /** One for each currency in which anything is held or was paid, in the order of their codes. */
  readonly totals: readonly MonthTotals[];
  readonly late: readonly LateChanges[];
}

export const changeNames = ['kept', 'tax', 'fees', 'setAside', 'adjusted', 'advanced', 'sent', 'cameBack'] as const;

export function noChanges(currency: string): MonthChanges {
  const none = nothing(currency);
  return { kept: none, tax: none, fees: none, setAside: none, adjusted: none, advanced: none, sent: none, cameBack: none };
}

const added = (one: MonthChanges, other: MonthChanges): MonthChanges => ({
  kept: plus(one.kept, other.kept),
  tax: plus(one.tax, other.tax),
  fees: plus(one.fees, other.fees),
  setAside: plus(one.setAside, other.setAside),
  adjusted: plus(one.adjusted, other.adjusted),
  advanced: plus(one.advanced, other.advanced),
  sent: plus(one.sent, other.sent),
  cameBack: plus(one.cameBack, other.cameBack),
});

/** What the changes make of what is held in that currency. */
export const heldBy = ({ setAside, adjusted, advanced, sent, cameBack }: MonthChanges): Money =>
  [setAside, adjusted, advanced, cameBack].reduce(plus, minus(nothing(sent.currency), sent));

/** A total for what was held when the month began, and what was booked in it. */
export const totalOf = (opening: Money, changes: MonthChanges): MonthTotals => ({
  ...changes,
  opening,
  closing: plus(opening, heldBy(changes)),
});

/** Both together, currency by currency, in the order of their codes. */
export function addedChanges(some: readonly MonthChanges[], more: readonly MonthChanges[]): MonthChanges[] {
  const together = new Map<string, MonthChanges>();
  for (const changes of [...some, ...more]) {
    const { currency } = changes.kept;
    together.set(currency, added(together.get(currency) ?? noChanges(currency), changes));
  }
  return [...together].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, changes]) => changes);
}

/** What a month would say if what came late stood in it: its opening stays, all else follows. */
export function restatedTotals(totals: readonly MonthTotals[], changed: readonly MonthChanges[]): MonthTotals[] {
  const openings = new Map(totals.map(({ opening }) => [opening.currency, opening]));
  const own = totals.map(({ opening: _before, closing: _after, ...changes }) => changes);
  return addedChanges(own, changed).map((changes) => {
    const { currency } = changes.kept;
    return totalOf(openings.get(currency) ?? nothing(currency), changes);
  });
}
