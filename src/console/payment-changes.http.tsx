import { Body, Controller, Get, Inject, NotFoundException, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { isAllowed } from '../web/permissions.js';
import { dayOf } from '../domain/calendar.js';
import { formatAmount, minus, money } from '../domain/money.js';
import { RecordPayment } from '../domain/payment.js';
import { RefundPayment, VoidPayment } from '../domain/payment-changes.js';
import { Terms } from '../event-store/ledger-terms.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { Obligations } from '../obligations/obligations.queries.js';
import type { PaymentRow } from '../payments/payments.projection.js';
import { Payments } from '../payments/payments.queries.js';
import type { Form } from '../web/form.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { pathsOf } from './pages/paths.js';
import { PaymentPage } from './pages/payment.js';
import { paymentDetail } from './payment-detail.js';
import { paymentLine, setAsideBy } from './payment-lines.js';
import { PaymentForms, typedOf } from './payment-forms.js';

/** One payment, and the short forms that refund it, take it out or correct it. */
@Controller('console/:ledger/payments/:payment')
export class PaymentChangePages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(PaymentForms) private readonly forms: PaymentForms,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(Obligations) private readonly obligations: Obligations,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('books.view')
  async one(
    @AskedBy() asker: Asker,
    @Param('payment', ParseUUIDPipe) payment: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    this.desk.send(reply, await this.detailPage(asker, payment, request));
  }

  @Post('refund')
  @Allow('payments.correct')
  async refund(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('payment', ParseUUIDPipe) payment: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const { zone } = await this.terms.of(asker.ledgerId);
        const reading = new FormReading(posted);
        const sent = { amount: reading.money('amount'), refundedAt: reading.when('refundedAt', zone, this.desk.now()) };
        reading.done();
        await this.commands.execute(new RefundPayment({ ledger: asker.ledgerId, by: asker.actor, request: key, payment, ...sent }));
        this.desk.goOn(reply, pathsOf(asker.slug).payment(payment), 'refunded');
      },
      (form) => this.detailPage(asker, payment, request, { refund: form }),
    );
  }

  @Post('void')
  @Allow('payments.correct')
  async void(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('payment', ParseUUIDPipe) payment: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        const reason = reading.oneOf(
          'reason',
          ['recorded-twice', 'not-a-payment', 'wrong-details'] as const,
          'Choose what is wrong with it.',
        );
        reading.done();
        await this.commands.execute(new VoidPayment({ ledger: asker.ledgerId, by: asker.actor, request: key, payment, reason }));
        this.desk.goOn(reply, pathsOf(asker.slug).payment(payment), 'taken');
      },
      (form) => this.detailPage(asker, payment, request, { void: form }),
    );
  }

  @Get('correct')
  @Allow('payments.correct')
  async correction(
    @AskedBy() asker: Asker,
    @Param('payment', ParseUUIDPipe) payment: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const row = await this.row(asker.ledgerId, payment);
    const { zone } = await this.terms.of(asker.ledgerId);
    const typed = {
      amount: formatAmount(money(row.amountMinor, row.currency)),
      currency: row.currency,
      receivedAt: dayOf(row.receivedAt, zone),
      method: row.method,
      offering: row.offering,
    };
    this.desk.send(reply, await this.forms.newPage(asker, request, this.desk.blank(typed), payment));
  }

  /** The new line is recorded first: should the second step be cut off, both stand, and pressing again takes the old one out. */
  @Post('correct')
  @Allow('payments.correct')
  async correct(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('payment', ParseUUIDPipe) payment: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const again = (form: Form) => this.forms.newPage(asker, request, form, payment);
    await this.desk.tried(
      reply,
      posted,
      async () => {
        if (posted.step === 'change') return this.desk.send(reply, await again(this.desk.blank(typedOf(posted))));
        const sent = await this.forms.read(asker.ledgerId, posted);
        if (posted.step !== 'record') return this.forms.check(asker, request, reply, posted, sent, payment);
        const asked = { ledger: asker.ledgerId, by: asker.actor, request: key };
        await this.commands.execute(new RecordPayment({ ...asked, ...sent }));
        await this.commands.execute(new VoidPayment({ ...asked, payment, reason: 'wrong-details' }));
        this.desk.goOn(reply, pathsOf(asker.slug).payment(payment), 'corrected');
      },
      again,
    );
  }

  private async detailPage(asker: Asker, payment: string, request: FastifyRequest, forms: { refund?: Form; void?: Form } = {}) {
    const row = await this.row(asker.ledgerId, payment);
    const { offerings, zone } = await this.ledgers.books(asker.ledgerId);
    const obligations = await this.obligations.ofPayments(asker.ledgerId, [payment]);
    const line = paymentLine(row, offerings, setAsideBy(obligations), zone);
    const detail = paymentDetail(row, obligations, await this.openedFor(asker, row), zone);
    const remaining = minus(line.amount, money(row.refundedMinor, row.currency));
    return (
      <PaymentPage
        frame={await this.desk.frame(asker, request)}
        line={line}
        remaining={row.status === 'voided' ? money(0n, row.currency) : remaining}
        {...detail}
        mayOpenLine={isAllowed(asker, 'observations.match')}
        refundForm={forms.refund ?? this.desk.blank()}
        voidForm={forms.void ?? this.desk.blank()}
      />
    );
  }

  /** Who paid is for those who match it; an auditor or approver sees amounts alone. */
  private async openedFor(asker: Asker, row: PaymentRow) {
    return isAllowed(asker, 'observations.view') ? this.payments.opened(asker.ledgerId, row) : {};
  }

  private async row(ledger: string, payment: string): Promise<PaymentRow> {
    const row = await this.payments.one(ledger, payment);
    if (!row) throw new NotFoundException('There is no such payment in this ledger.');
    return row;
  }
}
