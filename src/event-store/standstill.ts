import type { Pool } from 'pg';
import { borrowing } from './borrowing.js';
import { isConnectionFault } from './faults.js';
import { appendedChannel, hintOf } from './hint.js';
import { type Turn, turnOf } from './lookout.js';

/** Where a follower stands still, for people to see. Codes and places, never an error's message: it may quote somebody. */
export interface Stop {
  readonly ledger: string;
  readonly follower: string;
  /** The event before which it stands. */
  readonly position: bigint;
  readonly type: string;
  /** Class of the error, and its code where it has one. */
  readonly error: string;
  readonly tries: number;
  readonly since: Date;
  readonly nextTryAt: Date;
}

const shortestPauseMs = 5_000;
const longestPauseMs = 600_000;

/** Twice as long after each try, up to ten minutes; a database or queue that is away is tried at every poll, it is no fault of the event. */
const pauseAfter = (tries: number, error: unknown): number =>
  isConnectionFault(error) ? shortestPauseMs : Math.min(shortestPauseMs * 2 ** Math.min(tries - 1, 20), longestPauseMs);

/** Never the message. */
export function reasonOf(error: unknown): string {
  const { name = typeof error, code } = (error ?? {}) as { name?: string; code?: unknown };
  return typeof code === 'string' ? `${name} ${code}` : name;
}

/** Notes one more try that failed. A stop before the same event keeps its beginning. */
export async function noteStop(
  { ask, follower, ledger }: Turn,
  { position, type }: Pick<Stop, 'position' | 'type'>,
  triesBefore: number,
  error: unknown,
): Promise<void> {
  const tries = triesBefore + 1;
  await ask(
    `insert into follower_stop (ledger_id, follower, position, type, error, tries, next_try_at)
     values ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 millisecond')
     on conflict (ledger_id, follower) do update set
       position = excluded.position, type = excluded.type, error = excluded.error, tries = excluded.tries, next_try_at = excluded.next_try_at,
       since = case when follower_stop.position = excluded.position then follower_stop.since else excluded.since end`,
    [ledger, follower, position.toString(), type, reasonOf(error).slice(0, 200), tries, pauseAfter(tries, error)],
  );
}

export const clearStop = ({ ask, follower, ledger }: Turn): Promise<unknown> =>
  ask('delete from follower_stop where ledger_id = $1 and follower = $2', [ledger, follower]);

/** Every follower that stands still, the longest first. @param ledger of this one alone */
export async function stops(pool: Pool, ledger?: string): Promise<Stop[]> {
  const { rows } = await pool.query<Omit<Stop, 'position'> & { position: string }>(
    `select ledger_id as ledger, follower, position, type, error, tries, since, next_try_at as "nextTryAt" from follower_stop
     where $1::uuid is null or ledger_id = $1 order by since, ledger_id, follower`,
    [ledger ?? null],
  );
  return rows.map((row) => ({ ...row, position: BigInt(row.position) }));
}

/** Lets those who stand still try again at once, in whichever program follows. @returns how many */
export async function tryAgain(pool: Pool, only: Partial<Pick<Stop, 'ledger' | 'follower'>> = {}): Promise<number> {
  const { rows } = await pool.query<{ ledger_id: string }>(
    `update follower_stop set next_try_at = now() where ($1::uuid is null or ledger_id = $1) and ($2::text is null or follower = $2)
     returning ledger_id`,
    [only.ledger ?? null, only.follower ?? null],
  );
  for (const { ledger_id } of rows) await pool.query('select pg_notify($1, $2)', [appendedChannel, hintOf(ledger_id)]);
  return rows.length;
}

/**
 * Passes by the event before which a follower stands, for good, and keeps a line that says so. Only by a person's word, who
 * names the event. Waits for an act that is under way.
 * @returns false when it does not stand there (any more): nothing was done
 */
export const passBy = (pool: Pool, { ledger, follower, position }: Pick<Stop, 'ledger' | 'follower' | 'position'>): Promise<boolean> =>
  borrowing(pool, async (client) => {
    await client.query(`begin; set local lock_timeout = '30s'; select pg_advisory_xact_lock(${turnOf(follower, ledger)})`);
    const { rowCount } = await client.query(
      `with stopped as (
         delete from follower_stop where ledger_id = $1 and follower = $2 and position = $3 returning *),
       skipped as (
         insert into follower_skip (ledger_id, follower, position, type, error, tries)
         select ledger_id, follower, position, type, error, tries from stopped)
       insert into follower_cursor (ledger_id, follower, position) select ledger_id, follower, position from stopped
       on conflict (ledger_id, follower) do update set position = excluded.position`,
      [ledger, follower, position.toString()],
    );
    await client.query('select pg_notify($1, $2)', [appendedChannel, hintOf(ledger)]);
    await client.query('commit');
    return rowCount === 1;
  });
