import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CloseCallHandler, LogCallHandler, RecheckCallHandler, WithdrawCallHandler } from './calls.commands.js';
import { CallsController } from './calls.http.js';
import { CallRow, RecipientRow } from './calls.projection.js';
import { Calls } from './calls.queries.js';
import { GiveConsentHandler, WithdrawConsentHandler } from './consents.commands.js';
import { KnownPeople } from './known-people.js';
import { ReceiptConsentRow } from './receipt-consent.row.js';
import { ReceiptsEndFollower } from './receipts-end.follower.js';
import { SlotKeys } from './slot-keys.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([CallRow, ReceiptConsentRow, RecipientRow])],
  controllers: [CallsController],
  providers: [
    CloseCallHandler,
    GiveConsentHandler,
    LogCallHandler,
    RecheckCallHandler,
    WithdrawCallHandler,
    WithdrawConsentHandler,
    Calls,
    KnownPeople,
    ReceiptsEndFollower,
    SlotKeys,
  ],
  exports: [Calls, ReceiptsEndFollower, SlotKeys],
})
export class CallsModule {}
