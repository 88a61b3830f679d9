import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  AdoptPledgePolicyHandler,
  AdoptPublicationRulesHandler,
  ChangeStewardHandler,
  ConfirmPayersHandler,
  ConfirmPublicAddressHandler,
  DefineOfferingHandler,
  OpenLedgerHandler,
} from './ledgers.commands.js';
import { EventsController } from './events.http.js';
import { LedgerRow } from './ledgers.projection.js';
import { Ledgers } from './ledgers.queries.js';
import { OfferingsController } from './offerings.http.js';
import { PoliciesController } from './policies.http.js';

@Module({
  imports: [TypeOrmModule.forFeature([LedgerRow])],
  controllers: [EventsController, OfferingsController, PoliciesController],
  providers: [
    AdoptPledgePolicyHandler,
    AdoptPublicationRulesHandler,
    ChangeStewardHandler,
    ConfirmPayersHandler,
    ConfirmPublicAddressHandler,
    DefineOfferingHandler,
    OpenLedgerHandler,
    Ledgers,
  ],
  exports: [Ledgers],
})
export class LedgersModule {}
