import { Body, Controller, Get, Inject, NotFoundException, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { isAllowed } from '../web/permissions.js';
import { type Month, addMonths, dayOf, isMonth, monthOf } from '../domain/calendar.js';
import { formatAmount, minus, money } from '../domain/money.js';
import { oddAmount } from '../domain/offering.js';
import { RecordPayment, RefundPayment, VoidPayment } from '../domain/payment.js';
import { EventReader } from '../event-store/event-reader.js';
import { Terms } from '../event-store/ledger-terms.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { Obligations } from '../obligations/obligations.queries.js';
import type { PaymentRow } from '../payments/payments.projection.js';
import { Payments } from '../payments/payments.queries.js';
import type { Form } from '../web/form.js';
import { readPaymentCursor } from '../web/cursors.js';
import { cursorOf } from '../web/paging.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { pathsOf } from './pages/paths.js';
import { PaymentCheckPage, PaymentSeenBeforePage } from './pages/payment-check.js';
import { NewPaymentPage } from './pages/payment-new.js';
import { PaymentPage } from './pages/payment.js';
import { PaymentsPage } from './pages/payments.js';
import { paymentDetail } from './payment-detail.js';
import { currenciesFor } from './currencies.js';
import { type PaymentPosted, obligationOfPosted, readPayment } from './payment-form.js';
import { paymentLine, setAsideBy, sumsOf } from './payment-lines.js';

const pageSize = 50;

/** Money in: the list, one payment, and the short forms that record, refund, correct and take out. */
@Controller('console/:ledger/payments')
export class PaymentsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(Obligations) private readonly obligations: Obligations,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('books.view')
  async list(
    @AskedBy() asker: Asker,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('month') asked?: string,
    @Query('after') after?: string,
  ) {
    const { ledgerId, slug } = asker;
    const month = asked && isMonth(asked) ? asked : undefined;
    const rows = month ? await this.payments.ofMonth(ledgerId, month) : await this.latest(ledgerId, after);
    const { offerings, zone } = await this.ledgers.books(ledgerId);
    const setAside = setAsideBy(
      await this.obligations.ofPayments(
        ledgerId,
        rows.map(({ paymentId }) => paymentId),
      ),
    );
    const lines = rows.map((row) => paymentLine(row, offerings, setAside, zone));
    const last = rows.at(-1);
    this.desk.send(
      reply,
      <PaymentsPage
        frame={await this.desk.frame(asker, request)}
        month={month}
        months={await this.payments.months(ledgerId)}
        payments={lines}
        totals={
          month
            ? {
                received: sumsOf(rows.filter(({ status }) => status === 'received').map(received)),
                setAside: sumsOf([...setAside.values()]),
              }
            : undefined
        }
        older={
          !month && last && rows.length === pageSize
            ? `${pathsOf(slug).payments}?after=${cursorOf([last.receivedAt, last.paymentId])}`
            : undefined
        }
      />,
    );
  }

  private latest(ledger: string, after: string | undefined): Promise<PaymentRow[]> {
    return this.payments.page(ledger, pageSize, readPaymentCursor(after));
  }

  @Get('new')
  @Allow('payments.record')
  async blank(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.newPage(asker, request, this.desk.blank()));
  }

  @Post()
  @Allow('payments.record')
  async record(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const again = (form: Form) => this.newPage(asker, request, form);
    await this.desk.tried(
      reply,
      posted,
      async () => {
        if (posted.step === 'change') return this.desk.send(reply, await again(this.desk.blank(typedOf(posted))));
        const sent = await this.read(asker.ledgerId, posted);
        if (posted.step !== 'record') return this.check(asker, request, reply, posted, sent);
        const command = new RecordPayment({ ledger: asker.ledgerId, by: asker.actor, request: key, ...sent });
        const isSure = posted.another === 'yes' || (await this.reader.isAnswered(command));
        const alike = isSure ? [] : await this.payments.alike(asker.ledgerId, sent.amount, sent.receivedAt);
        if (alike.length > 0) return this.seenBefore(asker, request, reply, posted, sent, alike, key);
        await this.commands.execute(command);
        this.desk.goOn(reply, pathsOf(asker.slug).payments, 'recorded');
      },
      again,
    );
  }

  private async read(ledger: string, posted: Posted): Promise<PaymentPosted> {
    const { zone } = await this.terms.of(ledger);
    return readPayment(posted, zone, this.desk.now());
  }

  private async check(asker: Asker, request: FastifyRequest, reply: FastifyReply, posted: Posted, sent: PaymentPosted, corrects?: string) {
    const books = await this.ledgers.books(asker.ledgerId);
    const offering = books.offerings[sent.offering];
    const month: Month = monthOf(sent.receivedAt, books.zone);
    const closed = await this.terms.closedThrough(asker.ledgerId);
    const late = closed !== undefined && month <= closed;
    this.desk.send(
      reply,
      <PaymentCheckPage
        frame={await this.desk.frame(asker, request)}
        form={this.desk.blank(typedOf(posted))}
        corrects={corrects}
        amount={sent.amount}
        day={dayOf(sent.receivedAt, books.zone)}
        method={sent.method}
        offering={offering?.name ?? sent.offering}
        setAside={obligationOfPosted(sent, books)}
        month={late ? addMonths(closed, 1) : month}
        belongsTo={late ? month : undefined}
        odd={offering && oddAmount(offering, sent.amount)}
      />,
    );
  }

  private async seenBefore(
    asker: Asker,
    request: FastifyRequest,
    reply: FastifyReply,
    posted: Posted,
    sent: PaymentPosted,
    alike: readonly PaymentRow[],
    key: string,
  ) {
    const { offerings, zone } = await this.ledgers.books(asker.ledgerId);
    const setAside = setAsideBy(
      await this.obligations.ofPayments(
        asker.ledgerId,
        alike.map(({ paymentId }) => paymentId),
      ),
    );
    this.desk.send(
      reply,
      <PaymentSeenBeforePage
        frame={await this.desk.frame(asker, request)}
        form={{ key, typed: typedOf(posted), faults: [] }}
        amount={sent.amount}
        day={dayOf(sent.receivedAt, zone)}
        alike={alike.map((row) => paymentLine(row, offerings, setAside, zone))}
        because="same amount, within three days"
      />,
    );
  }

  private async newPage(asker: Asker, request: FastifyRequest, form: Form, corrects?: string) {
    const { offerings, currency } = await this.ledgers.books(asker.ledgerId);
    return (
      <NewPaymentPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        currencies={currenciesFor(currency)}
        offerings={Object.values(offerings)}
        today={await this.desk.today(asker.ledgerId)}
        corrects={corrects}
      />
    );
  }

  @Get(':payment')
  @Allow('books.view')
  async one(
    @AskedBy() asker: Asker,
    @Param('payment', ParseUUIDPipe) payment: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    this.desk.send(reply, await this.detailPage(asker, payment, request));
  }

  @Post(':payment/refund')
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

  @Post(':payment/void')
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

  @Get(':payment/correct')
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
    this.desk.send(reply, await this.newPage(asker, request, this.desk.blank(typed), payment));
  }

  /** The new line is recorded first: should the second step be cut off, both stand, and pressing again takes the old one out. */
  @Post(':payment/correct')
  @Allow('payments.correct')
  async correct(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('payment', ParseUUIDPipe) payment: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const again = (form: Form) => this.newPage(asker, request, form, payment);
    await this.desk.tried(
      reply,
      posted,
      async () => {
        if (posted.step === 'change') return this.desk.send(reply, await again(this.desk.blank(typedOf(posted))));
        const sent = await this.read(asker.ledgerId, posted);
        if (posted.step !== 'record') return this.check(asker, request, reply, posted, sent, payment);
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

const received = (row: PaymentRow) => money(row.amountMinor, row.currency);

/** What was typed, without the button that was pressed. */
function typedOf({ step: _step, another: _another, ...typed }: Posted): Form['typed'] {
  return typed;
}
