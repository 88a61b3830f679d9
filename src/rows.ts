import { accessRows } from './access/access.rows.js';
import { memberships } from './access/memberships.projection.js';
import { calls, recipients } from './calls/calls.projection.js';
import { ReceiptConsentRow } from './calls/receipt-consent.row.js';
import type { Projection } from './event-store/projection.js';
import { feedback } from './feedback/feedback.projection.js';
import { ledgers } from './ledgers/ledgers.projection.js';
import { obligations } from './obligations/obligations.projection.js';
import { payments } from './payments/payments.projection.js';
import { PayoutWatchRow } from './payouts/payout-watch.js';
import { payouts } from './payouts/payouts.projection.js';
import { explanations } from './reconciliation/explanations.projection.js';
import { statements } from './reconciliation/statements.projection.js';
import { dayTotals } from './reconciliation/day-totals.projection.js';
import { ImportDraftRow } from './reconciliation/import-drafts.queries.js';
import { ImportFileRow } from './reconciliation/import-files.queries.js';
import { ImportMappingRow } from './reconciliation/import-mappings.queries.js';
import { mailRows } from './reconciliation/mails.rows.js';
import { monthCloses } from './reconciliation/months.projection.js';
import { ObservationLineRow, accounts, observationParts, observations } from './reconciliation/observations.projection.js';
import { payPalRows } from './reconciliation/paypal-rows.js';
import { monthTotals } from './reports/month-totals.projection.js';
import { paymentsBack } from './reports/payments-back.projection.js';
import { publication } from './transparency/publication.projection.js';
import { LogCheckpointRow } from './transparency/shown-checkpoints.queries.js';
import { SubjectKeyRow } from './vault/subject-key.row.js';

/** Everything derived from the events. Each runs inside the append and can be made again from position 1. */
export const projections: readonly Projection[] = [
  ledgers,
  memberships,
  payments,
  obligations,
  accounts,
  statements,
  explanations,
  observations,
  observationParts,
  dayTotals,
  calls,
  recipients,
  payouts,
  monthCloses,
  monthTotals,
  paymentsBack,
  publication,
  feedback,
];

/** Rows that no event makes: keys, sign-in, previews, what the columns of files are. */
export const otherRows = [
  SubjectKeyRow,
  ReceiptConsentRow,
  ObservationLineRow,
  ImportDraftRow,
  ImportFileRow,
  ImportMappingRow,
  LogCheckpointRow,
  ...mailRows,
  ...payPalRows,
  PayoutWatchRow,
  ...accessRows,
];
