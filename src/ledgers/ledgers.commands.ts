import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  AdoptPublicationRules,
  ChangeSteward,
  ConfirmPayers,
  ConfirmPublicAddress,
  OpenLedger,
  adoptPublicationRules,
  changeSteward,
  confirmPayers,
  confirmPublicAddress,
  ledgerStream,
  openLedger,
} from '../domain/ledger.js';
import { DefineOffering, defineOffering } from '../domain/offering.js';
import { admitApprover } from '../domain/payout-approvers.js';
import { payoutRulesStream } from '../domain/payout-rules.js';
import { AdoptPledgePolicy, adoptPledgePolicy } from '../domain/pledge.js';
import { Refusal } from '../domain/refusal.js';
import { EventStore } from '../event-store/event-store.js';
import { violates } from '../event-store/faults.js';

const books = { books: ledgerStream };

@CommandHandler(OpenLedger)
export class OpenLedgerHandler implements ICommandHandler<OpenLedger> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  async execute(command: OpenLedger) {
    try {
      return await this.events.decide(command, books, ({ books }, now) => ({ books: openLedger(books, command.input, now) }));
    } catch (error) {
      if (!violates(error, 'ledger_slug_is_taken')) throw error;
      throw new Refusal('ledger/slug-taken', `The name "${command.input.slug}" is taken on this host. Choose another.`);
    }
  }
}

@CommandHandler(AdoptPledgePolicy)
export class AdoptPledgePolicyHandler implements ICommandHandler<AdoptPledgePolicy> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: AdoptPledgePolicy) {
    return this.events.decide(command, books, ({ books }, now) => ({ books: adoptPledgePolicy(books, command.input, now) }));
  }
}

@CommandHandler(DefineOffering)
export class DefineOfferingHandler implements ICommandHandler<DefineOffering> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: DefineOffering) {
    return this.events.decide(command, books, ({ books }, now) => ({ books: defineOffering(books, command.input, now) }));
  }
}

@CommandHandler(ChangeSteward)
export class ChangeStewardHandler implements ICommandHandler<ChangeSteward> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: ChangeSteward) {
    return this.events.decide(command, { books: ledgerStream, rules: payoutRulesStream }, ({ books: open, rules }, now) => ({
      books: changeSteward(open, command.input, now),
      rules: admitApprover(rules, open, command.input, now),
    }));
  }
}

@CommandHandler(ConfirmPublicAddress)
export class ConfirmPublicAddressHandler implements ICommandHandler<ConfirmPublicAddress> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: ConfirmPublicAddress) {
    return this.events.decide(command, books, ({ books }, now) => ({ books: confirmPublicAddress(books, command.input, now) }));
  }
}

@CommandHandler(AdoptPublicationRules)
export class AdoptPublicationRulesHandler implements ICommandHandler<AdoptPublicationRules> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: AdoptPublicationRules) {
    return this.events.decide(command, books, ({ books }, now) => ({ books: adoptPublicationRules(books, command.input, now) }));
  }
}

@CommandHandler(ConfirmPayers)
export class ConfirmPayersHandler implements ICommandHandler<ConfirmPayers> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: ConfirmPayers) {
    return this.events.decide(command, books, ({ books }, now) => ({ books: confirmPayers(books, command.input, now) }));
  }
}
