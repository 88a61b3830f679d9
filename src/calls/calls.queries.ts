import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Vault } from '../vault/vault.js';
import type { PersonMarks } from '../domain/same-person.js';
import { CallRow } from './calls.projection.js';
import { KnownPeople } from './known-people.js';

/** Calls as the steward sees them. Links and people are opened only where a page needs them. */
@Injectable()
export class Calls {
  constructor(
    @InjectRepository(CallRow) private readonly rows: Repository<CallRow>,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(KnownPeople) private readonly people: KnownPeople,
  ) {}

  open(ledger: string): Promise<CallRow[]> {
    return this.rows.find({ where: { ledgerId: ledger, status: 'open' }, order: { loggedAt: 'ASC' } });
  }

  all(ledger: string): Promise<CallRow[]> {
    return this.rows.find({ where: { ledgerId: ledger }, order: { loggedAt: 'DESC' } });
  }

  one(ledger: string, call: string): Promise<CallRow | null> {
    return this.rows.findOneBy({ ledgerId: ledger, callId: call });
  }

  /** Ids of the people behind calls, in the same order; undefined where one was forgotten. For counting and paying, never shown. */
  peopleOf(ledger: string, rows: readonly CallRow[]): Promise<(string | undefined)[]> {
    return this.vault.openMany(
      ledger,
      rows.map(({ person }) => ({ fieldName: 'call.person', sealed: person })),
    );
  }

  /** The calls of one person, newest first. */
  async ofPerson(ledger: string, recipient: string): Promise<CallRow[]> {
    const rows = await this.all(ledger);
    const people = await this.peopleOf(ledger, rows);
    return rows.filter((_, index) => people[index] === recipient);
  }

  /** Ids of the people who agreed that their word of arrival is counted, under any of their calls. */
  async agreedToBeCounted(ledger: string): Promise<ReadonlySet<string>> {
    const rows = await this.rows.findBy({ ledgerId: ledger, agreedAcknowledgement: true });
    return new Set((await this.peopleOf(ledger, rows)).flatMap((person) => person ?? []));
  }

  /** Calls of people who go by the same address or handle, newest first: perhaps the same person. A steward decides. */
  async perhapsOfSame(ledger: string, marks: PersonMarks): Promise<CallRow[]> {
    const like = await this.people.like(ledger, marks);
    if (like.length === 0) return [];
    const rows = await this.all(ledger);
    const behind = await this.peopleOf(ledger, rows);
    return rows.filter((_, index) => behind[index] !== undefined && like.includes(behind[index]));
  }

  /** The link as it was pasted; undefined once forgotten. For the one who follows it, on request. */
  async link(ledger: string, call: string): Promise<string | undefined> {
    const row = await this.one(ledger, call);
    return row?.link ? this.vault.open(ledger, 'call.link', row.link) : undefined;
  }
}
