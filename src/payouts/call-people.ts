import { Inject, Injectable } from '@nestjs/common';
import { callStream } from '../domain/call.js';
import { Refusal } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import { Vault } from '../vault/vault.js';

/** Opens who is behind a call, for the moment in which a payout to them is decided. */
@Injectable()
export class CallPeople {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** @returns the recipient's id. @throws Refusal for an unknown call, or a person who was forgotten */
  async behind(ledger: string, call: string): Promise<string> {
    const state = await this.reader.state(ledger, callStream(call));
    if (state.status === 'unknown') throw new Refusal('call/unknown', 'There is no such call in this ledger.');
    const recipient = await this.vault.open(ledger, 'call.person', state.logged.person);
    if (!recipient) throw new Refusal('recipient/erased', 'This person asked to be forgotten. Nothing more can be sent.');
    return recipient;
  }
}
