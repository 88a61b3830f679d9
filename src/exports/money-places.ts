import type { Month } from '../domain/calendar.js';
import type { LedgerEvent } from '../domain/events.js';
import { negated } from '../domain/money.js';
import type { CorrectedPayment } from '../domain/payment.js';
import { type Posting, cameIn, isOfPayment, postingsOf } from '../domain/postings.js';
import { type Sum, gathered } from './account-sums.js';
import { clearing } from './chart.js';

/** What an event moves in one month. Only a correction moves in two: the wrong one goes out in its month, the right one comes in in its own. */
export interface Part {
  /** None for what is not booked into a month: it stands on its own day. */
  readonly month?: Month | undefined;
  readonly belongsTo?: Month | undefined;
  readonly sums: readonly Sum[];
}

/** What changed later: by which method it came, and what of it lies on that account now. */
interface Place {
  readonly method: string;
  readonly held: readonly Sum[];
}

/**
 * Says on which account each payment came in and from which each payout left. It remembers a word for each payout, and of
 * payments only those of which anything is said after they came in, so that long books need little memory.
 */
export class MoneyPlaces {
  private readonly ofPayments = new Map<string, Place>();
  private readonly ofPayouts = new Map<string, string>();

  constructor(private readonly changed: ReadonlySet<string>) {}

  partsOf(event: LedgerEvent): Part[] {
    if (event.type === 'PayoutProposed') this.ofPayouts.set(event.data.payout, event.data.rail);
    if (event.type === 'PaymentCorrected') return this.corrected(event.data);
    const postings = postingsOf(event);
    if (postings.length === 0) return [];
    const sums = placed(postings, this.methodOf(event));
    if (isOfPayment(event)) this.remember(event.data.payment, this.methodOf(event), sums);
    const { month, belongsTo } = event.data as { month?: Month; belongsTo?: Month };
    return [{ month, belongsTo, sums }];
  }

  private methodOf(event: LedgerEvent): string {
    if (event.type === 'PaymentReceived') return event.data.method;
    const { payment, payout } = event.data as { payment?: string; payout?: string };
    const known = isOfPayment(event) ? this.ofPayments.get(payment!)?.method : this.ofPayouts.get(payout ?? '');
    return known ?? 'other';
  }

  /** What went back of the wrong one went back by the method that is right: with it, all that is held moves over. */
  private corrected(data: CorrectedPayment): Part[] {
    const { payment, method, before } = data;
    const { method: wrong, held } = this.ofPayments.get(payment) ?? { method, held: [] };
    const out = placed(cameIn(before), wrong).map(({ account, amount }) => ({ account, amount: negated(amount) }));
    const into = placed(cameIn(data), method);
    const left = gathered([...held, ...out.filter(({ account }) => account === clearing(wrong))]);
    const wentBack = left.flatMap(({ amount }) => [
      { account: clearing(wrong), amount: negated(amount) },
      { account: clearing(method), amount },
    ]);
    const inSums = gathered([...into, ...(wrong === method ? [] : wentBack)]);
    this.ofPayments.delete(payment);
    this.remember(payment, method, [...(wrong === method ? left : []), ...inSums]);
    if (before.month === data.month) return [{ month: data.month, belongsTo: data.belongsTo, sums: gathered([...out, ...inSums]) }];
    return [
      { month: before.month, belongsTo: before.belongsTo, sums: out },
      { month: data.month, belongsTo: data.belongsTo, sums: inSums },
    ];
  }

  private remember(payment: string, method: string, sums: readonly Sum[]): void {
    if (!this.changed.has(payment)) return;
    const here = sums.filter(({ account }) => account === clearing(method));
    this.ofPayments.set(payment, { method, held: gathered([...(this.ofPayments.get(payment)?.held ?? []), ...here]) });
  }
}

const placed = (postings: readonly Posting[], method: string): Sum[] =>
  gathered(postings.map(({ account, amount }) => ({ account: account === 'assets:received' ? clearing(method) : account, amount })));
