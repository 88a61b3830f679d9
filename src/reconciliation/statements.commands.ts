import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accountStream } from '../domain/observation.js';
import { AssertStatement, assertStatement } from '../domain/statement.js';
import { EventStore } from '../event-store/event-store.js';
import { Terms } from '../event-store/ledger-terms.js';

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
