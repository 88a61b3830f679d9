import type { Pool, PoolClient } from 'pg';
import { borrowing } from './borrowing.js';
import { chainHash, genesis } from './frame.js';
import { ahead, epochMicros, linesOf, timeBytes } from './reading.js';

/** Where a ledger's chain does not hold, said so that a person can go and look. */
export interface ChainFault {
  readonly position: bigint;
  readonly says: string;
}

export interface Walked {
  readonly events: bigint;
  readonly faults: readonly ChainFault[];
}

type ChainLine = readonly [
  position: string,
  stream: string,
  version: string,
  type: string,
  schema: string,
  data: string,
  meta: string,
  /** The two times, 8 bytes each, and the hash, in hex. */
  bytes: string,
];

const chainColumns = `position, stream, version, type, schema, data, meta, encode(${timeBytes} || hash, 'hex')`;
const pageSize = 1000;
const beforeAll = (-(2n ** 63n)).toString();
/** Of each kind: whoever has read so many need not read the next. */
const mostTold = 100;

/**
 * Walks every row of a ledger and computes its hash again from the bytes as they are stored, in one snapshot, so that it
 * may run beside writers; in memory for two pages, however long the books are. A tail that was cut off is found by what else
 * remembers how far the books once went; whoever cut that too is found only by a head kept elsewhere.
 */
export const walkChain = (pool: Pool, ledger: string): Promise<Walked> =>
  borrowing(pool, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const walk = new Walk(ledger);
    const read = (after: string) =>
      linesOf<ChainLine>(
        client,
        `select ${chainColumns} from event where ledger_id = $1 and position > $2 order by event.position limit ${pageSize}`,
        [ledger, after],
      );
    for await (const page of ahead(read, ([position]) => position, beforeAll, pageSize)) for (const line of page) walk.step(line);
    for (const fault of await misnumbered(client, ledger)) walk.note(fault.position, fault.says);
    await endAt(client, ledger, walk);
    await client.query('commit');
    return { events: walk.position, faults: walk.faults };
  });

class Walk {
  readonly faults: ChainFault[] = [];
  position = 0n;
  hash: Buffer = genesis;

  constructor(private readonly ledger: string) {}

  step(line: ChainLine): void {
    const found = BigInt(line[0]);
    if (found !== this.position + 1n)
      this.noteIfFew(found, `stands after ${this.position}: what belongs between them is gone, or this does not belong here`);
    const bytes = Buffer.from(line[7], 'hex');
    const stored = bytes.subarray(16);
    if (!this.hashOf(line, found, bytes)?.equals(stored))
      this.noteIfFew(found, 'does not match its hash: this row or one before it was changed');
    this.hash = stored;
    this.position = found;
  }

  note(position: bigint, says: string): void {
    this.faults.push({ position, says });
  }

  private noteIfFew(position: bigint, says: string): void {
    if (this.faults.length < mostTold) this.note(position, says);
  }

  /** Undefined when a column holds what cannot even be framed. */
  private hashOf([, stream, version, type, schema, data, meta]: ChainLine, position: bigint, times: Buffer): Buffer | undefined {
    try {
      return chainHash(this.hash, {
        ledger: this.ledger,
        position,
        stream,
        version: Number(version),
        type,
        schema: Number(schema),
        data,
        meta,
        happenedMicros: times.readBigInt64BE(0) + epochMicros,
        recordedMicros: times.readBigInt64BE(8) + epochMicros,
      });
    } catch {
      return undefined;
    }
  }
}

/** Events that do not bear the next version of their stream. PostgreSQL counts them along an index, so that nobody keeps a list of streams. */
async function misnumbered(client: PoolClient, ledger: string): Promise<ChainFault[]> {
  const { rows } = await client.query<{ position: string; stream: string; version: number; expected: number }>({
    text: `select position, stream, version, expected from (
             select position, stream, version, coalesce(lag(version) over within, 0) + 1 as expected, lag(position) over within as before
             from event where ledger_id = $1 window within as (partition by stream order by version)) numbered
           where version <> expected or position < before order by position limit ${mostTold}`,
    values: [ledger],
    ...patiently,
  });
  return rows.map(({ position, stream, version, expected }) => ({
    position: BigInt(position),
    says:
      version === expected
        ? `is version ${version} of ${stream}, and stands before version ${version - 1}`
        : `is version ${version} of ${stream}, where ${expected} should stand`,
  }));
}

/** A question over a whole ledger takes as long as it takes. */
const patiently = { query_timeout: 3_600_000 };

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
  const { rows } = await client.query<{ stream: string; version: number; last: number }>(
    `select stream, version, last from kept_state k,
       lateral (select coalesce(max(version), 0)::int as last from event e where e.ledger_id = k.ledger_id and e.stream = k.stream) ended
     where ledger_id = $1 and version <> last order by stream limit ${mostTold}`,
    [ledger],
  );
  for (const { stream, version, last } of rows)
    walk.note(walk.position, `is the last event; ${stream} ends at version ${last}, but its kept state is of version ${version}`);
}
