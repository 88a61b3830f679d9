import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Instant } from '../domain/calendar.js';
import { type PersonMarks, marksOf } from '../domain/same-person.js';
import { Vault } from '../vault/vault.js';

const purpose = 'person';

/** Finds a person again by keyed fingerprints of where their money goes and of their handle. Proposes; nothing is merged by it. */
@Injectable()
export class KnownPeople {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** Ids of people who go by any of these marks. For comparing, never shown. */
  async like(ledger: string, marks: PersonMarks): Promise<string[]> {
    const prints = await this.vault.fingerprints(ledger, purpose, marksOf(marks));
    const rows = await this.dataSource.query<{ recipient_id: string }[]>(
      'select distinct recipient_id from recipient_fingerprint where ledger_id = $1 and fingerprint = any($2::bytea[])',
      [ledger, prints],
    );
    return rows.map(({ recipient_id }) => recipient_id);
  }

  /** Once the person is in the books. Of somebody forgotten meanwhile, nothing is kept. */
  async note(ledger: string, recipient: string, marks: PersonMarks, now: Instant): Promise<void> {
    const prints = await this.vault.fingerprints(ledger, purpose, marksOf(marks));
    await this.dataSource.query(
      `insert into recipient_fingerprint (ledger_id, fingerprint, recipient_id, noted_at) select $1, print, $3, $4 from unnest($2::bytea[]) as print
       where exists (select from recipient r join subject_key k on k.ledger_id = r.ledger_id and k.subject_id = r.recipient_id
         where r.ledger_id = $1 and r.recipient_id = $3 and r.status = 'known') on conflict do nothing`,
      [ledger, prints, recipient, now],
    );
  }
}
