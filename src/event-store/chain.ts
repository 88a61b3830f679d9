import type { Pool } from 'pg';
import { chainHash, genesis } from './frame.js';

/** Where a ledger's chain does not hold, said so that a person can go and look. */
export interface ChainFault {
  readonly position: bigint;
  readonly says: string;
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

const micros = (column: string): string => `(extract(epoch from ${column}) * 1000000)::bigint::text`;
const pageSize = 2000;

/** Walks every row of a ledger from position 1 and computes its hash again from the bytes as they are stored. */
export async function walkChain(pool: Pool, ledger: string): Promise<{ events: bigint; faults: ChainFault[] }> {
  const faults: ChainFault[] = [];
  const versions = new Map<string, number>();
  let previous = genesis;
  let position = 0n;
  for (;;) {
    const { rows } = await pool.query<RawRow>(
      `select position::text, stream, version, type, schema, data, meta, ${micros('happened_at')} as happened, ${micros('recorded_at')} as recorded, hash
       from event where ledger_id = $1 and position > $2 order by position limit ${pageSize}`,
      [ledger, position.toString()],
    );
    for (const row of rows) {
      const found = BigInt(row.position);
      if (found !== position + 1n) faults.push({ position: found, says: `follows ${position}: what stood between is gone` });
      const version = (versions.get(row.stream) ?? 0) + 1;
      if (row.version !== version) faults.push({ position: found, says: `is version ${row.version} of ${row.stream}, where ${version} should stand` });
      versions.set(row.stream, row.version);
      const hash = chainHash(previous, { ...row, ledger, position: found, happenedMicros: BigInt(row.happened), recordedMicros: BigInt(row.recorded) });
      if (!hash.equals(row.hash)) faults.push({ position: found, says: `does not match its hash: this row or one before it was changed` });
      previous = row.hash;
      position = found;
    }
    if (rows.length < pageSize) break;
  }
  const { rows: [head] } = await pool.query<{ position: string; hash: Buffer }>('select position, hash from ledger_head where ledger_id = $1', [ledger]);
  if (BigInt(head?.position ?? 0) !== position || (head && !head.hash.equals(previous))) {
    faults.push({ position, says: `is the last event, but the head says ${head?.position ?? 'nothing'}` });
  }
  return { events: position, faults };
}
