import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { dayOf, isMonth } from '../domain/calendar.js';
import { money } from '../domain/money.js';
import { RecordPayment } from '../domain/payment.js';
import { EventReader } from '../event-store/event-reader.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { Obligations } from '../obligations/obligations.queries.js';
import type { PaymentRow } from '../payments/payments.projection.js';
import { Payments } from '../payments/payments.queries.js';
import type { Form } from '../web/form.js';
import { readPaymentCursor } from '../web/cursors.js';
import { cursorOf } from '../web/paging.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { type Posted, typedOf } from './form-reading.js';
import { pathsOf } from './pages/paths.js';
import { PaymentSeenBeforePage } from './pages/payment-check.js';
import { PaymentsPage } from './pages/payments.js';
import { type PaymentPosted } from './payment-form.js';
import { PaymentForms } from './payment-forms.js';
import { paymentLine, setAsideBy, sumsOf } from './payment-lines.js';

const pageSize = 50;

/** Money in: the list, one payment, and the short forms that record, refund, correct and take out. */
@Controller('console/:ledger/payments')
export class PaymentsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(PaymentForms) private readonly forms: PaymentForms,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(Obligations) private readonly obligations: Obligations,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(EventReader) private readonly reader: EventReader,
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
    this.desk.send(reply, await this.forms.newPage(asker, request, this.desk.blank()));
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
    const again = (form: Form) => this.forms.newPage(asker, request, form);
    await this.desk.tried(
      reply,
      posted,
      async () => {
        if (posted.step === 'change') return this.desk.send(reply, await again(this.desk.blank(typedOf(posted))));
        const sent = await this.forms.read(asker.ledgerId, posted);
        if (posted.step !== 'record') return this.forms.check(asker, request, reply, posted, sent);
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
}

const received = (row: PaymentRow) => money(row.amountMinor, row.currency);
