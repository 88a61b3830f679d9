import type { EventType } from '../domain/events.js';
import { money, toJson } from '../domain/money.js';
import type { Decided } from '../event-store/event-store.js';
import type { PayoutRow } from './payouts.projection.js';

/** A payout as programs read it. To whom it goes, and for which call, is sealed and not in it. */
export const payoutView = (row: PayoutRow) => ({
  payout: row.payoutId,
  status: row.status,
  amount: toJson(money(row.amountMinor, row.currency)),
  given: toJson(money(row.givenMinor, row.givenCurrency)),
  rail: row.rail,
  ...(row.code && { code: row.code }),
  proposedAt: row.proposedAt,
  proposedBy: row.proposedBy,
  ...(row.approvedBy && { approvedBy: row.approvedBy }),
  ...(row.holder && { heldBy: row.holder }),
  ...(row.sentAt && { sentAt: row.sentAt }),
  ...(row.month && { month: row.month }),
  ...(row.paidAt && { paidAt: row.paidAt }),
  ...(row.because && { because: row.because }),
  ...(row.returnedAt && { returnedAt: row.returnedAt }),
  ...(row.returnReason && { returnReason: row.returnReason }),
  ...(row.why && { why: row.why }),
  ...(row.since && { since: row.since }),
  ...(row.publishedPeriod && { publishedFor: row.publishedPeriod }),
});

/** `PayoutFailed` and `PayoutAttemptStarted` lead to two states each: which, the row says. */
const statusAfter: Partial<Record<EventType, PayoutRow['status']>> = {
  PayoutProposed: 'proposed',
  PayoutAgreed: 'approved',
  PayoutNotSent: 'approved',
  PayoutAttemptStarted: 'held',
  PayoutSendingUndone: 'held',
  PayoutSentByHand: 'sent',
  PayoutPaid: 'paid',
  PayoutReturned: 'returned',
  PayoutCancelled: 'cancelled',
};

/** Where an act left the payout, read from the events it appended; undefined where it changed nothing. */
export const statusFrom = ({ events }: Decided): PayoutRow['status'] | undefined =>
  events.flatMap(({ type }) => statusAfter[type] ?? []).at(-1);

export function proposedView({ events }: Decided) {
  return events.flatMap((event) => {
    if (event.type !== 'PayoutProposed') return [];
    const { payout, amount, given, rail, rateSource } = event.data;
    return [{ payout, status: 'proposed', amount: toJson(amount), given: toJson(given), rail, ...(rateSource && { rateSource }) }];
  })[0];
}
