import { Body, Controller, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { instant, parseWhen } from '../domain/calendar.js';
import { ForgetPayer } from '../domain/payer.js';
import { type Method, type Reversal, methods, mostTimes, reversals } from '../domain/payment.js';
import { RefundPayment, ReinstatePayment, ReversePayment, VoidPayment } from '../domain/payment-changes.js';
import { CorrectPayment } from '../domain/payment-correction.js';
import { type TaxPlace, taxPlaces } from '../domain/tax-rates.js';
import type { Decided } from '../event-store/event-store.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { MoneyDto, OneAmount, SettlementDto, amountOf, positiveOf, settlementOf } from '../web/money.dto.js';
import { RequestKey } from '../web/request-key.js';
import { TaxTreatmentDto, taxOf } from '../web/tax.dto.js';
import { WithFields } from '../web/with-fields.js';
import { answerOf } from './payments.views.js';

export class RefundDto {
  @OneAmount()
  amount: MoneyDto;

  @IsString()
  @MaxLength(40)
  refundedAt: string;
}

export class VoidDto {
  @IsIn(['recorded-twice', 'not-a-payment', 'wrong-details'])
  reason: 'recorded-twice' | 'not-a-payment' | 'wrong-details';
}

export class ReversalDto {
  @OneAmount()
  amount: MoneyDto;

  @IsString()
  @MaxLength(40)
  reversedAt: string;

  @IsIn(reversals)
  reason: Reversal;
}

export class ReinstatementDto {
  @OneAmount()
  amount: MoneyDto;

  @IsString()
  @MaxLength(40)
  reinstatedAt: string;
}

/** What was wrong, as it should be; what is left out stays. */
export class CorrectionDto {
  @IsOptional()
  @OneAmount()
  amount?: MoneyDto;

  @IsOptional()
  @OneAmount()
  fee?: MoneyDto;

  @IsOptional()
  @IsIn(methods)
  method?: Method;

  @IsOptional()
  @IsString()
  @MaxLength(40)
  offering?: string;

  @IsOptional()
  @IsInt({ message: 'Send how many sessions or people it pays for, a whole number like 5.' })
  @Min(1)
  @Max(mostTimes)
  times?: number;

  @IsOptional()
  @IsString()
  @MaxLength(40)
  receivedAt?: string;

  @IsOptional()
  @WithFields(() => TaxTreatmentDto)
  tax?: TaxTreatmentDto;

  /** Where whoever paid lives. Not together with `tax`. */
  @IsOptional()
  @IsIn(taxPlaces)
  place?: TaxPlace;

  @IsOptional()
  @WithFields(() => SettlementDto)
  settled?: SettlementDto;
}

/** What happens to a payment after it was recorded, for programs. */
@Controller('api/v1/ledgers/:ledger/payments/:payment')
export class PaymentChangesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('refunds')
  @Allow('payments.correct')
  async refund(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('payment', ParseUUIDPipe) payment: string,
    @Body() sent: RefundDto,
  ) {
    return this.answer(
      new RefundPayment({
        ledger: asker.ledgerId,
        by: asker.actor,
        request,
        payment,
        amount: positiveOf(sent.amount, 'amount'),
        refundedAt: await this.when(asker, sent.refundedAt, 'refundedAt'),
      }),
    );
  }

  @Post('void')
  @HttpCode(200)
  @Allow('payments.correct')
  async void(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('payment', ParseUUIDPipe) payment: string,
    @Body() { reason }: VoidDto,
  ) {
    return this.answer(new VoidPayment({ ledger: asker.ledgerId, by: asker.actor, request, payment, reason }));
  }

  /** PayPal or a bank took it back: a chargeback, a dispute, a transfer that was returned. */
  @Post('reversals')
  @Allow('payments.correct')
  async reverse(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('payment', ParseUUIDPipe) payment: string,
    @Body() sent: ReversalDto,
  ) {
    return this.answer(
      new ReversePayment({
        ledger: asker.ledgerId,
        by: asker.actor,
        request,
        payment,
        amount: positiveOf(sent.amount, 'amount'),
        reversedAt: await this.when(asker, sent.reversedAt, 'reversedAt'),
        reason: sent.reason,
      }),
    );
  }

  /** What was taken back came again. */
  @Post('reinstatements')
  @Allow('payments.correct')
  async reinstate(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('payment', ParseUUIDPipe) payment: string,
    @Body() sent: ReinstatementDto,
  ) {
    return this.answer(
      new ReinstatePayment({
        ledger: asker.ledgerId,
        by: asker.actor,
        request,
        payment,
        amount: positiveOf(sent.amount, 'amount'),
        reinstatedAt: await this.when(asker, sent.reinstatedAt, 'reinstatedAt'),
      }),
    );
  }

  @Post('corrections')
  @Allow('payments.correct')
  async correct(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('payment', ParseUUIDPipe) payment: string,
    @Body() sent: CorrectionDto,
  ) {
    return this.answer(
      new CorrectPayment({
        ledger: asker.ledgerId,
        by: asker.actor,
        request,
        payment,
        ...(sent.amount && { amount: positiveOf(sent.amount, 'amount') }),
        ...(sent.fee && { fee: amountOf(sent.fee, 'fee') }),
        ...(sent.method && { method: sent.method }),
        ...(sent.offering && { offering: sent.offering }),
        ...(sent.times !== undefined && { times: sent.times }),
        ...(sent.receivedAt && { receivedAt: await this.when(asker, sent.receivedAt, 'receivedAt') }),
        ...(sent.tax && { tax: taxOf(sent.tax) }),
        ...(sent.place && { place: sent.place }),
        ...(sent.settled && { settled: settlementOf(sent.settled, 'settled') }),
      }),
    );
  }

  /** One action for all of them: whoever made this payment is named nowhere any more. */
  @Post('forget-payer')
  @HttpCode(200)
  @Allow('payers.forget')
  async forgetPayer(@AskedBy() asker: Asker, @RequestKey() request: string, @Param('payment', ParseUUIDPipe) payment: string) {
    const { events }: Decided = await this.commands.execute(new ForgetPayer({ ledger: asker.ledgerId, by: asker.actor, request, payment }));
    return { payments: events.reduce((sum, event) => sum + (event.type === 'PayerForgotten' ? event.data.payments : 0), 0) };
  }

  private async answer(command: object) {
    return answerOf(await this.commands.execute(command as never));
  }

  private async when(asker: Asker, sent: string, field: string) {
    const { zone } = await this.terms.of(asker.ledgerId);
    return parseWhen(sent, zone, instant(this.clock()), field);
  }
}
