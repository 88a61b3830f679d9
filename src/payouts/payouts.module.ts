import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Attempts } from './attempts.js';
import { CallPeople } from './call-people.js';
import { PayoutActsController } from './payout-acts.http.js';
import { PayoutPages } from './payout-pages.js';
import {
  ApprovePayoutHandler,
  CancelPayoutHandler,
  ConfirmPayoutHandler,
  PreparePayoutHandler,
  ProposePayoutHandler,
  PutBackPayoutHandler,
  RecordPayoutReturnedHandler,
  RecordPayoutSentHandler,
  SayPayoutMissingHandler,
  ShowPayoutCardHandler,
  UndoPayoutSentHandler,
} from './payouts.commands.js';
import { PayoutsFollower } from './payouts.follower.js';
import { PayoutsController } from './payouts.http.js';
import { PayoutCarrier, PayoutSweep, PayoutWalker, PayoutsWorker } from './payouts.jobs.js';
import { PayoutLinks } from './payouts.links.js';
import {
  AgreeToApproverHandler,
  ChoosePayingAccountHandler,
  ConfirmPayoutLimitHandler,
  ResumePayoutsHandler,
  SetPayoutLimitHandler,
  StopPayoutsHandler,
} from './payout-limits.commands.js';
import {
  EndPayoutAttemptHandler,
  NoticeInterruptionHandler,
  ResumePayoutAttemptHandler,
  StartPayoutAttemptHandler,
  VoidRevisedPayoutHandler,
  TakeBatchAnswerHandler,
} from './payout-attempts.commands.js';
import { PayoutDoubtsController } from './payout-doubts.http.js';
import { PayoutDoubts } from './payout-doubts.queries.js';
import { PayoutLimitsController } from './payout-limits.http.js';
import { SendingRules } from './sending-rules.queries.js';
import { NudgesToPayouts } from './payout-nudges.js';
import { PayoutOrders } from './payout-orders.js';
import {
  AdoptBatchHandler,
  SayPayoutNeverCreatedHandler,
  SayPayoutPaidHandler,
  StopResendingHandler,
  TakeReadingHandler,
  TakeBackUnclaimedHandler,
} from './payout-readings.commands.js';
import { PayoutPace } from './payout-pace.js';
import { PayoutSteps } from './payout-steps.js';
import { LostTries, TakeUpLostTryHandler } from './lost-tries.js';
import { PayoutBooking } from './payout-booking.js';
import { PayoutTransfers } from './payout-transfers.js';
import { PayoutWatch } from './payout-watch.js';
import { PayoutRow } from './payouts.projection.js';
import { RevisedDetailsFollower } from './revised-details.follower.js';
import { Payouts } from './payouts.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([PayoutRow])],
  controllers: [PayoutLimitsController, PayoutsController, PayoutActsController, PayoutDoubtsController],
  providers: [
    ApprovePayoutHandler,
    CancelPayoutHandler,
    ConfirmPayoutHandler,
    PreparePayoutHandler,
    ProposePayoutHandler,
    PutBackPayoutHandler,
    RecordPayoutReturnedHandler,
    RecordPayoutSentHandler,
    SayPayoutMissingHandler,
    ShowPayoutCardHandler,
    UndoPayoutSentHandler,
    StartPayoutAttemptHandler,
    VoidRevisedPayoutHandler,
    ResumePayoutAttemptHandler,
    NoticeInterruptionHandler,
    TakeBatchAnswerHandler,
    EndPayoutAttemptHandler,
    TakeUpLostTryHandler,
    AdoptBatchHandler,
    TakeReadingHandler,
    TakeBackUnclaimedHandler,
    SayPayoutPaidHandler,
    StopResendingHandler,
    SayPayoutNeverCreatedHandler,
    SetPayoutLimitHandler,
    ConfirmPayoutLimitHandler,
    StopPayoutsHandler,
    ResumePayoutsHandler,
    AgreeToApproverHandler,
    ChoosePayingAccountHandler,
    PayoutDoubts,
    SendingRules,
    PayoutOrders,
    PayoutPace,
    PayoutSteps,
    PayoutBooking,
    PayoutTransfers,
    PayoutWatch,
    NudgesToPayouts,
    Attempts,
    LostTries,
    CallPeople,
    PayoutLinks,
    PayoutPages,
    Payouts,
    PayoutsFollower,
    RevisedDetailsFollower,
    PayoutCarrier,
    PayoutWalker,
    PayoutSweep,
    PayoutsWorker,
  ],
  exports: [
    Payouts,
    PayoutDoubts,
    SendingRules,
    NudgesToPayouts,
    PayoutSteps,
    PayoutWatch,
    PayoutsFollower,
    RevisedDetailsFollower,
    PayoutCarrier,
    PayoutSweep,
  ],
})
export class PayoutsModule {}
