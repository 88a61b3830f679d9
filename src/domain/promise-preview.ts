import type { Month } from './calendar.js';
import { type Money, isPositive, minus, nothing, plus } from './money.js';
import { type Owing, owedFor } from './owed-for.js';
import { type PledgePolicy, fundCurrencyOf } from './pledge.js';

/** A payment that fell under the promise, as it stands now. */
export interface PastPayment extends Owing {
  /** In which it came in. */
  readonly month: Month;
  readonly refunded: Money;
}

/** What payments of a month set aside, corrections and refunds included, in one fund's currency. */
export interface SetAsideOfMonth {
  readonly month: Month;
  readonly owed: Money;
}

export interface PreviewOfMonth {
  readonly month: Month;
  /** What these payments set aside, as the books say. */
  readonly was: Money;
  /** What they would have set aside under the other wording. */
  readonly wouldBe: Money;
}

export interface PromisePreview {
  /** Newest first; one line a currency where a month has several. */
  readonly months: readonly PreviewOfMonth[];
  /** Sums of the lines, one a currency. */
  readonly together: readonly Omit<PreviewOfMonth, 'month'>[];
  readonly payments: number;
  /** Payments from abroad of which nobody said what they became at home, so that nothing can be said of them under this wording. */
  readonly withoutRate: number;
}

/**
 * What the promise would have come to under another wording: the payments that fell under it, each reckoned again by the same arithmetic
 * that decides obligations. Nothing in the books changes by it.
 */
export function previewPromise(
  draft: PledgePolicy,
  payments: readonly PastPayment[],
  setAside: readonly SetAsideOfMonth[],
  home: string,
): PromisePreview {
  const would: SetAsideOfMonth[] = [];
  let withoutRate = 0;
  for (const payment of payments) {
    if (!canBeReckoned(payment, draft, home)) withoutRate += 1;
    else would.push({ month: payment.month, owed: owedFor(payment, minus(payment.amount, payment.refunded), draft, home) });
  }
  const months = linesOf(setAside, would, home);
  return { months, together: togetherOf(months), payments: payments.length, withoutRate };
}

function canBeReckoned({ amount, settled }: PastPayment, draft: PledgePolicy, home: string): boolean {
  const fund = fundCurrencyOf(amount, draft, home);
  return fund === amount.currency || settled?.amount.currency === fund;
}

function linesOf(setAside: readonly SetAsideOfMonth[], would: readonly SetAsideOfMonth[], home: string): PreviewOfMonth[] {
  const lines = new Map<string, PreviewOfMonth>();
  const add = ({ month, owed }: SetAsideOfMonth, to: 'was' | 'wouldBe') => {
    const none = nothing(owed.currency);
    const line = lines.get(`${month} ${owed.currency}`) ?? { month, was: none, wouldBe: none };
    lines.set(`${month} ${owed.currency}`, { ...line, [to]: plus(line[to], owed) });
  };
  for (const each of setAside) add(each, 'was');
  for (const each of would) add(each, 'wouldBe');
  const place = ({ was: { currency } }: PreviewOfMonth): string => (currency === home ? '' : currency);
  return [...lines.values()]
    .filter(({ was, wouldBe }) => isPositive(was) || isPositive(wouldBe))
    .sort((a, b) => (a.month === b.month ? (place(a) < place(b) ? -1 : 1) : a.month < b.month ? 1 : -1));
}

function togetherOf(months: readonly PreviewOfMonth[]): Omit<PreviewOfMonth, 'month'>[] {
  const sums = new Map<string, Omit<PreviewOfMonth, 'month'>>();
  for (const { was, wouldBe } of months) {
    const sum = sums.get(was.currency);
    sums.set(was.currency, sum ? { was: plus(sum.was, was), wouldBe: plus(sum.wouldBe, wouldBe) } : { was, wouldBe });
  }
  return [...sums.values()];
}
