import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdvanceFundHandler, StateOpeningBalanceHandler } from './obligations.commands.js';
import { ObligationRow } from './obligations.projection.js';
import { Obligations } from './obligations.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([ObligationRow])],
  providers: [AdvanceFundHandler, StateOpeningBalanceHandler, Obligations],
  exports: [Obligations],
})
export class ObligationsModule {}
