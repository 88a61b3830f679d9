import { type Fund, creditOf } from '../domain/fund.js';
import { money, toJson } from '../domain/money.js';
import type { Decided } from '../event-store/event-store.js';
import type { ObligationRow } from './obligations.projection.js';

/** One line of what is owed, as programs read it. `owed` is signed. */
export const obligationView = (row: ObligationRow) => ({
  position: row.position.toString(),
  kind: row.kind,
  ...(row.paymentId && { payment: row.paymentId }),
  month: row.month,
  ...(row.belongsTo && { belongsTo: row.belongsTo }),
  owed: toJson(money(row.owedMinor, row.currency)),
  ...(row.baseMinor !== null && { base: toJson(money(row.baseMinor, row.currency)) }),
  ...(row.baseKind && { baseKind: row.baseKind }),
  ...(row.shareBp !== null && { shareBp: row.shareBp }),
  ...(row.policyVersion !== null && { policyVersion: row.policyVersion }),
  happenedAt: row.happenedAt,
  ...(row.publishedOn && { publishedOn: row.publishedOn }),
});

/**
 * A fund's buckets and what they came from:
 * `available + reserved + inFlight + setApart + netPaid = opening + derived + adjustments + advanced`.
 */
export const fundView = (currency: string, fund: Fund) => ({
  currency,
  available: toJson(fund.available),
  reserved: toJson(fund.reserved),
  inFlight: toJson(fund.inFlight),
  setApart: toJson(fund.setApart),
  netPaid: toJson(fund.netPaid),
  opening: toJson(fund.opening),
  derived: toJson(fund.derived),
  adjustments: toJson(fund.adjustments),
  advanced: toJson(fund.advanced),
  credit: toJson(creditOf(fund)),
  forGood: toJson(fund.forGood),
});

/** What stating a balance or covering an advance came to: read from the events, the same on every repeat. */
export function answerOf({ events }: Decided) {
  for (const { type, data } of events) {
    if (type === 'OpeningBalanceStated') return { owed: toJson(data.owed), paid: toJson(data.paid), month: data.month };
    if (type === 'FundAdvanced') return { amount: toJson(data.amount), as: data.forGood ? 'for-good' : 'credit', month: data.month };
    if (type === 'AdvanceMet') return { amount: toJson(data.amount), month: data.month };
  }
  return {};
}
