import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsController } from './accounts.http.js';
import { ImportDraftRow, ImportDrafts } from './import-drafts.queries.js';
import { ImportPreviews } from './import-preview.queries.js';
import { ConfirmImportHandler } from './imports.commands.js';
import { ImportsController } from './imports.http.js';
import { MonthsController } from './months.http.js';
import { MonthCloseRow } from './months.projection.js';
import { KnownMovements } from './known-movements.js';
import { ObservationsController } from './observations.http.js';
import { AccountRow, ObservationLineRow, ObservationRow } from './observations.projection.js';
import { PayPalConnections } from './paypal-connections.queries.js';
import { PayPalSearch } from './paypal-search.js';
import { PayPalWebhooksController } from './paypal-webhooks.http.js';
import { PayPalWebhooks } from './paypal-webhooks.js';
import { AccountsWorker, PayPalSweep } from './paypal.jobs.js';
import { CloseMonthHandler, OpenAccountHandler } from './reconciliation.commands.js';
import { Reconciliation } from './reconciliation.queries.js';
import { ReviewProposals } from './review-proposals.queries.js';
import { ReviewObservationHandler } from './review.commands.js';
import { RecordedPayments } from './recorded-payments.js';

@Module({
  imports: [TypeOrmModule.forFeature([AccountRow, ObservationRow, ObservationLineRow, ImportDraftRow, MonthCloseRow])],
  controllers: [AccountsController, ImportsController, MonthsController, ObservationsController, PayPalWebhooksController],
  providers: [
    ImportDrafts,
    ImportPreviews,
    ConfirmImportHandler,
    CloseMonthHandler,
    OpenAccountHandler,
    ReviewObservationHandler,
    Reconciliation,
    RecordedPayments,
    KnownMovements,
    ReviewProposals,
    PayPalConnections,
    PayPalSearch,
    PayPalSweep,
    PayPalWebhooks,
    AccountsWorker,
  ],
  exports: [ImportDrafts, ImportPreviews, Reconciliation, ReviewProposals, PayPalConnections, PayPalSweep],
})
export class ReconciliationModule {}
