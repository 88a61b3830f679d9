import { Body, Controller, Get, Inject, NotFoundException, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { isAllowed } from '../web/permissions.js';
import { minus, money } from '../domain/money.js';
import { ForgetPayer } from '../domain/payer.js';
import { reversals } from '../domain/payment.js';
import { RefundPayment, ReinstatePayment, ReversePayment, VoidPayment } from '../domain/payment-changes.js';
import { CorrectPayment } from '../domain/payment-correction.js';
import { EventReader } from '../event-store/event-reader.js';
import { Terms } from '../event-store/ledger-terms.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { Obligations } from '../obligations/obligations.queries.js';
import type { PaymentRow } from '../payments/payments.projection.js';
import { Payments } from '../payments/payments.queries.js';
import type { Form } from '../web/form.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { type FormReading, type Posted, typedOf } from './form-reading.js';
import { pathsOf } from './pages/paths.js';
import { PaymentPage, type PaymentForms as PaymentFormsOf } from './pages/payment.js';
import { correctionOf, typedFrom } from './payment-correction-form.js';
import { owedLines, paymentDetail } from './payment-detail.js';
import { historyLines, paymentHistory } from './payment-history.js';
import { paymentLine, setAsideBy } from './payment-lines.js';
import { PaymentForms } from './payment-forms.js';
import { type FormAct, type Press, Pressed, Presses, askedOf } from './presses.js';

/** One payment, and the short forms for what happened to it since: each adds a line, and none takes one away. */
@Controller('console/:ledger/payments/:payment')
export class PaymentChangePages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(PaymentForms) private readonly forms: PaymentForms,
    @Inject(Presses) private readonly presses: Presses,
    @Inject(EventReader) private readonly reader: EventReader,
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
  refund(@Pressed() press: Press, @Param('payment', ParseUUIDPipe) payment: string, @Res() reply: FastifyReply) {
    return this.changed(press, reply, payment, 'refund', async (reading) => {
      const amount = reading.money('amount');
      return new RefundPayment({ ...askedOf(press), payment, amount, refundedAt: await this.when(press, reading, 'refundedAt') });
    });
  }

  @Post('reverse')
  @Allow('payments.correct')
  reverse(@Pressed() press: Press, @Param('payment', ParseUUIDPipe) payment: string, @Res() reply: FastifyReply) {
    return this.changed(press, reply, payment, 'reverse', async (reading) => {
      const amount = reading.money('takenBack');
      const reason = reading.oneOf('takenBecause', reversals, 'Choose why it was taken back.');
      return new ReversePayment({ ...askedOf(press), payment, amount, reason, reversedAt: await this.when(press, reading, 'reversedAt') });
    });
  }

  @Post('reinstate')
  @Allow('payments.correct')
  reinstate(@Pressed() press: Press, @Param('payment', ParseUUIDPipe) payment: string, @Res() reply: FastifyReply) {
    return this.changed(press, reply, payment, 'reinstate', async (reading) => {
      const amount = reading.money('cameAgain');
      return new ReinstatePayment({ ...askedOf(press), payment, amount, reinstatedAt: await this.when(press, reading, 'reinstatedAt') });
    });
  }

  @Post('void')
  @Allow('payments.correct')
  void(@Pressed() press: Press, @Param('payment', ParseUUIDPipe) payment: string, @Res() reply: FastifyReply) {
    return this.changed(press, reply, payment, 'void', (reading) => {
      const reason = reading.oneOf('reason', ['recorded-twice', 'not-a-payment'] as const, 'Choose what is wrong with it.');
      return new VoidPayment({ ...askedOf(press), payment, reason });
    });
  }

  @Post('forget-payer')
  @Allow('payers.forget')
  forgetPayer(@Pressed() press: Press, @Param('payment', ParseUUIDPipe) payment: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, {
      read: () => new ForgetPayer({ ...askedOf(press), payment }),
      leadsTo: pathsOf(press.asker.slug).payment(payment),
      done: 'payer-forgotten',
      again: () => this.detailPage(press.asker, payment, press.request),
    });
  }

  /** One of the short forms on the payment's own page, which shows the faults of that form alone. */
  private changed(press: Press, reply: FastifyReply, payment: string, which: keyof PaymentFormsOf, read: FormAct['read']) {
    return this.presses.act(press, reply, {
      read,
      leadsTo: pathsOf(press.asker.slug).payment(payment),
      done: which === 'void' ? 'taken' : 'refunded',
      again: (form) => this.detailPage(press.asker, payment, press.request, { [which]: form }),
    });
  }

  private async when({ asker }: Press, reading: FormReading, field: string) {
    const { zone } = await this.terms.of(asker.ledgerId);
    return reading.when(field, zone, this.desk.now());
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
    this.desk.send(reply, await this.forms.newPage(asker, request, this.desk.blank(typedFrom(row, zone)), payment));
  }

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
        const row = await this.row(asker.ledgerId, payment);
        const { zone } = await this.terms.of(asker.ledgerId);
        const sent = await this.forms.read(asker.ledgerId, posted);
        const correction = { ledger: asker.ledgerId, by: asker.actor, request: key, payment, ...correctionOf(sent, row, zone) };
        if (posted.step !== 'record') return this.forms.checkCorrection(asker, request, reply, posted, sent, correction);
        await this.commands.execute(new CorrectPayment(correction));
        this.desk.goOn(reply, pathsOf(asker.slug).payment(payment), 'corrected');
      },
      again,
    );
  }

  private async detailPage(asker: Asker, payment: string, request: FastifyRequest, forms: Partial<PaymentFormsOf> = {}) {
    const row = await this.row(asker.ledgerId, payment);
    const { offerings, zone } = await this.ledgers.books(asker.ledgerId);
    const obligations = await this.obligations.ofPayments(asker.ledgerId, [payment]);
    const line = paymentLine(row, offerings, setAsideBy(obligations), zone);
    const history = await this.reader.state(asker.ledgerId, paymentHistory(payment));
    const lines = historyLines(history, owedLines(obligations), zone);
    const detail = paymentDetail(row, obligations, lines, await this.openedFor(asker, row));
    const remaining = minus(line.amount, money(row.refundedMinor, row.currency));
    return (
      <PaymentPage
        frame={await this.desk.frame(asker, request)}
        line={line}
        remaining={row.status === 'voided' ? money(0n, row.currency) : remaining}
        {...detail}
        mayForgetPayer={isAllowed(asker, 'payers.forget')}
        mayOpenLine={isAllowed(asker, 'observations.match')}
        forms={{
          refund: forms.refund ?? this.desk.blank(),
          reverse: forms.reverse ?? this.desk.blank(),
          reinstate: forms.reinstate ?? this.desk.blank(),
          void: forms.void ?? this.desk.blank(),
        }}
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
