/**
 * Columns of a batch as PostgreSQL reads them fastest: arrays in its binary format (array_recv), sent as they are. As text, each
 * value would be quoted here and unquoted there, which costs more than all else about a row.
 *
 * `int32 dimensions = 1, int32 hasNull, int32 element type, int32 length, int32 lower bound = 1`, then for each element an
 * int32 byte length, or −1 for null, and its bytes. All big-endian. An array without elements is one of length 0, which
 * PostgreSQL accepts as empty.
 */
const oid = { bytea: 17, bigint: 20, integer: 23, text: 25, 'timestamp with time zone': 1184, uuid: 2950, jsonb: 3802 } as const;

const headBytes = 20;
const lengthBytes = 4;

/** Milliseconds from 1970 to 2000, where PostgreSQL begins to count. */
const epochMs = 946_684_800_000n;

/** What is absent is null in the database. */
type Values<T> = readonly (T | null | undefined)[];
const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

export const textArray = (values: Values<string>): Buffer => {
  let size = headBytes + values.length * lengthBytes;
  let hasNull = false;
  for (const value of values) {
    if (isAbsent(value)) hasNull = true;
    else size += Buffer.byteLength(value);
  }
  const bytes = Buffer.allocUnsafe(size);
  let at = head(bytes, oid.text, values.length, hasNull);
  for (const value of values) {
    const length = isAbsent(value) ? -1 : bytes.write(value, at + lengthBytes, 'utf8');
    at = bytes.writeInt32BE(length, at) + Math.max(length, 0);
  }
  return bytes;
};

export const byteaArray = (values: Values<Buffer>): Buffer => array(oid.bytea, values);

/** Of JSON texts; each is led by the number of its format, 1. */
export const jsonbArray = (values: Values<string>): Buffer =>
  array(
    oid.jsonb,
    values.map((value) => (isAbsent(value) ? null : Buffer.from(`\u0001${value}`))),
  );

/** Of ids as they are written, with hyphens. */
export const uuidArray = (values: Values<string>): Buffer =>
  array(
    oid.uuid,
    values.map((value) => (isAbsent(value) ? null : bytesOfUuid(value))),
  );

/** Of what is no hexadecimal digit, Node keeps what stands before it: that would be another id. */
function bytesOfUuid(value: string): Buffer {
  const bytes = Buffer.from(value.replaceAll('-', ''), 'hex');
  if (bytes.length !== 16 || value.length !== 36) throw new RangeError(`"${value}" is not an id as we write them, with hyphens.`);
  return bytes;
}

export const integerArray = (values: Values<number>): Buffer =>
  fixed(oid.integer, 4, values, (numbers, value, at) => {
    if ((value | 0) !== value) throw new RangeError(`${value} is not a whole number of four bytes.`); // it would be cut to one
    numbers.setInt32(at, value);
  });

export const bigintArray = (values: Values<bigint>): Buffer => fixed(oid.bigint, 8, values, wholeBigint);

function wholeBigint(numbers: DataView, value: bigint, at: number): void {
  if (BigInt.asIntN(64, value) !== value) throw new RangeError(`${value} is not a number of eight bytes.`);
  numbers.setBigInt64(at, value);
}

/** Of instants in whole milliseconds since 1970 UTC. */
export const timestampArray = (values: Values<number>): Buffer =>
  fixed(oid['timestamp with time zone'], 8, values, (numbers, value, at) => wholeBigint(numbers, (BigInt(value) - epochMs) * 1000n, at));

function array(type: number, values: Values<Buffer>): Buffer {
  const size = values.reduce((sum, value) => sum + lengthBytes + (value?.length ?? 0), headBytes);
  const bytes = Buffer.allocUnsafe(size);
  let at = head(bytes, type, values.length, values.some(isAbsent));
  for (const value of values) {
    at = bytes.writeInt32BE(value?.length ?? -1, at);
    if (value) at += value.copy(bytes, at);
  }
  return bytes;
}

function fixed<T>(type: number, width: number, values: Values<T>, write: (numbers: DataView, value: T, at: number) => void): Buffer {
  let present = 0;
  for (const value of values) if (!isAbsent(value)) present += 1;
  const bytes = Buffer.allocUnsafe(headBytes + values.length * lengthBytes + present * width);
  const numbers = new DataView(bytes.buffer, bytes.byteOffset);
  let at = head(bytes, type, values.length, present < values.length);
  for (const value of values) {
    numbers.setInt32(at, isAbsent(value) ? -1 : width);
    at += lengthBytes;
    if (isAbsent(value)) continue;
    write(numbers, value, at);
    at += width;
  }
  return bytes;
}

function head(bytes: Buffer, type: number, length: number, hasNull: boolean): number {
  let at = bytes.writeInt32BE(1, 0);
  at = bytes.writeInt32BE(hasNull ? 1 : 0, at);
  at = bytes.writeInt32BE(type, at);
  at = bytes.writeInt32BE(length, at);
  return bytes.writeInt32BE(1, at);
}
