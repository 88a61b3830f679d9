import { Module } from '@nestjs/common';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { CloseMonthHandler } from './months.commands.js';
import { SealedMonths } from './sealed-months.js';

/** The end of a month: what is open, its close, and what it says of those before it. */
@Module({
  imports: [ReconciliationModule, ReportsModule],
  providers: [CloseMonthHandler, SealedMonths],
  exports: [SealedMonths],
})
export class MonthsModule {}
