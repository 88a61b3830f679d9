import pg, { type ClientBase } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { Connection } from '../database/connections.js';
import type { Instant } from '../domain/calendar.js';
import { type HeldAct, type Holds, heldRefusal } from '../domain/hold.js';
import type { JournalEntry } from '../domain/journal.js';

/**
 * Every ledger is held, whether it was before or not. One that was never released keeps the older moment: what is missing since then
 * is still missing.
 */
export async function holdAll(session: Pick<ClientBase, 'query'>, booksUntil: string): Promise<void> {
  await session.query(
    `insert into ledger_hold (ledger_id, what, held_since, books_until)
     select h.ledger_id, a.what, clock_timestamp(), $1 from ledger_head h cross join (values ('payouts'), ('publication')) a (what)
     on conflict (ledger_id, what) do update set held_since = excluded.held_since, released_at = null, released_by = null,
       books_until = case when ledger_hold.released_at is null then least(ledger_hold.books_until, excluded.books_until) else excluded.books_until end`,
    [booksUntil],
  );
}

/** The same for a database that was put back by other means, to a point in time perhaps. @returns how many ledgers are held */
export async function holdEverything(service: Connection, booksUntil: string): Promise<number> {
  const session = new pg.Client(service);
  await session.connect();
  try {
    await holdAll(session, booksUntil);
    const { rows } = await session.query<{ count: number }>(
      'select count(distinct ledger_id)::int as count from ledger_hold where released_at is null',
    );
    return rows[0]!.count;
  } finally {
    await session.end();
  }
}

export interface Hold {
  readonly act: HeldAct;
  readonly since: Instant;
  readonly booksUntil: Instant;
}

/** Which ledgers are held, as the database keeps it. */
export class LedgerHolds implements Holds {
  constructor(private readonly dataSource: DataSource) {}

  /** Until it is released. */
  async of(ledger: string): Promise<Hold[]> {
    const rows = await this.dataSource.query<{ act: HeldAct; since: Date; until: Date }[]>(
      `select what as act, held_since as since, books_until as until from ledger_hold
       where ledger_id = $1 and released_at is null order by what`,
      [ledger],
    );
    return rows.map(({ act, since, until }) => ({ act, since: since.toISOString(), booksUntil: until.toISOString() }));
  }

  async ledgers(): Promise<string[]> {
    const rows = await this.dataSource.query<{ ledger: string }[]>(
      'select distinct ledger_id as ledger from ledger_hold where released_at is null order by ledger_id',
    );
    return rows.map(({ ledger }) => ledger);
  }

  async isHeld(ledger: string, act: HeldAct): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      'select from ledger_hold where ledger_id = $1 and what = $2 and released_at is null',
      [ledger, act],
    );
    return rows.length > 0;
  }

  async refuseWhileHeld(ledger: string, act: HeldAct): Promise<void> {
    if (await this.isHeld(ledger, act)) throw heldRefusal(act);
  }

  async release(ledger: string, act: HeldAct, by: string, at: Instant, database: EntityManager = this.dataSource.manager): Promise<void> {
    await database.query(
      'update ledger_hold set released_at = $4, released_by = $3 where ledger_id = $1 and what = $2 and released_at is null',
      [ledger, act, by, at],
    );
  }
}

/** What is written into the journal is about to be done: a held ledger does neither. Erasures are always carried out. */
export async function refuseHeldEntry(holds: Holds, entry: JournalEntry): Promise<void> {
  if (entry.kind === 'payout-attempt') await holds.refuseWhileHeld(entry.ledger, 'payouts');
  if (entry.kind === 'signed-head') await holds.refuseWhileHeld(entry.ledger, 'publication');
}
