import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Asked } from '../domain/asked.js';
import { type Instant, type Month, addMonths, instant, monthOf } from '../domain/calendar.js';
import { fundStream, intoFunds } from '../domain/fund.js';
import { type Books, ledgerStream } from '../domain/ledger.js';
import { type Booking, bookIn, monthIsClosed, monthStream } from '../domain/month.js';
import { type Payment, type PaymentOutcome, paymentStream } from '../domain/payment.js';
import {
  ReinstatePayment,
  RefundPayment,
  ReversePayment,
  VoidPayment,
  refundPayment,
  reinstatePayment,
  reversePayment,
  stillReceived,
  voidPayment,
} from '../domain/payment-changes.js';
import { CorrectPayment, correctPayment } from '../domain/payment-correction.js';
import { Refusal } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import { type Decided, EventStore } from '../event-store/event-store.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';

type Change = { readonly input: Asked & { readonly payment: string } };

abstract class PaymentChangeHandler {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Booked in the month in which it happened, unless that is closed. @param at when; now unless said */
  protected async change(
    command: Change,
    decide: (payment: Payment, books: Books, booking: Booking, now: Instant) => PaymentOutcome,
    at: Instant = instant(this.clock()),
  ): Promise<Decided> {
    const { ledger, payment: id } = command.input;
    const { zone } = await this.terms.of(ledger);
    const currencies = await this.terms.funds(ledger);
    return this.terms.booked(ledger, monthOf(at, zone), (months) =>
      this.events.decide(
        command,
        { payment: paymentStream(id), books: ledgerStream, months: months.map(monthStream), funds: currencies.map(fundStream) },
        ({ payment, books, months: states }, now) => {
          const outcome = decide(payment, books, bookIn(months, states, books), now);
          return { payment: outcome.payment, funds: intoFunds(currencies, outcome.fund) };
        },
      ),
    );
  }
}

@CommandHandler(RefundPayment)
export class RefundPaymentHandler extends PaymentChangeHandler implements ICommandHandler<RefundPayment> {
  execute(command: RefundPayment) {
    const { input } = command;
    return this.change(command, (payment, books, booking) => refundPayment(payment, input, books, booking), input.refundedAt);
  }
}

@CommandHandler(ReversePayment)
export class ReversePaymentHandler extends PaymentChangeHandler implements ICommandHandler<ReversePayment> {
  execute(command: ReversePayment) {
    const { input } = command;
    return this.change(command, (payment, books, booking) => reversePayment(payment, input, books, booking), input.reversedAt);
  }
}

@CommandHandler(ReinstatePayment)
export class ReinstatePaymentHandler extends PaymentChangeHandler implements ICommandHandler<ReinstatePayment> {
  execute(command: ReinstatePayment) {
    const { input } = command;
    return this.change(command, (payment, books, booking) => reinstatePayment(payment, input, books, booking), input.reinstatedAt);
  }
}

@CommandHandler(VoidPayment)
export class VoidPaymentHandler extends PaymentChangeHandler implements ICommandHandler<VoidPayment> {
  execute(command: VoidPayment) {
    return this.change(command, (payment, books, booking, now) => voidPayment(payment, command.input, books, booking, now));
  }
}

@CommandHandler(CorrectPayment)
export class CorrectPaymentHandler implements ICommandHandler<CorrectPayment> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  /** A month that is closed between looking and deciding is noticed under the lock: then once more, with the first open one. */
  async execute(command: CorrectPayment): Promise<Decided> {
    try {
      return await this.correct(command);
    } catch (error) {
      if (!(error instanceof Refusal && (error.code === monthIsClosed || error.code === movedMeanwhile))) throw error;
      return this.correct(command);
    }
  }

  /** Two months can be concerned: the one in which the payment stands, and the one of the right day. */
  private async correct(command: CorrectPayment): Promise<Decided> {
    const { ledger, payment: id, receivedAt } = command.input;
    const { zone } = await this.terms.of(ledger);
    const currencies = await this.terms.funds(ledger);
    const stood = standsIn(await this.reader.state(ledger, paymentStream(id)));
    const closed = await this.terms.closedThrough(ledger);
    const belongs = receivedAt ? monthOf(receivedAt, zone) : (stood?.belongs ?? '');
    const months = [...new Set([stood?.month, belongs].flatMap((month) => (month ? placesFor(month, closed) : [])))];
    return this.events.decide(
      command,
      { payment: paymentStream(id), books: ledgerStream, months: months.map(monthStream), funds: currencies.map(fundStream) },
      ({ payment, books, months: states }, now) => {
        const { received } = stillReceived(payment);
        if (received.month !== stood?.month)
          throw new Refusal(movedMeanwhile, 'This payment was corrected by somebody else just now. Look at it again.');
        const stateOf = new Map(months.map((month, index) => [month, states[index]!]));
        const booked = (month: Month): Booking => {
          const places = placesFor(month, closed);
          return bookIn(
            places,
            places.map((each) => stateOf.get(each)!),
            books,
          );
        };
        const bookings = { before: booked(received.month), after: booked(belongs) };
        const outcome = correctPayment(payment, command.input, books, bookings, now);
        return { payment: outcome.payment, funds: intoFunds(currencies, outcome.fund) };
      },
    );
  }
}

const movedMeanwhile = 'payment/moved-meanwhile';

/** Where a payment stands in the books, and the month it belongs to. */
function standsIn(payment: Payment): { month: Month; belongs: Month } | undefined {
  if (payment.status !== 'received') return undefined;
  const { month, belongsTo } = payment.received;
  return { month, belongs: belongsTo ?? month };
}

/** That month, and the open one after it where it is closed. */
const placesFor = (month: Month, closed: Month | undefined): readonly Month[] =>
  closed && month <= closed ? [month, addMonths(closed, 1)] : [month];
