import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ObligationPages } from './obligation-pages.js';
import { AdvanceFundHandler, MeetAdvanceHandler, StateOpeningBalanceHandler } from './obligations.commands.js';
import { ObligationsController } from './obligations.http.js';
import { ObligationRow } from './obligations.projection.js';
import { Obligations } from './obligations.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([ObligationRow])],
  controllers: [ObligationsController],
  providers: [AdvanceFundHandler, MeetAdvanceHandler, StateOpeningBalanceHandler, ObligationPages, Obligations],
  exports: [Obligations],
})
export class ObligationsModule {}
