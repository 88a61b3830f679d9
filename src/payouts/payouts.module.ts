import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CallPeople } from './call-people.js';
import {
  ApprovePayoutHandler, CancelPayoutHandler, ConfirmPayoutHandler, PreparePayoutHandler, ProposePayoutHandler, PutBackPayoutHandler,
  RecordPayoutReturnedHandler, RecordPayoutSentHandler, ShowPayoutCardHandler, UndoPayoutSentHandler,
} from './payouts.commands.js';
import { PayoutsFollower } from './payouts.follower.js';
import { PayoutCarrier, PayoutSweep, PayoutsWorker } from './payouts.jobs.js';
import { PayoutLinks } from './payouts.links.js';
import { PayoutRow } from './payouts.projection.js';
import { Payouts } from './payouts.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([PayoutRow])],
  providers: [
    ApprovePayoutHandler, CancelPayoutHandler, ConfirmPayoutHandler, PreparePayoutHandler, ProposePayoutHandler, PutBackPayoutHandler,
    RecordPayoutReturnedHandler, RecordPayoutSentHandler, ShowPayoutCardHandler, UndoPayoutSentHandler,
    CallPeople, PayoutLinks, Payouts, PayoutsFollower, PayoutCarrier, PayoutSweep, PayoutsWorker,
  ],
  exports: [Payouts, PayoutsFollower, PayoutCarrier, PayoutSweep],
})
export class PayoutsModule {}
