import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant } from '../domain/calendar.js';
import { callStream } from '../domain/call.js';
import { GiveConsent, WithdrawConsent, giveConsent, withdrawConsent } from '../domain/consent.js';
import { Refusal } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Vault } from '../vault/vault.js';
import { ReceiptConsentRow } from './receipt-consent.row.js';
import { SlotKeys } from './slot-keys.queries.js';

@CommandHandler(GiveConsent)
export class GiveConsentHandler implements ICommandHandler<GiveConsent> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(SlotKeys) private readonly slots: SlotKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: GiveConsent) {
    const { ledger, call, consent } = command.input;
    const rows = consent === 'receipt' ? await this.slotKeyFor(ledger, call) : [];
    return this.events.decide(
      command,
      { call: callStream(call) },
      ({ call: state }, now) => ({ call: giveConsent(state, command.input, now) }),
      { rows },
    );
  }

  /** One a person, made with the first consent and in its append: whoever agreed before under another call has one. */
  private async slotKeyFor(ledger: string, call: string): Promise<object[]> {
    const state = await this.reader.state(ledger, callStream(call));
    if (state.status === 'unknown') return [];
    const recipient = await this.vault.open(ledger, 'call.person', state.logged.person);
    if (!recipient) throw new Refusal('recipient/erased', 'This person asked to be forgotten. There is nobody to ask.');
    if (await this.slots.stands(ledger, recipient)) return [];
    const now = instant(this.clock());
    const sealing = this.vault.sealing(ledger);
    const slotSubjectId = sealing.newSubject('slot', { now });
    const row = Object.assign(new ReceiptConsentRow(), { ledgerId: ledger, recipientId: recipient, slotSubjectId, givenAt: now });
    return [...sealing.newKeys, row];
  }
}

@CommandHandler(WithdrawConsent)
export class WithdrawConsentHandler implements ICommandHandler<WithdrawConsent> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(SlotKeys) private readonly slots: SlotKeys,
  ) {}

  /** A receipt is the person's, whichever call it was asked under. Asked again, the key is destroyed again, if it was cut short. */
  async execute(command: WithdrawConsent) {
    const { ledger, call, consent } = command.input;
    const others = consent === 'receipt' ? (await this.slots.agreedWith(ledger, call)).filter((other) => other !== call) : [];
    const decided = await this.events.decide(
      command,
      { call: callStream(call), others: others.map(callStream) },
      ({ call: state, others: states }, now) => ({
        call: withdrawConsent(state, command.input, now),
        others: states.map((other, index) => withdrawConsent(other, { ...command.input, call: others[index]! }, now)),
      }),
    );
    if (consent === 'receipt') await this.slots.destroyUnlessAgreed(ledger, call);
    return decided;
  }
}
