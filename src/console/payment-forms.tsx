import { Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asker } from '../web/asker.js';
import { type Month, addMonths, dayOf, monthOf } from '../domain/calendar.js';
import { type OpenBooks, offeringNamed } from '../domain/ledger.js';
import type { Booking } from '../domain/month.js';
import { oddAmount } from '../domain/offering.js';
import { paymentStream } from '../domain/payment.js';
import { stillReceived } from '../domain/payment-changes.js';
import { type Correction, correctPayment } from '../domain/payment-correction.js';
import { invalid } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import { Terms } from '../event-store/ledger-terms.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import type { Form } from '../web/form.js';
import { Desk } from './desk.js';
import { type Posted, typedOf } from './form-reading.js';
import { PaymentCheckPage } from './pages/payment-check.js';
import { NewPaymentPage } from './pages/payment-new.js';
import { currenciesFor } from './currencies.js';
import { sumsOf } from './payment-lines.js';
import { type PaymentPosted, wouldBe, readPayment } from './payment-form.js';
import { Injectable } from '@nestjs/common';

/** The form of a payment and the page on which it is checked: for a new one, and for one that corrects another. */
@Injectable()
export class PaymentForms {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(EventReader) private readonly reader: EventReader,
  ) {}

  async read(ledger: string, posted: Posted): Promise<PaymentPosted> {
    const { zone } = await this.terms.of(ledger);
    return readPayment(posted, zone, this.desk.now());
  }

  async check(asker: Asker, request: FastifyRequest, reply: FastifyReply, posted: Posted, sent: PaymentPosted) {
    const books = await this.ledgers.books(asker.ledgerId);
    const booking = bookedIn(monthOf(sent.receivedAt, books.zone), await this.terms.closedThrough(asker.ledgerId));
    const page = await this.pageOf(asker, request, posted, sent, books);
    this.desk.send(reply, <PaymentCheckPage {...page} {...wouldBe(sent, books, booking)} {...booking} />);
  }

  /** @throws InvalidInput and Refusal for what would not be corrected either, and where nothing is wrong */
  async checkCorrection(
    asker: Asker,
    request: FastifyRequest,
    reply: FastifyReply,
    posted: Posted,
    sent: PaymentPosted,
    correction: Correction,
  ) {
    const books = await this.ledgers.books(asker.ledgerId);
    const payment = await this.reader.state(asker.ledgerId, paymentStream(correction.payment));
    const { received, receivedAt } = stillReceived(payment);
    const closed = await this.terms.closedThrough(asker.ledgerId);
    const bookings = {
      before: bookedIn(received.month, closed),
      after: bookedIn(correction.receivedAt ? monthOf(correction.receivedAt, books.zone) : (received.belongsTo ?? received.month), closed),
    };
    const { payment: facts, fund } = correctPayment(payment, correction, books, bookings, receivedAt);
    const [right] = facts.flatMap((fact) => (fact.type === 'PaymentCorrected' ? [fact.data] : []));
    if (!right) throw invalid('form', 'Nothing here differs from what is recorded.');
    const changes = sumsOf(
      fund.flatMap((fact) =>
        fact.type === 'ObligationAdjusted' ? [fact.data.by] : fact.type === 'ObligationDerived' ? [fact.data.owed] : [],
      ),
    );
    const { tax, taxIncluded } = right;
    const page = await this.pageOf(asker, request, posted, sent, books);
    this.desk.send(
      reply,
      <PaymentCheckPage
        {...page}
        corrects={{ payment: correction.payment, changes }}
        tax={tax}
        taxIncluded={taxIncluded}
        {...bookings.after}
      />,
    );
  }

  private async pageOf(asker: Asker, request: FastifyRequest, posted: Posted, sent: PaymentPosted, books: OpenBooks) {
    const offering = offeringNamed(books, sent.offering);
    return {
      frame: await this.desk.frame(asker, request),
      form: this.desk.blank(typedOf(posted)),
      amount: sent.amount,
      day: dayOf(sent.receivedAt, books.zone),
      method: sent.method,
      offering: offering?.name ?? sent.offering,
      odd: offering && oddAmount(offering, sent.settled?.amount ?? sent.amount, sent.times),
    };
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

/** In the month itself or, where that is closed, in the first open one. */
const bookedIn = (month: Month, closed: Month | undefined): Booking =>
  closed && month <= closed ? { month: addMonths(closed, 1), belongsTo: month } : { month };
