import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordPaymentHandler, RefundPaymentHandler, VoidPaymentHandler } from './payments.commands.js';
import { PaymentsController } from './payments.http.js';
import { PaymentRow } from './payments.projection.js';
import { Payments } from './payments.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([PaymentRow])],
  controllers: [PaymentsController],
  providers: [RecordPaymentHandler, RefundPaymentHandler, VoidPaymentHandler, Payments],
  exports: [Payments],
})
export class PaymentsModule {}
