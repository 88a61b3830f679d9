import { Inject, Injectable } from '@nestjs/common';
import type { Asked } from '../domain/asked.js';
import { type Instant, monthOf } from '../domain/calendar.js';
import { type Fund, fundStream } from '../domain/fund.js';
import { type Books, ledgerStream } from '../domain/ledger.js';
import { type Booking, bookIn, monthStream } from '../domain/month.js';
import { type Payout, payoutStream } from '../domain/payout.js';
import type { PayoutOutcome } from '../domain/payout-decisions.js';
import { type Decided, EventStore } from '../event-store/event-store.js';
import { Terms } from '../event-store/ledger-terms.js';
import { PayoutLinks } from './payouts.links.js';

/** What a dated decision on a payout rests on: the payout, the fund that gives it up, and the month in which it is booked. */
export interface BookedPayout {
  readonly payout: Payout;
  readonly fund: Fund;
  readonly books: Books;
  readonly booking: Booking;
}

interface OnPayout {
  readonly input: Asked & { readonly payout: string };
}

/** Decides what has a day: booked in its month or, where that is closed, in the first open one after it, naming its own. */
@Injectable()
export class PayoutBooking {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  /** @param at when it happened in the world */
  async decide(command: OnPayout, at: Instant, decision: (standing: BookedPayout, now: Instant) => PayoutOutcome): Promise<Decided> {
    const { ledger, payout } = command.input;
    const { givenCurrency } = await this.links.row(ledger, payout);
    const { zone } = await this.terms.of(ledger);
    return this.terms.booked(ledger, monthOf(at, zone), (months) =>
      this.events.decide(
        command,
        { payout: payoutStream(payout), fund: fundStream(givenCurrency), books: ledgerStream, months: months.map(monthStream) },
        ({ payout: before, fund, books, months: states }, now) =>
          decision({ payout: before, fund, books, booking: bookIn(months, states, books) }, now),
      ),
    );
  }
}
