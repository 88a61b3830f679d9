import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  CorrectPaymentHandler,
  ReinstatePaymentHandler,
  RefundPaymentHandler,
  ReversePaymentHandler,
  VoidPaymentHandler,
} from './payment-changes.commands.js';
import { ForgetPayerHandler } from './payer-forgetting.commands.js';
import { Offered } from './offered.js';
import { PayerTracesReader } from './payer-traces.js';
import { PaymentChangesController } from './payment-changes.http.js';
import { RecordPaymentHandler } from './payments.commands.js';
import { PaymentsController } from './payments.http.js';
import { PaymentRow } from './payments.projection.js';
import { Payments } from './payments.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([PaymentRow])],
  controllers: [PaymentChangesController, PaymentsController],
  providers: [
    CorrectPaymentHandler,
    ForgetPayerHandler,
    PayerTracesReader,
    RecordPaymentHandler,
    ReinstatePaymentHandler,
    RefundPaymentHandler,
    ReversePaymentHandler,
    VoidPaymentHandler,
    Offered,
    Payments,
  ],
  exports: [Payments],
})
export class PaymentsModule {}
