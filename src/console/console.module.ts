import { AheadPages } from './ahead.http.js';
import { Module } from '@nestjs/common';
import { FirstLedger } from '../access/first-ledger.js';
import { CallsModule } from '../calls/calls.module.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { LedgersModule } from '../ledgers/ledgers.module.js';
import { MonthsModule } from '../months/months.module.js';
import { ObligationsModule } from '../obligations/obligations.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { PayoutsModule } from '../payouts/payouts.module.js';
import { PublisherModule } from '../publisher/publisher.module.js';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { YoursModule } from '../yours/yours.module.js';
import { AnsweredBefore } from './answered-before.js';
import { OneCallPages } from './call.http.js';
import { CallsPages } from './calls.http.js';
import { DayTotalsPages } from './day-totals.http.js';
import { HeldPages } from './held.http.js';
import { Desk } from './desk.js';
import { FeedbackPages } from './feedback.http.js';
import { ImportFilesPages } from './import-files.http.js';
import { ImportMappingsPages } from './import-mappings.http.js';
import { ImportPreviewPages } from './import-preview.http.js';
import { ImportsPages } from './imports.http.js';
import { LedgersPages } from './ledgers.http.js';
import { LinePartsPages } from './line-parts.http.js';
import { LinesPages } from './lines.http.js';
import { MailsPages } from './mails.http.js';
import { MonthsPages } from './months.http.js';
import { CallsRechecked } from './calls-rechecked.js';
import { PayableCalls } from './payable-calls.js';
import { PaymentChangePages } from './payment-changes.http.js';
import { PaymentForms } from './payment-forms.js';
import { PaymentsPages } from './payments.http.js';
import { PayPalPages } from './paypal.http.js';
import { PayoutDetails } from './payout-details.js';
import { PayoutLines } from './payout-lines.js';
import { PayoutPresses } from './payout-press.js';
import { PayoutDoubtsPages } from './payout-doubts.http.js';
import { PayoutSendingPages } from './payout-sending.http.js';
import { OnePayoutPages } from './payout.http.js';
import { ShareOutPages } from './share-out.http.js';
import { PayoutsPages } from './payouts.http.js';
import { PeoplePages } from './people.http.js';
import { Presses } from './presses.js';
import { PressedOnce } from './pressed-once.js';
import { PublicSidePages } from './public.http.js';
import { ReviewPages } from './review.http.js';
import { ReadyFunds } from './ready-funds.js';
import { SendingPages } from './sending.http.js';
import { SettingsPages } from './settings.http.js';
import { SetupPages } from './setup.http.js';
import { StatementsPages } from './statements.http.js';
import { TermsPages } from './terms.http.js';
import { TodayPages } from './today.http.js';
import { TokensPages } from './tokens.http.js';

/** What stewards use, signed in, and the page with which they begin. */
@Module({
  imports: [
    CallsModule,
    FeedbackModule,
    YoursModule,
    LedgersModule,
    ObligationsModule,
    PaymentsModule,
    PayoutsModule,
    PublisherModule,
    MonthsModule,
    ReconciliationModule,
    ReportsModule,
  ],
  controllers: [
    AheadPages,
    LedgersPages,
    SetupPages,
    TodayPages,
    PaymentsPages,
    PaymentChangePages,
    LinePartsPages,
    LinesPages,
    ReviewPages,
    DayTotalsPages,
    ImportFilesPages,
    ImportMappingsPages,
    ImportsPages,
    ImportPreviewPages,
    CallsPages,
    OneCallPages,
    ShareOutPages,
    PayoutsPages,
    OnePayoutPages,
    PayoutDoubtsPages,
    PayoutSendingPages,
    TermsPages,
    PublicSidePages,
    FeedbackPages,
    MonthsPages,
    StatementsPages,
    SendingPages,
    HeldPages,
    SettingsPages,
    MailsPages,
    PayPalPages,
    PeoplePages,
    TokensPages,
  ],
  providers: [
    Desk,
    PaymentForms,
    FirstLedger,
    AnsweredBefore,
    CallsRechecked,
    PayableCalls,
    PayoutDetails,
    PayoutLines,
    PayoutPresses,
    Presses,
    PressedOnce,
    ReadyFunds,
  ],
})
export class ConsoleModule {}
