import { Module } from '@nestjs/common';
import { LedgersModule } from '../ledgers/ledgers.module.js';
import { PayoutsModule } from '../payouts/payouts.module.js';
import { PersonCodes } from './person-codes.queries.js';
import { YoursController } from './yours.http.js';

@Module({
  imports: [LedgersModule, PayoutsModule],
  controllers: [YoursController],
  providers: [PersonCodes],
  exports: [PersonCodes],
})
export class YoursModule {}
