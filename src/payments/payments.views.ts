import { type Money, money, plus, toJson } from '../domain/money.js';
import { isOfPayment } from '../domain/postings.js';
import type { Decided } from '../event-store/event-store.js';
import type { PaymentRow } from './payments.projection.js';

/** A payment as programs read it. Nothing sealed is in it. */
export const paymentView = (row: PaymentRow) => ({
  payment: row.paymentId,
  receivedAt: row.receivedAt,
  month: row.month,
  ...(row.belongsTo && { belongsTo: row.belongsTo }),
  amount: toJson(money(row.amountMinor, row.currency)),
  fee: toJson(money(row.feeMinor, row.currency)),
  taxIncluded: toJson(money(row.taxMinor, row.currency)),
  tax: row.tax,
  refunded: toJson(money(row.refundedMinor, row.currency)),
  ...(row.reversedMinor > 0n && {
    reversed: toJson(money(row.reversedMinor, row.currency)),
    reinstated: toJson(money(row.reinstatedMinor, row.currency)),
  }),
  ...(row.settled && { settled: row.settled }),
  method: row.method,
  offering: row.offering,
  ...(row.times !== null && { times: row.times }),
  insidePledge: row.insidePledge,
  ...(row.policyVersion !== null && { policyVersion: row.policyVersion }),
  status: row.status,
  ...(row.corrected && { corrected: true }),
});

/**
 * What one request on a payment came to: read from the events it appended, the same on every repeat. A correction that moves what is
 * owed from one fund to another says what each changed by, as a list.
 */
export function answerOf({ events }: Decided) {
  const answer: { payment?: string; owed?: object; owedChangedBy?: object; policyVersion?: number } = {};
  const changes = new Map<string, Money>();
  for (const event of events) {
    if (isOfPayment(event)) answer.payment = event.data.payment;
    if (event.type === 'ObligationDerived')
      Object.assign(answer, { owed: toJson(event.data.owed), policyVersion: event.data.policyVersion });
    if (event.type !== 'ObligationAdjusted') continue;
    const { by } = event.data;
    const before = changes.get(by.currency);
    changes.set(by.currency, before ? plus(before, by) : by);
  }
  const changedBy = [...changes.values()].map(toJson);
  if (changedBy.length > 0) answer.owedChangedBy = changedBy.length === 1 ? changedBy[0]! : changedBy;
  return answer;
}
