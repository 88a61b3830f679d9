import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newborn } from '../domain/fact.js';
import { OpenAccount, accountStream, openAccount } from '../domain/observation.js';
import { EventStore } from '../event-store/event-store.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';

@CommandHandler(OpenAccount)
export class OpenAccountHandler implements ICommandHandler<OpenAccount> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(command: OpenAccount) {
    const id = newId(this.clock);
    return this.events.decide(command, { account: newborn(accountStream(id)) }, (_states, now) => ({
      account: openAccount(id, command.input, now),
    }));
  }
}
