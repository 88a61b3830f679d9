import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { monthOfDay } from '../domain/calendar.js';
import { StateDayTotals, WithdrawDayTotal, monthTotalsStream, monthsOf, stateDayTotals, withdrawDayTotal } from '../domain/day-total.js';
import { accountStream } from '../domain/observation.js';
import { EventStore } from '../event-store/event-store.js';
import { Terms } from '../event-store/ledger-terms.js';

@CommandHandler(StateDayTotals)
export class StateDayTotalsHandler implements ICommandHandler<StateDayTotals> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  async execute(command: StateDayTotals) {
    const { ledger, account, totals } = command.input;
    const { zone } = await this.terms.of(ledger);
    const months = monthsOf(totals).map((month) => monthTotalsStream(account, month));
    return this.events.decide(command, { account: accountStream(account), months }, ({ account: state, months: known }, now) => ({
      months: stateDayTotals(state, known, command.input, zone, now),
    }));
  }
}

@CommandHandler(WithdrawDayTotal)
export class WithdrawDayTotalHandler implements ICommandHandler<WithdrawDayTotal> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: WithdrawDayTotal) {
    const { account, day } = command.input;
    return this.events.decide(command, { month: monthTotalsStream(account, monthOfDay(day)) }, ({ month }, now) => ({
      month: withdrawDayTotal(month, command.input, now),
    }));
  }
}
