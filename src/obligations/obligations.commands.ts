import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant, monthOf } from '../domain/calendar.js';
import {
  AdvanceFund,
  MeetAdvance,
  StateOpeningBalance,
  advanceFund,
  fundStream,
  meetAdvance,
  stateOpeningBalance,
} from '../domain/fund.js';
import { ledgerStream } from '../domain/ledger.js';
import { bookIn, monthStream } from '../domain/month.js';
import { EventStore } from '../event-store/event-store.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';

@CommandHandler(StateOpeningBalance)
export class StateOpeningBalanceHandler implements ICommandHandler<StateOpeningBalance> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: StateOpeningBalance) {
    const { ledger, owed, paid } = command.input;
    const { zone } = await this.terms.of(ledger);
    return this.terms.booked(ledger, monthOf(instant(this.clock()), zone), (months) =>
      this.events.decide(
        command,
        { fund: fundStream(owed.currency), books: ledgerStream, months: months.map(monthStream) },
        ({ fund, books, months: states }, now) => ({
          fund: stateOpeningBalance(fund, owed, paid, bookIn(months, states, books).month, now),
        }),
      ),
    );
  }
}

@CommandHandler(AdvanceFund)
export class AdvanceFundHandler implements ICommandHandler<AdvanceFund> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: AdvanceFund) {
    const { ledger, amount, as } = command.input;
    const { zone } = await this.terms.of(ledger);
    return this.terms.booked(ledger, monthOf(instant(this.clock()), zone), (months) =>
      this.events.decide(
        command,
        { fund: fundStream(amount.currency), books: ledgerStream, months: months.map(monthStream) },
        ({ books, months: states }, now) => ({
          fund: advanceFund(amount, bookIn(months, states, books).month, now, as),
        }),
      ),
    );
  }
}

@CommandHandler(MeetAdvance)
export class MeetAdvanceHandler implements ICommandHandler<MeetAdvance> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: MeetAdvance) {
    const { ledger, amount } = command.input;
    const { zone } = await this.terms.of(ledger);
    return this.terms.booked(ledger, monthOf(instant(this.clock()), zone), (months) =>
      this.events.decide(
        command,
        { fund: fundStream(amount.currency), books: ledgerStream, months: months.map(monthStream) },
        ({ fund, books, months: states }, now) => ({
          fund: meetAdvance(fund, amount, bookIn(months, states, books).month, now),
        }),
      ),
    );
  }
}
