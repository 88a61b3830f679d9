import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { CallRow } from '../calls/calls.projection.js';
import { Calls } from '../calls/calls.queries.js';
import { type Consent, consents } from '../domain/call.js';
import { GiveConsent, WithdrawConsent } from '../domain/consent.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';

export interface PersonConsent {
  readonly consent: Consent;
  readonly isGiven: boolean;
  /** False where every call was taken back: then there is none under which to agree. */
  readonly mayGive: boolean;
}

/** What a person agreed to, by their own hand. The books keep it by call; it is one word of one person. */
@Injectable()
export class PersonConsents {
  constructor(
    @Inject(Calls) private readonly calls: Calls,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async of(ledger: string, recipient: string): Promise<PersonConsent[]> {
    const calls = await this.calls.ofPerson(ledger, recipient);
    const mayGive = calls.some(isNotWithdrawn);
    return consents.map((consent) => ({ consent, isGiven: calls.some(isGivenUnder(consent)), mayGive }));
  }

  /** Under their newest call. Given before, it stands already. */
  async give(ledger: string, recipient: string, consent: Consent): Promise<void> {
    const calls = await this.calls.ofPerson(ledger, recipient);
    const newest = calls.find(isNotWithdrawn);
    if (!newest || calls.some(isGivenUnder(consent))) return;
    await this.commands.execute(new GiveConsent({ ...this.asked(ledger), call: newest.callId, consent }));
  }

  /** Under each of their calls: one that was left would go on speaking for them. */
  async takeBack(ledger: string, recipient: string, consent: Consent): Promise<void> {
    for (const { callId: call } of (await this.calls.ofPerson(ledger, recipient)).filter(isGivenUnder(consent)))
      await this.commands.execute(new WithdrawConsent({ ...this.asked(ledger), call, consent }));
  }

  private asked(ledger: string) {
    return { ledger, by: 'person', request: newId(this.clock) };
  }
}

const isNotWithdrawn = ({ status }: CallRow): boolean => status !== 'withdrawn';
const isGivenUnder =
  (consent: Consent) =>
  (call: CallRow): boolean =>
    consent === 'receipt' ? call.agreedReceipt : call.agreedAcknowledgement;
