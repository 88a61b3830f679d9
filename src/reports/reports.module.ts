import { Module } from '@nestjs/common';
import { LedgersModule } from '../ledgers/ledgers.module.js';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { MoneyBack } from './money-back.js';
import { MonthSums } from './month.queries.js';
import { MonthReports } from './month-reports.js';
import { MonthReportPages, MonthReportsController } from './reports.http.js';

@Module({
  imports: [LedgersModule, ReconciliationModule],
  controllers: [MonthReportPages, MonthReportsController],
  providers: [MoneyBack, MonthReports, MonthSums],
  exports: [MonthReports],
})
export class ReportsModule {}
