import type { Currency } from '../domain/currency.js';
import { isPositive, minus, type Money, nothing, plus } from '../domain/money.js';
import type { MonthFigures } from '../web/month-table.js';
import type { StatedFund } from './pages/statement.js';
import type { PublishedFund } from './pages/transparency.js';
import type { StatedMonth } from './published.js';

/**
 * Every currency over all publications so far, the ledger's own first. In each, to the cent:
 * `promised − passed on = still waiting`, where
 *
 *     promised  = the first opening + all that accrued
 *     passed on = paid − came back + converted out − converted in
 *
 * Money that the fund gave up for people who receive another currency counts where it was promised, once. A currency into
 * which money was only converted therefore has no line of its own here; the months' statements show it.
 */
export function publishedFunds(months: readonly StatedMonth[], home: Currency): PublishedFund[] {
  const currencies = [...new Set(months.flatMap(({ funds }) => funds.map(currencyOf)))].sort();
  const ordered = [home, ...currencies.filter((each) => each !== home)];
  return ordered.map((currency) => publishedFund(months, currency)).filter((fund) => currencyOfSum(fund) === home || isSpokenOf(fund));
}

const currencyOf = ({ closing }: StatedFund): Currency => closing.currency;
const currencyOfSum = ({ waiting }: PublishedFund): Currency => waiting.currency;
const isSpokenOf = ({ promised, passedOn, waiting }: PublishedFund): boolean =>
  [promised, passedOn, waiting].some(({ minor }) => minor !== 0n);

function publishedFund(months: readonly StatedMonth[], currency: Currency): PublishedFund {
  const stated = months.flatMap(({ month, funds }) =>
    funds.filter(({ closing }) => closing.currency === currency).map((fund) => ({ month, fund })),
  );
  const none = nothing(currency);
  const rows = stated.map(({ month, fund }): MonthFigures => ({ month, promised: fund.accrued, passedOn: passedOnIn(fund) }));
  const opening = stated[0]?.fund.opening ?? none;
  const waiting = stated.at(-1)?.fund.closing ?? none;
  const oldestWaits = isPositive(waiting) ? periodsWaited(opening, rows) : undefined;
  return {
    promised: rows.reduce((sum, { promised }) => plus(sum, promised), opening),
    passedOn: rows.reduce((sum, { passedOn }) => plus(sum, passedOn), none),
    waiting,
    ...(oldestWaits !== undefined && { oldestWaits }),
    months: rows.reverse(),
  };
}

/** What left the fund for good in one publication; below zero when more came back. */
export const passedOnIn = ({ paid, returned, convertedIn, convertedOut }: StatedFund): Money =>
  minus(plus(minus(paid, returned), convertedOut), convertedIn);

/**
 * For how many published periods the oldest money has waited, when the oldest always goes first. What was there before the
 * first publication has waited through all of them, what came with the last one through none.
 * @param months oldest first
 */
function periodsWaited(opening: Money, months: readonly MonthFigures[]): number {
  const takenOut = ({ promised, passedOn }: MonthFigures): bigint => passedOn.minor + (promised.minor < 0n ? -promised.minor : 0n);
  const gone = months.reduce((sum, month) => sum + takenOut(month), opening.minor < 0n ? -opening.minor : 0n);
  let came = opening.minor > 0n ? opening.minor : 0n;
  if (came > gone) return months.length;
  const first = months.findIndex(({ promised }) => {
    came += promised.minor > 0n ? promised.minor : 0n;
    return came > gone;
  });
  return months.length - 1 - first;
}
