import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsController } from './accounts.http.js';
import { ImportDraftRow, ImportDrafts } from './import-drafts.queries.js';
import { ImportFileRow, ImportFiles } from './import-files.queries.js';
import { ImportMappingRow, ImportMappings } from './import-mappings.queries.js';
import { ImportPreviews } from './import-preview.queries.js';
import { ConfirmImportHandler } from './imports.commands.js';
import { ImportsController } from './imports.http.js';
import { MonthsController } from './months.http.js';
import { MonthCloseRow } from './months.projection.js';
import { ObservationsController } from './observations.http.js';
import { AccountRow, ObservationLineRow, ObservationRow } from './observations.projection.js';
import { CloseMonthHandler, OpenAccountHandler } from './reconciliation.commands.js';
import { Reconciliation } from './reconciliation.queries.js';
import { ReopenObservationHandler, ReviewObservationHandler } from './review.commands.js';
import { RecordedPayments } from './recorded-payments.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      AccountRow,
      ObservationRow,
      ObservationLineRow,
      ImportDraftRow,
      ImportFileRow,
      ImportMappingRow,
      MonthCloseRow,
    ]),
  ],
  controllers: [AccountsController, ImportsController, MonthsController, ObservationsController],
  providers: [
    ImportDrafts,
    ImportFiles,
    ImportMappings,
    ImportPreviews,
    ConfirmImportHandler,
    CloseMonthHandler,
    OpenAccountHandler,
    ReopenObservationHandler,
    ReviewObservationHandler,
    Reconciliation,
    RecordedPayments,
  ],
  exports: [ImportDrafts, ImportFiles, ImportMappings, ImportPreviews, Reconciliation],
})
export class ReconciliationModule {}
