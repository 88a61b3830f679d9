import type { Pool, PoolClient } from 'pg';
import { borrowing } from './borrowing.js';
import { chainHash, genesis } from './frame.js';

/** Where a ledger's chain does not hold, said so that a person can go and look. */
export interface ChainFault {
  readonly position: bigint;
  readonly says: string;
}

export interface Walked {
  readonly events: bigint;
  readonly faults: readonly ChainFault[];
}

interface RawRow {
  readonly position: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schema: number;
  readonly data: string;
  readonly meta: string;
  readonly happened: string;
  readonly recorded: string;
  readonly hash: Buffer;
}

/** Microseconds since 1970; a time without any, like infinity, as its text. */
const micros = (column: string): string =>
  `case when isfinite(${column}) then (extract(epoch from ${column}) * 1000000)::bigint::text else ${column}::text end`;
const pageSize = 2000;
const beforeAll = -(2n ** 63n);

/**
 * Walks every row of a ledger and computes its hash again from the bytes as they are stored, in one snapshot, so that it
 * may run beside writers. A tail that was cut off is found by what else remembers how far the books once went; whoever cut
 * that too is found only by a head kept elsewhere.
 */
export const walkChain = (pool: Pool, ledger: string): Promise<Walked> =>
  borrowing(pool, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const walk = new Walk(ledger);
    for (
      let page = await rowsAfter(client, ledger, beforeAll);
      page.length > 0;
      page = await rowsAfter(client, ledger, BigInt(page.at(-1)!.position))
    ) {
      for (const row of page) walk.step(row);
    }
    await endAt(client, ledger, walk);
    await client.query('commit');
    return { events: walk.position, faults: walk.faults };
  });

class Walk {
  readonly faults: ChainFault[] = [];
  readonly versions = new Map<string, number>();
  position = 0n;
  hash: Buffer = genesis;

  constructor(private readonly ledger: string) {}

  step(row: RawRow): void {
    const found = BigInt(row.position);
    if (found !== this.position + 1n)
      this.note(found, `stands after ${this.position}: what belongs between them is gone, or this does not belong here`);
    const version = (this.versions.get(row.stream) ?? 0) + 1;
    if (row.version !== version) this.note(found, `is version ${row.version} of ${row.stream}, where ${version} should stand`);
    if (!this.hashOf(row, found)?.equals(row.hash)) this.note(found, 'does not match its hash: this row or one before it was changed');
    this.versions.set(row.stream, row.version);
    this.hash = row.hash;
    this.position = found;
  }

  note(position: bigint, says: string): void {
    this.faults.push({ position, says });
  }

  /** Undefined when a column holds what cannot even be framed. */
  private hashOf(row: RawRow, position: bigint): Buffer | undefined {
    try {
      return chainHash(this.hash, {
        ...row,
        ledger: this.ledger,
        position,
        happenedMicros: BigInt(row.happened),
        recordedMicros: BigInt(row.recorded),
      });
    } catch {
      return undefined;
    }
  }
}

async function rowsAfter(client: PoolClient, ledger: string, position: bigint): Promise<RawRow[]> {
  const { rows } = await client.query<RawRow>(
    `select position::text, stream, version, type, schema, data, meta, ${micros('happened_at')} as happened, ${micros('recorded_at')} as recorded, hash
     from event where ledger_id = $1 and position > $2 order by event.position limit ${pageSize}`,
    [ledger, position.toString()],
  );
  return rows;
}

/** The end of the chain against the head, the requests answered, the kept states and the followers' cursors. */
async function endAt(client: PoolClient, ledger: string, walk: Walk): Promise<void> {
  const {
    rows: [end],
  } = await client.query<{ position: string | null; hash: Buffer | null; answered: string; followed: string }>(
    `select (select position from ledger_head where ledger_id = $1) as position, (select hash from ledger_head where ledger_id = $1) as hash,
       (select coalesce(max(first_position + event_count - 1), 0) from request where ledger_id = $1 and event_count > 0) as answered,
       (select coalesce(max(position), 0) from follower_cursor where ledger_id = $1) as followed`,
    [ledger],
  );
  const { position, hash, answered, followed } = end!;
  if (BigInt(position ?? 0) !== walk.position || !(hash ?? genesis).equals(walk.hash)) {
    walk.note(
      walk.position,
      position === null || BigInt(position) !== walk.position
        ? `is the last event, but the head says ${position ?? 'nothing'}`
        : 'is the last event, and the head bears another hash',
    );
  }
  if (BigInt(answered) > walk.position) walk.note(walk.position, `is the last event, but a request was answered with event ${answered}`);
  if (BigInt(followed) > walk.position) walk.note(walk.position, `is the last event, but a follower has acted up to ${followed}`);
  const { rows } = await client.query<{ stream: string; version: number }>('select stream, version from kept_state where ledger_id = $1', [
    ledger,
  ]);
  for (const { stream, version } of rows) {
    const last = walk.versions.get(stream) ?? 0;
    if (version !== last)
      walk.note(walk.position, `is the last event; ${stream} ends at version ${last}, but its kept state is of version ${version}`);
  }
}
