import { hash } from 'node:crypto';

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
  frame.begin(roomFor(row));
  frame.bytes(tag);
  frame.bytes(previous);
  frame.id(row.ledger);
  frame.int64(row.position);
  frame.text(row.stream);
  frame.uint32(row.version);
  frame.text(row.type);
  frame.uint32(row.schema);
  frame.text(row.data);
  frame.text(row.meta);
  frame.int64(row.happenedMicros);
  frame.int64(row.recordedMicros);
  return Buffer.from(hash('sha256', frame.written(), 'binary'), 'latin1'); // a buffer of the engine's own would cost as much as the hash
}

/** Three bytes at most for each of a text's code units; the rest is of fixed length. */
const roomFor = ({ stream, type, data, meta }: FramedRow): number => 256 + 3 * (stream.length + type.length + data.length + meta.length);

/** One stretch of memory for every frame: the hash is taken at once, and nothing else runs in between. */
class Frame {
  private room: Buffer = Buffer.alloc(16_384);
  private numbers = new DataView(this.room.buffer, this.room.byteOffset);
  private end = 0;
  private lastId = '';
  private lastIdBytes: Buffer = Buffer.alloc(0);

  begin(bytes: number): void {
    if (this.room.length < bytes) {
      this.room = Buffer.alloc(bytes);
      this.numbers = new DataView(this.room.buffer, this.room.byteOffset);
    }
    this.end = 0;
  }

  bytes(bytes: Buffer): void {
    this.end += bytes.copy(this.room, this.end);
  }

  text(text: string): void {
    const length = this.room.write(text, this.end + 4);
    this.length(length);
    this.end += length;
  }

  /** A UUID as its 16 bytes. Events of one ledger come one after another. */
  id(uuid: string): void {
    if (uuid !== this.lastId) {
      this.lastIdBytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
      this.lastId = uuid;
    }
    this.length(this.lastIdBytes.length);
    this.bytes(this.lastIdBytes);
  }

  uint32(value: number): void {
    if (value >>> 0 !== value) throw new RangeError(`${value} is no number of four bytes.`); // it would be cut to one
    this.length(4);
    this.length(value);
  }

  int64(value: bigint): void {
    if (BigInt.asIntN(64, value) !== value) throw new RangeError(`${value} is no number of eight bytes.`);
    this.length(8);
    this.numbers.setBigInt64(this.end, value);
    this.end += 8;
  }

  private length(bytes: number): void {
    this.numbers.setUint32(this.end, bytes);
    this.end += 4;
  }

  written(): Buffer {
    return this.room.subarray(0, this.end);
  }
}

const frame = new Frame();
