import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ExplainDifference, explainDifference, monthOfStatement } from '../domain/explanation.js';
import { ledgerStream } from '../domain/ledger.js';
import { bookIn, monthStream } from '../domain/month.js';
import { accountStream } from '../domain/observation.js';
import { AssertStatement, assertStatement } from '../domain/statement.js';
import { EventStore } from '../event-store/event-store.js';
import { Terms } from '../event-store/ledger-terms.js';
import { Statements } from './statements.queries.js';

@CommandHandler(AssertStatement)
export class AssertStatementHandler implements ICommandHandler<AssertStatement> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  async execute(command: AssertStatement) {
    const { ledger, account } = command.input;
    const { zone } = await this.terms.of(ledger);
    return this.events.decide(command, { account: accountStream(account) }, ({ account: state }, now) => ({
      account: assertStatement(state, command.input, zone, now),
    }));
  }
}

@CommandHandler(ExplainDifference)
export class ExplainDifferenceHandler implements ICommandHandler<ExplainDifference> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(Statements) private readonly statements: Statements,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  /** What it differs by is read before: an explanation that comes a moment late explains what somebody saw, and changes nothing. */
  async execute(command: ExplainDifference) {
    const { input } = command;
    const { ledger, account, amount } = input;
    const checked = await this.statements.one(ledger, { account, currency: amount.currency, from: input.from, through: input.through });
    const [differs, before] = [checked?.difference ?? amount, checked?.explained ?? []];
    return this.terms.booked(ledger, monthOfStatement(input), (months) =>
      this.events.decide(
        command,
        { account: accountStream(account), books: ledgerStream, months: months.map(monthStream) },
        ({ account: state, books, months: states }, now) => {
          const booking = bookIn(months, states, books);
          const month = states[months.indexOf(booking.month)]!;
          const facts = explainDifference(month, state, input, differs, before, booking, now);
          return { months: months.map((each) => (each === booking.month ? facts : [])) };
        },
      ),
    );
  }
}
