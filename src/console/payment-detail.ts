import { money } from '../domain/money.js';
import type { Obligation } from '../domain/pledge.js';
import type { ObligationRow } from '../obligations/obligations.projection.js';
import type { PaymentRow } from '../payments/payments.projection.js';
import type { PaymentDetail } from './pages/payment.js';
import type { HistoryLine } from './payment-history.js';

type Detail = Omit<PaymentDetail, 'frame' | 'line' | 'remaining' | 'forms' | 'mayOpenLine' | 'mayForgetPayer'>;

/** All that the books say of one payment. */
export function paymentDetail(
  row: PaymentRow,
  obligations: readonly ObligationRow[],
  lines: readonly HistoryLine[],
  opened: { payer?: string; reference?: string },
): Detail {
  const derived = obligations.find(({ kind }) => kind === 'derived');
  return {
    fee: money(row.feeMinor, row.currency),
    ...(row.times !== null && { times: row.times }),
    tax: row.tax,
    taxIncluded: money(row.taxMinor, row.currency),
    month: row.month,
    ...(row.belongsTo && { belongsTo: row.belongsTo }),
    ...(derived && { obligation: obligationShown(derived) }),
    ...(row.refundedMinor > 0n && { refunded: money(row.refundedMinor, row.currency) }),
    ...opened,
    ...(row.observationId && { from: 'A file that was brought in' }),
    ...(row.reversedMinor > row.reinstatedMinor && { takenBack: money(row.reversedMinor - row.reinstatedMinor, row.currency) }),
    history: lines,
  };
}

/** What corrections and what went back changed of what is owed. */
export const owedLines = (obligations: readonly ObligationRow[]) =>
  obligations
    .filter(({ kind }) => kind === 'adjusted')
    .map((line) => ({ at: line.happenedAt, words: 'What you owe changed by', amount: money(line.owedMinor, line.currency) }));

const obligationShown = (row: ObligationRow): Obligation => ({
  owed: money(row.owedMinor, row.currency),
  base: money(row.baseMinor ?? 0n, row.currency),
  baseKind: row.baseKind ?? 'gross',
  shareBp: row.shareBp ?? 0,
  policyVersion: row.policyVersion ?? 0,
});
