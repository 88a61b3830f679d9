import { Module } from '@nestjs/common';
import { FirstLedger } from '../access/first-ledger.js';
import { CallsModule } from '../calls/calls.module.js';
import { LedgersModule } from '../ledgers/ledgers.module.js';
import { ObligationsModule } from '../obligations/obligations.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { PayoutsModule } from '../payouts/payouts.module.js';
import { PublisherModule } from '../public-log/publisher.module.js';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { Desk } from './desk.js';
import { ImportsPages } from './imports.http.js';
import { PaymentsPages } from './payments.http.js';
import { PublicSidePages } from './public.http.js';
import { SetupPages } from './setup.http.js';
import { TermsPages } from './terms.http.js';
import { TodayPages } from './today.http.js';

/** What stewards use, signed in, and the page with which they begin. */
@Module({
  imports: [
    CallsModule, LedgersModule, ObligationsModule, PaymentsModule, PayoutsModule, PublisherModule, ReconciliationModule,
  ],
  controllers: [ImportsPages, PaymentsPages, PublicSidePages, SetupPages, TermsPages, TodayPages],
  providers: [Desk, FirstLedger],
})
export class ConsoleModule {}
