import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ImportDraftRow, ImportDrafts } from './import-drafts.js';
import { ImportPreviews } from './import-preview.js';
import { ConfirmImportHandler } from './imports.commands.js';
import { MonthCloseRow } from './months.projection.js';
import { AccountRow, ObservationLineRow, ObservationRow } from './observations.projection.js';
import { CloseMonthHandler, OpenAccountHandler } from './reconciliation.commands.js';
import { Reconciliation } from './reconciliation.queries.js';
import { RecordedPayments } from './recorded-payments.js';

@Module({
  imports: [TypeOrmModule.forFeature([AccountRow, ObservationRow, ObservationLineRow, ImportDraftRow, MonthCloseRow])],
  providers: [ImportDrafts, ImportPreviews, ConfirmImportHandler, CloseMonthHandler, OpenAccountHandler, Reconciliation, RecordedPayments],
  exports: [ImportDrafts, ImportPreviews, Reconciliation],
})
export class ReconciliationModule {}
