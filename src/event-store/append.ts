import type { PoolClient } from 'pg';
import { canonical } from '../domain/canonical.js';
import type { Instant } from '../domain/calendar.js';
import type { LedgerEvent } from '../domain/events.js';
import { schemas } from '../domain/events.js';
import { isSealed } from '../domain/sealed.js';
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
const microsOf = (at: Instant): bigint => BigInt(Date.parse(at)) * 1000n;

/** Numbers, folds and hashes what a decision came to. Pure. */
export function prepare<S extends Streams>(
  ledger: string, situation: Situation, streams: S, facts: FactsOf<S>, meta: Meta, now: Instant,
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
    const data = payloadOf(fact);
    const row = { ledger, position, stream: stream.name, version, type: fact.type, schema: schemas[fact.type], data, meta: metaText };
    hash = chainHash(hash, { ...row, happenedMicros: microsOf(fact.happenedAt), recordedMicros: microsOf(now) });
    stored.push({ ...row, happenedAt: fact.happenedAt, recordedAt: now, hash });
    events.push({ ...fact, ledger, position, stream: stream.name, version, meta, recordedAt: now } as RecordedEvent);
    after.set(stream.name, { stream, version, state: stream.evolve(before.state, fact) });
  }
  return { events, stored, kept: [...after.values()].filter(({ stream }) => stream.kept), subjects: subjectsOf(events) };
}

function* inOrder<S extends Streams>(streams: S, facts: FactsOf<S>): Generator<[AnyStream, LedgerEvent]> {
  for (const name of Object.keys(facts)) {
    const target = streams[name];
    if (!target) throw new Error(`A decision wrote to "${name}", which its command did not name.`);
    const written = (facts as Record<string, readonly unknown[] | undefined>)[name] ?? [];
    if (Array.isArray(target)) {
      for (const [index, each] of (written as readonly LedgerEvent[][]).entries()) {
        for (const fact of each) yield [target[index] as AnyStream, fact];
      }
    } else {
      for (const fact of written as LedgerEvent[]) yield [target as AnyStream, fact];
    }
  }
}

function payloadOf(fact: LedgerEvent): string {
  const text = canonical(fact.data);
  if (Buffer.byteLength(text) > largestPayloadBytes) {
    throw new RangeError(`A ${fact.type} of ${Buffer.byteLength(text)} bytes is over the bound of ${largestPayloadBytes}.`);
  }
  return text;
}

/** Whose sealed fields the events hold, so that erasure finds the fingerprints of the requests behind them. */
function subjectsOf(events: readonly RecordedEvent[]): string[] {
  const subjects = new Set<string>();
  for (const { data } of events) {
    for (const value of Object.values(data)) if (isSealed(value)) subjects.add(value.subject);
  }
  return [...subjects];
}

/** The one statement that writes events, head, request and kept states, with the arms that projections add. */
export async function write(
  client: PoolClient, ledger: string, expected: bigint, prepared: Prepared,
  asker: { by: string; route: string; request: string; mac: Buffer }, now: Instant, arms: (from: number) => readonly Statement[],
): Promise<void> {
  const { stored, kept, subjects } = prepared;
  const last = stored.at(-1);
  const values: unknown[] = [
    ledger,
    stored.map(({ position }) => position.toString()), stored.map(({ stream }) => stream), stored.map(({ version }) => version),
    stored.map(({ type }) => type), stored.map(({ schema }) => schema), stored.map(({ data }) => data), stored.map(({ meta }) => meta),
    stored.map(({ happenedAt }) => happenedAt), stored.map(({ recordedAt }) => recordedAt), stored.map(({ hash }) => hash),
    (last?.position ?? expected).toString(), last?.hash ?? null, expected.toString(),
    asker.by, asker.route, asker.request, asker.mac, (stored[0]?.position ?? expected + 1n).toString(), stored.length, subjects, now,
    kept.map(({ stream }) => stream.name), kept.map(({ version }) => version), kept.map(({ state }) => canonical(state)),
  ];
  const more = arms(values.length + 1);
  const text = `with ${[fixedArms, ...more.map(({ sql }, index) => `arm${index} as (${sql})`)].join(', ')} select count(*)::int as advanced from head`;
  const { rows } = await client.query<{ advanced: number }>({ text, values: [...values, ...more.flatMap(({ values }) => values)] });
  if (last && rows[0]!.advanced !== 1) throw new Error('The head of the ledger moved under its lock. Nothing was written.');
}

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
