import type { Pool, PoolClient, QueryArrayConfig } from 'pg';
import { fromCanonical } from '../domain/canonical.js';
import { type Instant, instant } from '../domain/calendar.js';
import { lift } from '../domain/events.js';
import { StoreUnavailable, isConnectionFault } from './faults.js';
import type { Meta, RecordedEvent } from './recorded.js';

/** Whoever answers a query: the pool, or the client of a caller that already holds one. */
export type Asked = Pick<Pool | PoolClient, 'query'>;

/** One event as text, as it came over the line: nothing is parsed that the caller does not ask for. */
export type EventLine = readonly [
  ledger: string,
  position: string,
  stream: string,
  version: string,
  type: string,
  schema: string,
  data: string,
  meta: string,
  happenedMillis: string,
  recordedMillis: string,
];

const millis = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;

/** What an `EventLine` holds. Times as milliseconds since 1970: `to_char` would take longer than everything else together. */
export const lineColumns = `ledger_id, position, stream, version, type, schema, data, meta, ${millis('happened_at')}, ${millis('recorded_at')}`;

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
export function eventOf([ledger, position, stream, version, type, schema, data, meta, happened, recorded]: EventLine): RecordedEvent {
  const lifted = lift(type, Number(schema), fromCanonical(data));
  return {
    type: lifted.type,
    data: lifted.data,
    happenedAt: instantOf(happened),
    ledger,
    position: BigInt(position),
    stream,
    version: Number(version),
    meta: metaOf(meta),
    recordedAt: instantOf(recorded),
  } as RecordedEvent;
}

/** Events of one command stand side by side and share who, which request and when: what was read last is often read next. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  let last = '';
  let known: T | undefined;
  return (text) => {
    if (known === undefined || text !== last) {
      known = read(text);
      last = text;
    }
    return known;
  };
}

const metaOf = remembering((text) => Object.freeze(fromCanonical(text) as Meta));
const instantOf = remembering((text): Instant => instant(Number(text)));

/**
 * Page after page until one is not full, the next asked for before this one is handed out: the database reads while the
 * caller folds. Two pages are in memory at a time.
 */
export async function* ahead<Row>(
  read: (after: string) => Promise<Row[]>,
  placeOf: (row: Row) => string,
  after: string,
  limit: number,
): AsyncGenerator<Row[]> {
  for (let coming: Promise<Row[]> | undefined = read(after); coming; ) {
    const page: Row[] = await coming;
    coming = page.length < limit ? undefined : read(placeOf(page.at(-1)!));
    coming?.catch(() => undefined); // told when it is awaited; a caller that stops early never does
    yield page;
  }
}
