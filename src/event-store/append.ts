import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { canonical } from '../domain/canonical.js';
import { bigintArray, byteaArray, integerArray, textArray, timestampArray } from './binary-arrays.js';
import type { DecidedGroup } from './group.js';
import { lockKeyOf } from './ledger-lock.js';
import type { Statement } from './row-statements.js';

/**
 * Writes a whole group in one statement: events, head, requests and kept states, with the arms that projections add. It takes
 * the ledger's lock itself, and fails as a whole unless the head, its hash and its fence are still those on which the group was
 * decided: so it may be sent without anything having been read under the lock, and stands by itself as one commit.
 */
export async function write(
  on: Pool | PoolClient,
  ledger: string,
  group: DecidedGroup,
  arms: (from: number) => readonly Statement[],
): Promise<void> {
  const fixed = group.stored.length > 0 ? withEvents(ledger, group) : withoutEvents(ledger, group);
  const more = arms(fixed.values.length + 1);
  const all = [...fixed.arms, ...more.map(({ sql }, index) => `arm${index} as (${sql})`)];
  const text = `with ${all.join(', ')} ${fixed.select}`;
  await on.query({ ...named(text), values: [...fixed.values, ...more.flatMap(({ values }) => values)] });
}

interface Fixed {
  readonly arms: readonly string[];
  readonly select: string;
  readonly values: readonly unknown[];
}

const lockedArm = 'locked as materialized (select pg_advisory_xact_lock($2::bigint))';

const askedArm = `
  asked as (
    insert into request (ledger_id, actor, route, request_id, input_mac, first_position, event_count, subjects, recorded_at)
    select $1, actor, route, request_id, input_mac, first_position, event_count, subjects::uuid[], $3::timestamptz
    from unnest($4::text[], $5::text[], $6::text[], $7::bytea[], $8::bigint[], $9::integer[], $10::text[])
      as a(actor, route, request_id, input_mac, first_position, event_count, subjects))`;

const eventsArm = `
  events as (
    insert into event (ledger_id, position, stream, version, type, schema, data, meta, happened_at, recorded_at, hash)
    select $1, position, stream, version, type, schema, data, meta, happened_at, $3::timestamptz, hash
    from unnest($11::bigint[], $12::text[], $13::integer[], $14::text[], $15::integer[], $16::text[], $17::text[], $18::timestamptz[], $19::bytea[])
      as e(position, stream, version, type, schema, data, meta, happened_at, hash))`;

/** The lock comes first, since the head is what the statement itself asks for, and the head is read from the lock. */
const headArm = `
  head as (
    insert into ledger_head (ledger_id, position, hash)
    select $1, $20::bigint, $21::bytea from locked where $22::bigint = 0 or exists (select from ledger_head where ledger_id = $1)
    on conflict (ledger_id) do update set position = excluded.position, hash = excluded.hash
      where ledger_head.position = $22::bigint and ledger_head.hash = $23::bytea and ledger_head.fence = $24::integer
    returning 1)`;

const keptArm = `
  kept as (
    insert into kept_state (ledger_id, stream, version, state)
    select $1, stream, version, state from unnest($25::text[], $26::integer[], $27::text[]) as k(stream, version, state)
    on conflict (ledger_id, stream) do update set version = excluded.version, state = excluded.state)`;

function withEvents(ledger: string, group: DecidedGroup): Fixed {
  const { from, to, stored } = group;
  const kept = [...group.grown].map((name) => group.streams.get(name)!).filter(({ stream }) => stream.kept);
  return {
    arms: kept.length > 0 ? [lockedArm, headArm, eventsArm, askedArm, keptArm] : [lockedArm, headArm, eventsArm, askedArm],
    select: 'select refuse_stale((select count(*) from head))',
    values: [
      ...requestValues(ledger, group),
      bigintArray(stored.map(({ position }) => position)),
      textArray(stored.map(({ stream }) => stream)),
      integerArray(stored.map(({ version }) => version)),
      textArray(stored.map(({ type }) => type)),
      integerArray(stored.map(({ schema }) => schema)),
      textArray(stored.map(({ data }) => data)),
      textArray(stored.map(({ meta }) => meta)),
      timestampArray(stored.map(({ happenedMs }) => happenedMs)),
      byteaArray(stored.map(({ hash }) => hash)),
      to.position.toString(),
      to.hash,
      from.position.toString(),
      from.hash,
      from.fence,
      ...(kept.length > 0
        ? [
            textArray(kept.map(({ stream }) => stream.name)),
            integerArray(kept.map(({ version }) => version)),
            textArray(kept.map(({ state }) => canonical(state))),
          ]
        : []),
    ],
  };
}

/** A yes that changes nothing is kept too. Its head is not advanced, so it has to be written under the lock. */
const withoutEvents = (ledger: string, group: DecidedGroup): Fixed => ({
  arms: [lockedArm, askedArm],
  select: 'select count(*) from locked',
  values: requestValues(ledger, group),
});

const requestValues = (ledger: string, { asked, now }: DecidedGroup): unknown[] => [
  ledger,
  lockKeyOf(ledger).toString(),
  now,
  textArray(asked.map(({ asker }) => asker.by)),
  textArray(asked.map(({ asker }) => asker.route)),
  textArray(asked.map(({ asker }) => asker.request)),
  byteaArray(asked.map(({ asker }) => asker.mac)),
  bigintArray(asked.map(({ first }) => first)),
  integerArray(asked.map(({ count }) => count)),
  textArray(asked.map(({ subjects }) => `{${subjects.join(',')}}`)),
];

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
