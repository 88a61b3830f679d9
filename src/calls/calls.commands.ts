import { randomBytes } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant } from '../domain/calendar.js';
import {
  type CallEntry,
  CloseCall,
  LogCall,
  type PreparedCall,
  RecheckCall,
  WithdrawCall,
  addressVersionOf,
  callStream,
  closeCall,
  consentsOf,
  logCall,
  recheckCall,
  recipientStream,
  withdrawCall,
} from '../domain/call.js';
import { newborn } from '../domain/fact.js';
import { twoWords } from '../domain/two-words.js';
import { invalid } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Vault } from '../vault/vault.js';
import { Calls } from './calls.queries.js';
import { KnownPeople } from './known-people.js';
import { SlotKeys } from './slot-keys.queries.js';

@CommandHandler(LogCall)
export class LogCallHandler implements ICommandHandler<LogCall> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(KnownPeople) private readonly people: KnownPeople,
    @Inject(Calls) private readonly calls: Calls,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: LogCall) {
    const { input } = command;
    const sealing = this.vault.sealing(input.ledger);
    const now = instant(this.clock());
    const known = input.earlier ? await this.personBehind(input.ledger, input.earlier) : undefined;
    if (known) await sealing.use(known);
    const recipient = known ?? sealing.newSubject('recipient', { now });
    const call = sealing.newSubject('call', { now });
    const like = input.someoneElse === false && !known ? await this.calls.perhapsOfSame(input.ledger, input) : [];
    const made: PreparedCall = {
      call,
      recipient,
      name: input.name ?? twoWords(randomBytes(2)),
      ...(like[0] && { like: like[0].name }),
      ...(known && (await this.sameWay(input, known))),
      person: sealing.seal(call, 'call.person', recipient),
      address: sealing.seal(recipient, 'recipient.address', input.address),
      ...(input.payee && { payee: sealing.seal(recipient, 'recipient.name', input.payee) }),
      ...(input.link && { link: sealing.seal(call, 'call.link', input.link) }),
    };
    const decided = await this.events.decide(
      command,
      { call: newborn(callStream(call)), recipient: recipientStream(recipient) },
      ({ recipient: state }, at) => logCall(state, input, made, at),
      { rows: sealing.newKeys },
    );
    for (const { type, data } of decided.events)
      if (type === 'RecipientKnown') await this.people.note(input.ledger, data.recipient, input, now);
    if (made.sameAsVersion && decided.events.length > 0) await this.people.note(input.ledger, recipient, input, now);
    if (known) await this.vault.extend(input.ledger, known, 'recipient', now);
    return decided;
  }

  /** Whether the money would reach the person where it did before, letter by letter. */
  private async sameWay({ ledger, rail, address, payee }: CallEntry, recipient: string): Promise<Pick<PreparedCall, 'sameAsVersion'>> {
    const person = await this.reader.state(ledger, recipientStream(recipient));
    const way = person.status === 'known' && person.rail === rail ? person.addresses.at(-1) : undefined;
    if (!way) return {};
    const before = await this.vault.open(ledger, 'recipient.address', way.address);
    const name = way.name && (await this.vault.open(ledger, 'recipient.name', way.name));
    return before === address && name === payee ? { sameAsVersion: addressVersionOf(person) } : {};
  }

  private async personBehind(ledger: string, call: string): Promise<string> {
    const state = await this.reader.state(ledger, callStream(call));
    if (state.status === 'unknown') throw invalid('earlier', 'There is no such call in this ledger.');
    const person = await this.vault.open(ledger, 'call.person', state.logged.person);
    if (!person) throw invalid('earlier', 'That person asked to be forgotten. Note the call as someone new.');
    return person;
  }
}

@CommandHandler(CloseCall)
export class CloseCallHandler implements ICommandHandler<CloseCall> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: CloseCall) {
    return this.events.decide(command, { call: callStream(command.input.call) }, ({ call }, now) => ({
      call: closeCall(call, command.input, now),
    }));
  }
}

@CommandHandler(RecheckCall)
export class RecheckCallHandler implements ICommandHandler<RecheckCall> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: RecheckCall) {
    return this.events.decide(command, { call: callStream(command.input.call) }, ({ call }, now) => ({
      call: recheckCall(call, command.input, now),
    }));
  }
}

@CommandHandler(WithdrawCall)
export class WithdrawCallHandler implements ICommandHandler<WithdrawCall> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(SlotKeys) private readonly slots: SlotKeys,
  ) {}

  /** A receipt that they agreed to under this call ends with it. */
  async execute(command: WithdrawCall) {
    const { ledger, call } = command.input;
    const agreed = consentsOf(await this.reader.state(ledger, callStream(call)));
    const decided = await this.events.decide(command, { call: callStream(call) }, ({ call: state }, now) => ({
      call: withdrawCall(state, command.input, now),
    }));
    if (agreed.includes('receipt')) await this.slots.destroyUnlessAgreed(ledger, call);
    return decided;
  }
}
