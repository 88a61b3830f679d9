import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AllocateObservationHandler } from './allocation.commands.js';
import { AccountsController } from './accounts.http.js';
import { StateDayTotalsHandler, WithdrawDayTotalHandler } from './day-totals.commands.js';
import { DayTotalsController } from './day-totals.http.js';
import { DayTotalRow } from './day-totals.projection.js';
import { DayTotals } from './day-totals.queries.js';
import { ImportDraftRow, ImportDrafts } from './import-drafts.queries.js';
import { ImportFileRow, ImportFiles } from './import-files.queries.js';
import { ImportMappingRow, ImportMappings } from './import-mappings.queries.js';
import { ImportParts } from './import-parts.js';
import { ImportPreviews } from './import-preview.queries.js';
import { ImportRunning } from './import-running.queries.js';
import { ImportRuns } from './import-runs.queries.js';
import { ConfirmImportHandler } from './imports.commands.js';
import { ImportsController } from './imports.http.js';
import { MailAddresses } from './mail-addresses.queries.js';
import { MailArrivals } from './mail-arrivals.js';
import { MailboxRound } from './mail-boxes.jobs.js';
import { MailBoxes } from './mail-boxes.queries.js';
import { MailCounts } from './mail-counts.queries.js';
import { MailSecrets } from './mail-secrets.queries.js';
import { NoteMailHandler } from './mails.commands.js';
import { MailsController } from './mails.http.js';
import { mailRows } from './mails.rows.js';
import { MappingsController } from './mappings.http.js';
import { MonthsController } from './months.http.js';
import { MonthCloseRow } from './months.projection.js';
import { KnownLines } from './known-lines.queries.js';
import { KnownMovements } from './known-movements.js';
import { ForgottenLines } from './forgotten-lines.queries.js';
import { OtherFormats } from './other-formats.queries.js';
import { ObservationsController } from './observations.http.js';
import { AccountRow, ObservationLineRow, ObservationPartRow, ObservationRow } from './observations.projection.js';
import { PayPalConnections } from './paypal-connections.queries.js';
import { PayPalSearch } from './paypal-search.js';
import { PayPalWebhooksController } from './paypal-webhooks.http.js';
import { PayPalWebhooks } from './paypal-webhooks.js';
import { AccountsWorker, PayPalSweep } from './paypal.jobs.js';
import { OpenAccountHandler } from './reconciliation.commands.js';
import { Reconciliation } from './reconciliation.queries.js';
import { ReopenObservationHandler, ReviewObservationHandler } from './review.commands.js';
import { AssertStatementHandler, ExplainDifferenceHandler } from './statements.commands.js';
import { StatementsController } from './statements.http.js';
import { ExplanationRow } from './explanations.projection.js';
import { StatementRow } from './statements.projection.js';
import { Statements } from './statements.queries.js';
import { UnwitnessedPayments } from './unwitnessed-payments.queries.js';
import { WaitingLines } from './waiting-lines.queries.js';
import { RecordedPayments } from './recorded-payments.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      AccountRow,
      ObservationRow,
      ObservationLineRow,
      ObservationPartRow,
      ImportDraftRow,
      ImportFileRow,
      ImportMappingRow,
      MonthCloseRow,
      DayTotalRow,
      StatementRow,
      ExplanationRow,
      ...mailRows,
    ]),
  ],
  controllers: [
    AccountsController,
    DayTotalsController,
    ImportsController,
    MappingsController,
    MailsController,
    MonthsController,
    ObservationsController,
    PayPalWebhooksController,
    StatementsController,
  ],
  providers: [
    DayTotals,
    Statements,
    AssertStatementHandler,
    ExplainDifferenceHandler,
    StateDayTotalsHandler,
    WithdrawDayTotalHandler,
    ImportDrafts,
    ImportFiles,
    ImportMappings,
    ImportPreviews,
    ImportParts,
    ImportRunning,
    ImportRuns,
    ConfirmImportHandler,
    MailAddresses,
    MailArrivals,
    MailBoxes,
    MailboxRound,
    MailCounts,
    MailSecrets,
    NoteMailHandler,
    OpenAccountHandler,
    AllocateObservationHandler,
    ReopenObservationHandler,
    ReviewObservationHandler,
    Reconciliation,
    UnwitnessedPayments,
    RecordedPayments,
    WaitingLines,
    KnownLines,
    KnownMovements,
    ForgottenLines,
    OtherFormats,
    PayPalConnections,
    PayPalSearch,
    PayPalSweep,
    PayPalWebhooks,
    AccountsWorker,
  ],
  exports: [
    DayTotals,
    Statements,
    ImportDrafts,
    ImportFiles,
    ImportMappings,
    ImportPreviews,
    ImportRunning,
    ImportRuns,
    MailAddresses,
    MailArrivals,
    MailBoxes,
    MailboxRound,
    MailCounts,
    MailSecrets,
    PayPalConnections,
    PayPalSweep,
    Reconciliation,
    UnwitnessedPayments,
    WaitingLines,
  ],
})
export class ReconciliationModule {}
