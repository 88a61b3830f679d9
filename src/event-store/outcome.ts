import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { textArray } from './binary-arrays.js';
import type { DecidedGroup } from './group.js';
import { lockKeyOf } from './ledger-lock.js';

const patienceMs = 10_000;
const pauseMs = 200;

/**
 * Whether the commit of a group took place, when its answer was lost; undefined when that could not be found out in time. It may
 * still be under way on the server, so the ledger's lock is waited for: the transaction holds it to its end. What was sent and
 * not even begun could still come later: when the group is not there, the fence is raised, and it can no more. On a line of its
 * own, since the pool may be full of those who wait for that very lock.
 */
export async function tookPlace(pool: pg.Pool, ledger: string, group: DecidedGroup): Promise<boolean | undefined> {
  for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(pauseMs)) {
    const found = await lookUp(pool, ledger, traceOf(group), until - Date.now()).catch(() => undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What shows that a group stands: SQL of a row that is there only then, and its parameters after the ledger. */
interface Trace {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/**
 * The last event by its hash, which covers all of the group. That a request of the group is there proves nothing: meanwhile its
 * sender may have asked another program. A group without events says only that its requests came to nothing, and is as true
 * when others have written that down.
 */
function traceOf({ stored, asked, to }: DecidedGroup): Trace {
  if (stored.length > 0)
    return { sql: 'select from event where ledger_id = $1 and position = $2 and hash = $3', values: [to.position.toString(), to.hash] };
  const of = (part: 'by' | 'route' | 'request') => textArray(asked.map(({ asker }) => asker[part]));
  return {
    sql: `select from request join unnest($2::text[], $3::text[], $4::text[]) as asked(actor, route, request_id)
      using (actor, route, request_id) where ledger_id = $1 and event_count = 0 having count(*) = ${asked.length}`,
    values: [of('by'), of('route'), of('request')],
  };
}

async function lookUp(pool: pg.Pool, ledger: string, { sql, values }: Trace, waitMs: number): Promise<boolean> {
  const client = new pg.Client(pool.options as pg.ClientConfig);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(
      `begin isolation level read committed; set local lock_timeout = ${Math.max(waitMs, 1)}; select pg_advisory_xact_lock(${lockKeyOf(ledger)})`,
    );
    const { rows } = await client.query<{ found: boolean }>(
      `with found as (${sql}),
         raised as (update ledger_head set fence = fence + 1 where ledger_id = $1 and not exists (select from found))
       select exists (select from found) as found`,
      [ledger, ...values],
    );
    await client.query('commit');
    return rows[0]!.found;
  } finally {
    await client.end().catch(() => undefined);
  }
}
