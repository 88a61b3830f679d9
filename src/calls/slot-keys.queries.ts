import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { callStream } from '../domain/call.js';
import type { Sealed } from '../domain/sealed.js';
import { EventReader } from '../event-store/event-reader.js';
import { destroyKeys } from '../vault/destroying.js';
import { Vault } from '../vault/vault.js';

interface Standing {
  readonly recipient_id: string;
  readonly slot_subject_id: string;
}

/** The keys with which people can open their part of the public log. One exists only while that person's consent to a receipt stands. */
@Injectable()
export class SlotKeys {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** 32 bytes each, by person, of those whose consent stands; whoever is missing gets random bytes in the log. Keep none of it. */
  async of(ledger: string, recipients: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const rows = await this.dataSource.query<Standing[]>(
      'select recipient_id, slot_subject_id from receipt_consent where ledger_id = $1 and recipient_id = any($2::uuid[])',
      [ledger, recipients],
    );
    const keys = await this.vault.subjectKeys(
      ledger,
      rows.map(({ slot_subject_id }) => slot_subject_id),
    );
    return new Map(
      rows.flatMap(({ recipient_id, slot_subject_id }) => {
        const key = keys.get(slot_subject_id);
        return key ? [[recipient_id, key] as const] : [];
      }),
    );
  }

  async stands(ledger: string, recipient: string): Promise<boolean> {
    return (await this.of(ledger, [recipient])).size > 0;
  }

  /** Calls under which the person behind this one agreed to a receipt, this one first or not at all. */
  async agreedWith(ledger: string, call: string): Promise<string[]> {
    const recipient = await this.personBehind(ledger, call);
    return recipient ? this.agreedBy(ledger, recipient) : [];
  }

  /**
   * Where no consent of the person stands any more, nobody, they included, can open their part again. The key is named before the
   * consents are read: one that comes with a new consent meanwhile stays.
   */
  async destroyUnlessAgreed(ledger: string, call: string): Promise<void> {
    const recipient = await this.personBehind(ledger, call);
    if (!recipient) return;
    const standing = await this.dataSource.query<Standing[]>(
      'select recipient_id, slot_subject_id from receipt_consent where ledger_id = $1 and recipient_id = $2',
      [ledger, recipient],
    );
    if (standing.length === 0 || (await this.agreedBy(ledger, recipient)).length > 0) return;
    const slots = standing.map(({ slot_subject_id }) => slot_subject_id);
    await this.dataSource.transaction(async (database) => {
      await database.query('delete from receipt_consent where ledger_id = $1 and slot_subject_id = any($2::uuid[])', [ledger, slots]);
      await destroyKeys(database, ledger, slots);
    });
  }

  private async personBehind(ledger: string, call: string): Promise<string | undefined> {
    const state = await this.reader.state(ledger, callStream(call));
    return state.status === 'unknown' ? undefined : this.vault.open(ledger, 'call.person', state.logged.person);
  }

  private async agreedBy(ledger: string, recipient: string): Promise<string[]> {
    const rows = await this.dataSource.query<{ call_id: string; person: Sealed }[]>(
      'select call_id, person from call where ledger_id = $1 and agreed_receipt',
      [ledger],
    );
    const people = await this.vault.openMany(
      ledger,
      rows.map(({ person }) => ({ fieldName: 'call.person', sealed: person })),
    );
    return rows.filter((_, index) => people[index] === recipient).map(({ call_id }) => call_id);
  }
}
