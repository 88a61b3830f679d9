import { Module } from '@nestjs/common';
import { LedgersModule } from '../ledgers/ledgers.module.js';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { FiguresToClose } from './closing-figures.js';
import { LateBookings } from './late.queries.js';
import { MoneyBack } from './money-back.js';
import { MonthSums } from './month.queries.js';
import { MonthReports } from './month-reports.js';
import { PromisePreviews } from './promise-previews.js';
import { MonthReportPages, MonthReportsController, PromisePreviewController } from './reports.http.js';

@Module({
  imports: [LedgersModule, ReconciliationModule],
  controllers: [MonthReportPages, MonthReportsController, PromisePreviewController],
  providers: [FiguresToClose, LateBookings, MoneyBack, MonthReports, MonthSums, PromisePreviews],
  exports: [FiguresToClose, MonthReports, PromisePreviews],
})
export class ReportsModule {}
