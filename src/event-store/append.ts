import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { canonical, fromCanonical } from '../domain/canonical.js';
import { type Instant, instant } from '../domain/calendar.js';
import type { LedgerEvent } from '../domain/events.js';
import { schemas } from '../domain/events.js';
import { Refusal } from '../domain/refusal.js';
import { isSealed } from '../domain/sealed.js';
import type { Asker } from './asker.js';
import { UnknownStream, UnwritableFact, VersionConflict, violates } from './faults.js';
import { chainHash } from './frame.js';
import type { Loaded, Situation } from './loading.js';
import type { Meta, RecordedEvent } from './recorded.js';
import type { Statement } from './row-statements.js';
import type { AnyStream, FactsOf, Streams } from './streams.js';

/** Events of one command, numbered and hashed, and the states of the kept streams after them. */
export interface Prepared {
  readonly events: readonly RecordedEvent[];
  readonly stored: readonly StoredRow[];
  readonly kept: readonly Loaded[];
  readonly subjects: readonly string[];
}

interface StoredRow {
  readonly position: bigint;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schema: number;
  readonly data: string;
  readonly meta: string;
  readonly happenedAt: Instant;
  readonly recordedAt: Instant;
  readonly hash: Buffer;
}

export const largestPayloadBytes = 1_000_000;

/**
 * Numbers, folds and hashes what a decision came to. What is folded, projected and answered is what will be read back from
 * the stored bytes, so kept states equal the fold and rows equal a rebuild. Pure.
 */
export function prepare<S extends Streams>(
  ledger: string,
  situation: Situation,
  streams: S,
  facts: FactsOf<S>,
  meta: Meta,
  now: Instant,
): Prepared {
  const events: RecordedEvent[] = [];
  const stored: StoredRow[] = [];
  const after = new Map<string, Loaded>();
  const metaText = canonical(meta);
  let { position, hash } = situation;
  for (const [stream, fact] of inOrder(streams, facts)) {
    position += 1n;
    const before = after.get(stream.name) ?? situation.streams.get(stream.name)!;
    const version = before.version + 1;
    if (position === 1n && fact.type !== 'LedgerOpened')
      throw new Refusal('ledger/not-open', 'This ledger has not been opened. Open it first.');
    const data = payloadOf(fact);
    const written = { type: fact.type, data: fromCanonical(data), happenedAt: fact.happenedAt } as LedgerEvent;
    const row = { ledger, position, stream: stream.name, version, type: fact.type, schema: schemas[fact.type], data, meta: metaText };
    hash = chainHash(hash, { ...row, happenedMicros: microsOf(fact.happenedAt, fact.type), recordedMicros: microsOf(now, fact.type) });
    stored.push({ ...row, happenedAt: fact.happenedAt, recordedAt: now, hash });
    events.push({ ...written, ledger, position, stream: stream.name, version, meta, recordedAt: now } as RecordedEvent);
    after.set(stream.name, { stream, version, state: stream.evolve(before.state, written) });
  }
  return { events, stored, kept: [...after.values()].filter(({ stream }) => stream.kept), subjects: subjectsOf(events) };
}

function* inOrder<S extends Streams>(streams: S, facts: FactsOf<S>): Generator<[AnyStream, LedgerEvent]> {
  if (facts instanceof Promise) throw new TypeError('A decision is synchronous: it returned a promise.');
  for (const [name, written = []] of Object.entries(facts as Record<string, readonly unknown[] | undefined>)) {
    if (!Object.hasOwn(streams, name)) throw new UnknownStream(name);
    const target = streams[name] as AnyStream | readonly AnyStream[];
    const lists = (Array.isArray(target) ? written : [written]) as readonly (readonly LedgerEvent[])[];
    for (const [index, list] of lists.entries()) {
      const stream = (Array.isArray(target) ? target[index] : target) as AnyStream | undefined;
      if (!stream) throw new UnknownStream(`${name}[${index}]`);
      for (const fact of list) yield [stream, fact];
    }
  }
}

function payloadOf({ type, data }: LedgerEvent): string {
  const text = textOf(type, data);
  const size = Buffer.byteLength(text);
  if (size > largestPayloadBytes) throw new UnwritableFact(type, `its ${size} bytes are over the bound of ${largestPayloadBytes}.`);
  return text;
}

function textOf(type: string, data: unknown): string {
  try {
    return canonical(data);
  } catch (cause) {
    throw new UnwritableFact(type, (cause as Error).message, { cause });
  }
}

/** Only the one spelling that PostgreSQL and we read alike, `2026-10-04T16:00:00.000Z`: what is hashed is what is stored. */
function microsOf(at: Instant, type: string): bigint {
  const millis = Date.parse(at);
  if (Number.isNaN(millis) || instant(millis) !== at)
    throw new UnwritableFact(type, `its time "${at}" is not an instant in UTC with milliseconds.`);
  return BigInt(millis) * 1000n;
}

/** Whose sealed fields the events hold, so that erasure finds the fingerprints of the requests behind them. */
function subjectsOf(events: readonly RecordedEvent[]): string[] {
  const subjects = new Set<string>();
  const look = (value: unknown): void => {
    if (isSealed(value)) subjects.add(value.subject);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  for (const { data } of events) look(data);
  return [...subjects];
}

/** The one statement that writes events, head, request and kept states, with the arms that projections add. */
export async function write(
  client: PoolClient,
  asker: Asker,
  expected: bigint,
  prepared: Prepared,
  now: Instant,
  arms: (from: number) => readonly Statement[],
): Promise<void> {
  const { ledger } = asker;
  const { stored, kept, subjects } = prepared;
  const last = stored.at(-1);
  const values: unknown[] = [
    ledger,
    stored.map(({ position }) => position.toString()),
    stored.map(({ stream }) => stream),
    stored.map(({ version }) => version),
    stored.map(({ type }) => type),
    stored.map(({ schema }) => schema),
    stored.map(({ data }) => data),
    stored.map(({ meta }) => meta),
    stored.map(({ happenedAt }) => happenedAt),
    stored.map(({ recordedAt }) => recordedAt),
    stored.map(({ hash }) => hash),
    (last?.position ?? expected).toString(),
    last?.hash ?? null,
    expected.toString(),
    asker.by,
    asker.route,
    asker.request,
    asker.mac,
    (stored[0]?.position ?? expected + 1n).toString(),
    stored.length,
    subjects,
    now,
    kept.map(({ stream }) => stream.name),
    kept.map(({ version }) => version),
    kept.map(({ state }) => canonical(state)),
  ];
  const more = arms(values.length + 1);
  const text = `with ${[fixedArms, ...more.map(({ sql }, index) => `arm${index} as (${sql})`)].join(', ')} select count(*)::int as advanced from head`;
  const { rows } = await client
    .query<{ advanced: number }>({ ...named(text), values: [...values, ...more.flatMap(({ values }) => values)] })
    .catch((error: unknown) => {
      throw isTaken(error) ? new VersionConflict(ledger, 'a place in the books was taken already.', { cause: error }) : error;
    });
  if (last && rows[0]!.advanced !== 1) throw new VersionConflict(ledger, 'the head moved under the lock.');
}

/** Shapes of the statement that keep their plan on each connection; there are about as many as commands. */
const mostNamed = 200;
const names = new Map<string, string>();

function named(text: string): { name?: string; text: string } {
  const known = names.get(text);
  if (known) return { name: known, text };
  if (names.size >= mostNamed) return { text };
  const name = `write_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  names.set(text, name);
  return { name, text };
}

const isTaken = (error: unknown): boolean => violates(error, 'event_pkey') || violates(error, 'event_ledger_id_stream_version_key');

const fixedArms = `
  events as (
    insert into event (ledger_id, position, stream, version, type, schema, data, meta, happened_at, recorded_at, hash)
    select $1, * from unnest($2::bigint[], $3::text[], $4::integer[], $5::text[], $6::integer[], $7::text[], $8::text[],
      $9::timestamptz[], $10::timestamptz[], $11::bytea[])),
  head as (
    insert into ledger_head (ledger_id, position, hash) select $1, $12::bigint, $13::bytea where $13::bytea is not null
    on conflict (ledger_id) do update set position = excluded.position, hash = excluded.hash
      where ledger_head.position = $14::bigint
    returning 1),
  asked as (
    insert into request (ledger_id, actor, route, request_id, input_mac, first_position, event_count, subjects, recorded_at)
    values ($1, $15, $16, $17, $18, $19, $20, $21, $22)),
  kept as (
    insert into kept_state (ledger_id, stream, version, state)
    select $1, * from unnest($23::text[], $24::integer[], $25::text[])
    on conflict (ledger_id, stream) do update set version = excluded.version, state = excluded.state)`;
