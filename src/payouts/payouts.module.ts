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
  ShowPayoutCardHandler,
  UndoPayoutSentHandler,
} from './payouts.commands.js';
import { PayoutsFollower } from './payouts.follower.js';
import { PayoutsController } from './payouts.http.js';
import { PayoutCarrier, PayoutSweep, PayoutsWorker } from './payouts.jobs.js';
import { PayoutLinks } from './payouts.links.js';
import { PayoutRow } from './payouts.projection.js';
import { Payouts } from './payouts.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([PayoutRow])],
  controllers: [PayoutsController, PayoutActsController],
  providers: [
    ApprovePayoutHandler,
    CancelPayoutHandler,
    ConfirmPayoutHandler,
    PreparePayoutHandler,
    ProposePayoutHandler,
    PutBackPayoutHandler,
    RecordPayoutReturnedHandler,
    RecordPayoutSentHandler,
    ShowPayoutCardHandler,
    UndoPayoutSentHandler,
    Attempts,
    CallPeople,
    PayoutLinks,
    PayoutPages,
    Payouts,
    PayoutsFollower,
    PayoutCarrier,
    PayoutSweep,
    PayoutsWorker,
  ],
  exports: [Payouts, PayoutsFollower, PayoutCarrier, PayoutSweep],
})
export class PayoutsModule {}
