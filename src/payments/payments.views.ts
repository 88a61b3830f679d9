import { money, toJson } from '../domain/money.js';
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
  method: row.method,
  offering: row.offering,
  ...(row.times !== null && { times: row.times }),
  insidePledge: row.insidePledge,
  ...(row.policyVersion !== null && { policyVersion: row.policyVersion }),
  status: row.status,
});

/** What one request on a payment came to: read from the events it appended, the same on every repeat. */
export function answerOf({ events }: Decided) {
  const answer: { payment?: string; owed?: object; owedChangedBy?: object; policyVersion?: number } = {};
  for (const event of events) {
    if (event.type === 'PaymentReceived' || event.type === 'PaymentRefunded' || event.type === 'PaymentVoided')
      answer.payment = event.data.payment;
    if (event.type === 'ObligationDerived')
      Object.assign(answer, { owed: toJson(event.data.owed), policyVersion: event.data.policyVersion });
    if (event.type === 'ObligationAdjusted') answer.owedChangedBy = toJson(event.data.by);
  }
  return answer;
}
