import { Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asker } from '../web/asker.js';
import { type Month, addMonths, dayOf, monthOf } from '../domain/calendar.js';
import { oddAmount } from '../domain/offering.js';
import { Terms } from '../event-store/ledger-terms.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import type { Form } from '../web/form.js';
import { Desk } from './desk.js';
import { type Posted } from './form-reading.js';
import { PaymentCheckPage } from './pages/payment-check.js';
import { NewPaymentPage } from './pages/payment-new.js';
import { currenciesFor } from './currencies.js';
import { type PaymentPosted, wouldBe, readPayment } from './payment-form.js';
import { Injectable } from '@nestjs/common';

/** The form of a payment and the page on which it is checked: for a new one, and for one that corrects another. */
@Injectable()
export class PaymentForms {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  async read(ledger: string, posted: Posted): Promise<PaymentPosted> {
    const { zone } = await this.terms.of(ledger);
    return readPayment(posted, zone, this.desk.now());
  }

  async check(asker: Asker, request: FastifyRequest, reply: FastifyReply, posted: Posted, sent: PaymentPosted, corrects?: string) {
    const books = await this.ledgers.books(asker.ledgerId);
    const offering = books.offerings[sent.offering];
    const month: Month = monthOf(sent.receivedAt, books.zone);
    const closed = await this.terms.closedThrough(asker.ledgerId);
    const late = closed !== undefined && month <= closed;
    const booking = late ? { month: addMonths(closed, 1), belongsTo: month } : { month };
    const decided = wouldBe(sent, books, booking);
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
        {...decided}
        {...booking}
        odd={offering && oddAmount(offering, sent.settled?.amount ?? sent.amount, sent.times)}
      />,
    );
  }

  async newPage(asker: Asker, request: FastifyRequest, form: Form, corrects?: string) {
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
}

/** What was typed, without the button that was pressed. */
export function typedOf({ step: _step, another: _another, ...typed }: Posted): Form['typed'] {
  return typed;
}
