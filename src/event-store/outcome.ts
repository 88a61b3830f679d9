import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Asker } from './asker.js';
import { lockKeyOf } from './ledger-lock.js';

const patienceMs = 10_000;
const pauseMs = 200;

/**
 * Whether a commit whose answer was lost took place; undefined when that could not be found out in time. A commit may still
 * be under way on the server, so the ledger's lock is waited for: the transaction holds it to its end. What was sent and not
 * even begun could still come later: when the request is not there, the fence is raised, and it can no more. On a line of its
 * own, since the pool may be full of those who wait for that very lock.
 */
export async function tookPlace(pool: pg.Pool, asker: Asker): Promise<boolean | undefined> {
  for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(pauseMs)) {
    const found = await lookUp(pool, asker, until - Date.now()).catch(() => undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function lookUp(pool: pg.Pool, { ledger, by, route, request }: Asker, waitMs: number): Promise<boolean> {
  const client = new pg.Client(pool.options as pg.ClientConfig);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(
      `begin isolation level read committed; set local lock_timeout = ${Math.max(waitMs, 1)}; select pg_advisory_xact_lock(${lockKeyOf(ledger)})`,
    );
    const { rows } = await client.query<{ found: boolean }>(
      `with found as (select from request where ledger_id = $1 and actor = $2 and route = $3 and request_id = $4),
         raised as (update ledger_head set fence = fence + 1 where ledger_id = $1 and not exists (select from found))
       select exists (select from found) as found`,
      [ledger, by, route, request],
    );
    await client.query('commit');
    return rows[0]!.found;
  } finally {
    await client.end().catch(() => undefined);
  }
}
