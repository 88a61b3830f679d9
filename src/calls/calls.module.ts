import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CloseCallHandler, LogCallHandler } from './calls.commands.js';
import { CallsController } from './calls.http.js';
import { CallRow, RecipientRow } from './calls.projection.js';
import { Calls } from './calls.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([CallRow, RecipientRow])],
  controllers: [CallsController],
  providers: [CloseCallHandler, LogCallHandler, Calls],
  exports: [Calls],
})
export class CallsModule {}
