import { Module } from '@nestjs/common';
import { LedgersModule } from '../ledgers/ledgers.module.js';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { MoneyBack } from './money-back.js';
import { MonthSums } from './month.queries.js';
import { MonthReports } from './month-reports.js';
import { PromisePreviews } from './promise-previews.js';
import { MonthReportPages, MonthReportsController, PromisePreviewController } from './reports.http.js';

@Module({
  imports: [LedgersModule, ReconciliationModule],
  controllers: [MonthReportPages, MonthReportsController, PromisePreviewController],
  providers: [MoneyBack, MonthReports, MonthSums, PromisePreviews],
  exports: [MonthReports, PromisePreviews],
})
export class ReportsModule {}
