import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { instant } from '../domain/calendar.js';
import { newborn } from '../domain/fact.js';
import { NoteMail, mailSource } from '../domain/mail.js';
import { observationStream, recordObservation } from '../domain/observation.js';
import type { LineIdentities } from '../domain/observed.js';
import { type Decided, EventStore } from '../event-store/event-store.js';
import { violates } from '../event-store/faults.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Vault } from '../vault/vault.js';
import { LINE_IDENTITIES } from './known-lines.queries.js';
import { observationOf } from './new-observation.js';
import { ObservationLineRow } from './observations.projection.js';

/** What a mail claims is kept to be looked at, once: whatever it says, it makes no payment. */
@CommandHandler(NoteMail)
export class NoteMailHandler implements ICommandHandler<NoteMail> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @InjectRepository(ObservationLineRow) private readonly known: Repository<ObservationLineRow>,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(LINE_IDENTITIES) private readonly identities: LineIdentities,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: NoteMail): Promise<Decided> {
    const { ledger, account, line } = command.input;
    const identity = await this.vault.fingerprint(ledger, 'observation-line', this.identities.of([line])[0]!);
    const place = { ledgerId: ledger, accountId: account, identity };
    if (await this.known.existsBy(place)) return nothingNew;
    const sealing = this.vault.sealing(ledger);
    const recorded = observationOf(line, { account, source: mailSource, now: instant(this.clock()) }, sealing);
    const { observation } = recorded;
    const row = Object.assign(new ObservationLineRow(), { ...place, observationId: observation, movement: null });
    try {
      return await this.events.decide(
        command,
        { observation: newborn(observationStream(observation)) },
        ({ observation: before }, now) => ({
          observation: recordObservation(before, recorded, { becomes: 'to-review' }, undefined, now, line.at ?? now),
        }),
        { rows: [...sealing.newKeys, row] },
      );
    } catch (error) {
      if (violates(error, 'observation_line_pkey')) return nothingNew;
      throw error;
    }
  }
}

/** It came by another way at the same moment, or long ago. */
const nothingNew: Decided = { events: [], repeated: false };
