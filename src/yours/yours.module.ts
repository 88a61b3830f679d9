import { Module } from '@nestjs/common';
import { CallsModule } from '../calls/calls.module.js';
import { LedgersModule } from '../ledgers/ledgers.module.js';
import { PayoutsModule } from '../payouts/payouts.module.js';
import { PublisherModule } from '../publisher/publisher.module.js';
import { PersonCodes } from './person-codes.queries.js';
import { PersonConsents } from './person-consents.js';
import { YoursController } from './yours.http.js';

@Module({
  imports: [CallsModule, LedgersModule, PayoutsModule, PublisherModule],
  controllers: [YoursController],
  providers: [PersonCodes, PersonConsents],
  exports: [PersonCodes],
})
export class YoursModule {}
