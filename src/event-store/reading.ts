import type { ClientBase, Pool, QueryArrayConfig } from 'pg';
import { fromCanonical } from '../domain/canonical.js';
import type { Instant } from '../domain/calendar.js';
import { lift } from '../domain/events.js';
import { StoreUnavailable, isConnectionFault } from './faults.js';
import type { Meta, RecordedEvent } from './recorded.js';

/** Whoever answers a query: the pool, or the client of a caller that already holds one. */
export type Asked = Pick<Pool | ClientBase, 'query'>;

/** One event of a ledger as text, as it came over the line. */
export type EventLine = readonly [
  position: string,
  stream: string,
  version: string,
  type: string,
  schema: string,
  data: string,
  meta: string,
  times: string,
];

/**
 * The two times of a row in hex, each the eight bytes that PostgreSQL itself holds and sends: microseconds since 2000, signed.
 * Rendering them as text or number would cost the server more than the rest of the row.
 */
export const timeBytes = `timestamptz_send(happened_at) || timestamptz_send(recorded_at)`;
/** From 1970 to 2000. */
export const epochMicros = 946_684_800_000_000n;

/** What an `EventLine` holds. */
export const lineColumns = `position, stream, version, type, schema, data, meta, encode(${timeBytes}, 'hex')`;

/** One event with its two times in microseconds since 1970, and its hash in hex: all that the chain hash is taken over. */
export type StoredLine = readonly [
  position: string,
  stream: string,
  version: string,
  type: string,
  schema: string,
  data: string,
  meta: string,
  happenedMicros: string,
  recordedMicros: string,
  hash: string,
];

const microsOf = (column: string): string => `(extract(epoch from ${column}) * 1000000)::bigint`;
/** What a `StoredLine` holds. */
export const storedColumns = `position, stream, version, type, schema, data, meta, ${microsOf('happened_at')}, ${microsOf('recorded_at')}, encode(hash, 'hex')`;

const asText = { getTypeParser: () => (value: string) => value } as unknown as NonNullable<QueryArrayConfig['types']>;

/**
 * Rows as arrays of text.
 * @throws StoreUnavailable when the database does not answer
 */
export async function linesOf<Line extends readonly unknown[]>(on: Asked, text: string, values: readonly unknown[]): Promise<Line[]> {
  try {
    const { rows } = await on.query({ text, values: [...values], rowMode: 'array', types: asText } as QueryArrayConfig);
    return rows as unknown as Line[];
  } catch (error) {
    throw isConnectionFault(error) ? new StoreUnavailable({ cause: error }) : error;
  }
}

/** @throws Error for a type, or a version of one, that this program does not know */
export function eventOf(ledger: string, [position, stream, version, type, schema, data, meta, times]: EventLine): RecordedEvent {
  const lifted = lift(type, Number(schema), fromCanonical(data));
  return {
    type: lifted.type,
    data: lifted.data,
    happenedAt: happenedOf(times.slice(0, 16)),
    ledger,
    position: BigInt(position),
    stream,
    version: Number(version),
    meta: metaOf(meta),
    recordedAt: recordedOf(times.slice(16)),
  } as RecordedEvent;
}

/** Events of one command stand side by side and share who, which request and when: what was read last is often read next. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  let last: string | undefined;
  let known: T;
  return (text) => {
    if (text !== last) {
      known = read(text);
      last = text;
    }
    return known;
  };
}

const metaOf = remembering((text) => Object.freeze(fromCanonical(text) as Meta));
const dayMs = 86_400_000;
const dayOf = remembering((midnight) => new Date(Number(midnight)).toISOString().slice(0, 11));
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** As `Date` writes it, in a third of the time: whoever reads a million events reads few days. */
function instantOf(micros: string): Instant {
  const millis = Number((BigInt.asIntN(64, BigInt(`0x${micros}`)) + epochMicros) / 1000n);
  const day = Math.floor(millis / dayMs);
  const within = millis - day * dayMs;
  const [hour, minute] = [twoDigits[Math.floor(within / 3_600_000)], twoDigits[Math.floor(within / 60_000) % 60]];
  return `${dayOf(String(day * dayMs))}${hour}:${minute}:${twoDigits[Math.floor(within / 1000) % 60]}.${String((within % 1000) + 1000).slice(1)}Z`;
}

const happenedOf = remembering(instantOf);
const recordedOf = remembering(instantOf);

/**
 * Page after page until one is not full, the next asked for before this one is handed out: the database reads while the
 * caller folds. Two pages are in memory at a time. For places that may have gaps.
 */
export async function* ahead<Row>(
  read: (after: string) => Promise<Row[]>,
  placeOf: (row: Row) => string,
  after: string,
  limit: number,
): AsyncGenerator<Row[]> {
  for (let coming: Promise<Row[]> | undefined = read(after); coming; ) {
    const page: Row[] = await coming;
    coming = page.length < limit ? undefined : heard(read(placeOf(page.at(-1)!)));
    yield page;
  }
}

/**
 * The same for places that are dense, so that where the page after next begins is known before the next one is there: two are
 * on their way at a time, and the database never waits for the line. Three pages are in memory.
 * @param read what stands in `limit` places after the given one
 */
export async function* farAhead<Row>(read: (after: bigint) => Promise<Row[]>, after: bigint, limit: number): AsyncGenerator<Row[]> {
  const coming = [read(after)];
  for (let next = after + BigInt(limit); coming.length > 0; ) {
    const page = await coming.shift()!;
    for (; page.length === limit && coming.length < 2; next += BigInt(limit)) coming.push(heard(read(next)));
    yield page;
    if (page.length < limit) return;
  }
}

/** A fault is told when the page is awaited; a caller that stops early never does, and a fault that nobody hears ends the program. */
export function heard<T>(page: Promise<T>): Promise<T> {
  page.catch(() => undefined);
  return page;
}
