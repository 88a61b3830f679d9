import { createHash } from 'node:crypto';

/** One row of `event` as its bytes are hashed. Times in whole microseconds since 1970 UTC, as `timestamptz` holds them. */
export interface FramedRow {
  readonly ledger: string;
  readonly position: bigint;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schema: number;
  readonly data: string;
  readonly meta: string;
  readonly happenedMicros: bigint;
  readonly recordedMicros: bigint;
}

const tag = Buffer.from('mal/event/v1\n');

/** What stands before the first event of a ledger. */
export const genesis: Buffer = Buffer.alloc(32);

/**
 * `SHA-256("mal/event/v1\n" ‖ previous32 ‖ field₁ … field₁₀)`, each field as uint32 big-endian length and bytes, in the
 * order of the table's columns. For good from the first event on: docs/decisions/0001-the-event-table.md.
 */
export function chainHash(previous: Buffer, row: FramedRow): Buffer {
  const hash = createHash('sha256').update(tag).update(previous);
  for (const field of fieldsOf(row)) hash.update(uint32(field.length)).update(field);
  return hash.digest();
}

const fieldsOf = (row: FramedRow): Buffer[] => [
  Buffer.from(row.ledger.replaceAll('-', ''), 'hex'),
  int64(row.position),
  Buffer.from(row.stream),
  uint32(row.version),
  Buffer.from(row.type),
  uint32(row.schema),
  Buffer.from(row.data),
  Buffer.from(row.meta),
  int64(row.happenedMicros),
  int64(row.recordedMicros),
];

function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}
