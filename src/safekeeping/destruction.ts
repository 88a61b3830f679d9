import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { forgetInputsOf } from '../event-store/forgotten-inputs.js';
import { lockKeyOf } from '../event-store/ledger-lock.js';
import { destroyKeys } from '../vault/destroying.js';
import { Vault } from '../vault/vault.js';
import { type PayoutTrace, TraceReader, isFinal } from './traces.js';

export interface Destroyed {
  readonly keys: number;
  /** Payouts of the person that are not final: what they need is destroyed when the last one is. */
  readonly waiting: number;
}

/** Tells payouts of one person from those of others, once nothing else does; for counting people, never for finding them. */
export const personTag = 'person of unpublished payouts';

/**
 * Destroys what leads to a person: keys, and what is kept beside the books that only they have. Under the ledger's lock, so that
 * no payout begins meanwhile, and in one commit.
 */
@Injectable()
export class Destruction {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(TraceReader) private readonly traces: TraceReader,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** Called again, it destroys what has become final since. */
  ofPerson(ledger: string, recipient: string): Promise<Destroyed> {
    return this.underLock(ledger, async (database) => {
      const { calls, payouts } = await this.traces.ofPerson(database, ledger, recipient);
      const final = payouts.filter(isFinal);
      const waiting = payouts.length - final.length;
      await this.tagUnpublished(database, ledger, recipient, payouts);
      const subjects = [...calls, ...final.map(({ payout }) => payout), ...(await linesOf(database, ledger, final))];
      if (waiting === 0) subjects.push(recipient, ...(await forgetPerson(database, ledger, recipient)));
      await forgetInputsOf(database, ledger, [...subjects, recipient]);
      return { keys: await destroyKeys(database, ledger, subjects), waiting };
    });
  }

  /** A transaction of the database under the ledger's lock, which every command of it waits for. */
  underLock<T>(ledger: string, work: (database: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (database) => {
      await database.query(`select pg_advisory_xact_lock(${lockKeyOf(ledger)})`);
      return work(database);
    });
  }

  /** One tag a person: made from their key, which is destroyed last, so that nothing leads from it to them. */
  async tagUnpublished(database: EntityManager, ledger: string, recipient: string, payouts: readonly PayoutTrace[]): Promise<void> {
    const mayBePublished = ({ status, isPublished }: PayoutTrace) => !isPublished && (status === 'paid' || !isFinal({ status }));
    const unpublished = payouts.filter(mayBePublished).map(({ payout }) => payout);
    const tag = unpublished.length > 0 ? await this.vault.tagOf(ledger, personTag, recipient, database) : undefined;
    if (!tag) return;
    await database.query(
      'insert into erased_payout (ledger_id, payout_id, tag) select $1, payout, $3 from unnest($2::uuid[]) as payout on conflict do nothing',
      [ledger, unpublished, tag],
    );
  }
}

/** Lines of accounts and mails that are one of these payouts: their words name the person. @returns whose keys to destroy */
async function linesOf(database: EntityManager, ledger: string, payouts: readonly PayoutTrace[]): Promise<string[]> {
  const rows = await database.query<{ observation_id: string }[]>(
    'select observation_id from observation where ledger_id = $1 and payout_id = any($2::uuid[])',
    [ledger, payouts.map(({ payout }) => payout)],
  );
  const lines = rows.map(({ observation_id }) => observation_id);
  await forgetLines(database, ledger, lines);
  return lines;
}

/** The marks by which lines are known again: the same file brought in once more shows them anew. */
export const forgetLines = (database: EntityManager, ledger: string, lines: readonly string[]): Promise<unknown> =>
  database.query('delete from observation_line where ledger_id = $1 and observation_id = any($2::uuid[])', [ledger, lines]);

/** What only they have. @returns whose keys to destroy with theirs */
export async function forgetPerson(database: EntityManager, ledger: string, recipient: string): Promise<string[]> {
  for (const table of ['recipient_fingerprint', 'person_code'])
    await database.query(`delete from ${table} where ledger_id = $1 and recipient_id = $2`, [ledger, recipient]);
  const slots = await database.query<{ slot_subject_id: string }[]>(
    `with gone as (delete from receipt_consent where ledger_id = $1 and recipient_id = $2 returning slot_subject_id) select * from gone`,
    [ledger, recipient],
  );
  return slots.map(({ slot_subject_id }) => slot_subject_id);
}
