import { Body, Controller, Get, Inject, NotFoundException, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { instant, parseWhen } from '../domain/calendar.js';
import { type Method, RecordPayment, methods, mostTimes } from '../domain/payment.js';
import { oddPayments } from '../domain/odd-payments.js';
import { type TaxPlace, taxPlaces } from '../domain/tax-rates.js';
import type { Decided } from '../event-store/event-store.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { MoneyDto, OneAmount, SettlementDto, amountOf, positiveOf, settlementOf } from '../web/money.dto.js';
import { readPaymentCursor } from '../web/cursors.js';
import { PageQuery, answerPage } from '../web/paging.js';
import { RequestKey } from '../web/request-key.js';
import { TaxTreatmentDto, taxOf } from '../web/tax.dto.js';
import { WithFields } from '../web/with-fields.js';
import { Payments } from './payments.queries.js';
import { Offered } from './offered.js';
import { answerOf, paymentView } from './payments.views.js';

export class PaymentDto {
  @OneAmount()
  amount: MoneyDto;

  @IsOptional()
  @OneAmount()
  fee?: MoneyDto;

  @IsIn(methods)
  method: Method;

  @IsString()
  @MaxLength(40)
  offering: string;

  /** A day (`2026-10-04`, in the ledger's zone) or an instant with its offset. */
  @IsString()
  @MaxLength(40)
  receivedAt: string;

  /** How many sessions or people it pays for, where more than one: amounts are usual or not for so many. */
  @IsOptional()
  @IsInt({ message: 'Send how many sessions or people it pays for, a whole number like 5.' })
  @Min(1)
  @Max(mostTimes)
  times?: number;

  /** How this one is taxed, where its offering's treatment does not fit. */
  @IsOptional()
  @WithFields(() => TaxTreatmentDto)
  tax?: TaxTreatmentDto;

  /** Where whoever paid lives, which gives the rate of the tax inside the price. Not together with `tax`. */
  @IsOptional()
  @IsIn(taxPlaces)
  place?: TaxPlace;

  /** What a foreign payment became in the ledger's currency, and who says so. */
  @IsOptional()
  @WithFields(() => SettlementDto)
  settled?: SettlementDto;

  /** For matching only; sealed. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  payer?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  reference?: string;
}

/** Payments, for programs. */
@Controller('api/v1/ledgers/:ledger/payments')
export class PaymentsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(Offered) private readonly offered: Offered,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Allow('payments.record')
  async record(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() sent: PaymentDto) {
    const { zone } = await this.terms.of(asker.ledgerId);
    const decided: Decided = await this.commands.execute(
      new RecordPayment({
        ledger: asker.ledgerId,
        by: asker.actor,
        request,
        amount: positiveOf(sent.amount, 'amount'),
        method: sent.method,
        offering: sent.offering,
        receivedAt: parseWhen(sent.receivedAt, zone, instant(this.clock())),
        ...(sent.times !== undefined && { times: sent.times }),
        ...(sent.fee && { fee: amountOf(sent.fee, 'fee') }),
        ...(sent.tax && { tax: taxOf(sent.tax) }),
        ...(sent.place && { place: sent.place }),
        ...(sent.settled && { settled: settlementOf(sent.settled, 'settled') }),
        ...(sent.payer && { payerName: sent.payer }),
        ...(sent.reference && { reference: sent.reference }),
      }),
    );
    const warnings = oddPayments(decided.events, await this.offered.in(asker.ledgerId));
    return { ...answerOf(decided), ...(warnings.length > 0 && { warnings }) };
  }

  @Get()
  @Allow('books.view')
  async list(
    @AskedBy() { ledgerId }: Asker,
    @Query() { limit, after }: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const rows = await this.payments.page(ledgerId, limit, readPaymentCursor(after));
    return answerPage(request, reply, rows.map(paymentView), limit, ({ receivedAt: at, payment }) => [at, payment]);
  }

  @Get(':payment')
  @Allow('books.view')
  async one(@AskedBy() { ledgerId }: Asker, @Param('payment', ParseUUIDPipe) payment: string) {
    const row = await this.payments.one(ledgerId, payment);
    if (!row) throw new NotFoundException('There is no such payment in this ledger.');
    return paymentView(row);
  }
}
