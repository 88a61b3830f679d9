import { Module } from '@nestjs/common';
import { CallsModule } from '../calls/calls.module.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { PayoutsModule } from '../payouts/payouts.module.js';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { Checklists } from './checklist.queries.js';
import { ClosePreparation } from './closing-days.jobs.js';
import { ClosingDays } from './closing-days.queries.js';
import { CloseMonthHandler } from './months.commands.js';
import { SealedMonths } from './sealed-months.js';

/** The end of a month: what is open, its close, and what it says of those before it. */
@Module({
  imports: [CallsModule, FeedbackModule, PayoutsModule, ReconciliationModule, ReportsModule],
  providers: [CloseMonthHandler, SealedMonths, Checklists, ClosingDays, ClosePreparation],
  exports: [SealedMonths, Checklists, ClosingDays, ClosePreparation],
})
export class MonthsModule {}
