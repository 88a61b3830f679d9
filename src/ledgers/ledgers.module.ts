import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  AdoptPledgePolicyHandler, AdoptPublicationRulesHandler, ChangeStewardHandler, ConfirmPayersHandler, ConfirmPublicAddressHandler, DefineOfferingHandler,
  OpenLedgerHandler,
} from './ledgers.commands.js';
import { LedgerRow } from './ledgers.projection.js';
import { Ledgers } from './ledgers.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([LedgerRow])],
  providers: [
    AdoptPledgePolicyHandler, AdoptPublicationRulesHandler, ChangeStewardHandler, ConfirmPayersHandler, ConfirmPublicAddressHandler,
    DefineOfferingHandler, OpenLedgerHandler, Ledgers,
  ],
  exports: [Ledgers],
})
export class LedgersModule {}
