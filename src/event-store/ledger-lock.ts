import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';

/** The key of the advisory lock under which one ledger is written, as a signed 64-bit number. Two ledgers may share one: they only wait. */
export function lockKeyOf(ledger: string): bigint {
  if (ledger !== last.ledger)
    last = { ledger, key: createHash('sha256').update(`mal/ledger-lock/v1\n${ledger}`).digest().readBigInt64BE(0) };
  return last.key;
}

/** Whoever writes a ledger often writes it next, too. */
let last = { ledger: '', key: 0n };

/**
 * Under the lock: voids every append that was sent before and waits for the lock. Its statement has its view of the rows already,
 * and would miss what the holder of the lock does to them.
 */
export const raiseFence = (client: ClientBase, ledger: string): Promise<unknown> =>
  client.query('update ledger_head set fence = fence + 1 where ledger_id = $1', [ledger]);
