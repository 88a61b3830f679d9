import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { canonical } from '../domain/canonical.js';
import { shapeOf } from '../domain/fact.js';
import type { DecidedGroup } from './group.js';
import { lockKeyOf } from './ledger-lock.js';
import type { Statement } from './row-statements.js';
import { type Travel, rowset } from './rowset.js';

/** One statement, ready to be sent. */
export interface Rendered {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Renders a whole group as one statement: events, head, requests and kept states, with the arms that projections add. It takes
 * the ledger's lock itself, and fails as a whole unless the head, its hash and its fence are still those on which the group was
 * decided: so it may be sent without anything having been read under the lock, and stands by itself as one commit.
 */
export function rendered(ledger: string, group: DecidedGroup, arms: (from: number, travel: Travel) => readonly Statement[]): Rendered {
  const travel = group.asked.length === 1 ? 'as-list' : 'as-arrays';
  const fixed = group.stored.length > 0 ? withEvents(ledger, group, travel) : withoutEvents(ledger, group, travel);
  const more = arms(fixed.values.length + 1, travel);
  const all = [...fixed.arms, ...more.map(({ sql }, index) => `arm${index} as (${sql})`)];
  const text = `with ${all.join(', ')} ${fixed.select}`;
  return { ...named(text), values: [...fixed.values, ...more.flatMap(({ values }) => values)] };
}

export async function write(on: PoolClient, { values, ...statement }: Rendered): Promise<void> {
  await on.query({ ...statement, values: values as unknown[] });
}

interface Fixed {
  readonly arms: readonly string[];
  readonly select: string;
  readonly values: readonly unknown[];
}

const timestamp = 'timestamp with time zone';
const lockedArm = 'locked as materialized (select pg_advisory_xact_lock($2::bigint))';

/** The lock comes first, since the head is what the statement itself asks for, and the head is read from the lock. */
const advancedArm = `
  head as (
    update ledger_head set position = $4::bigint, hash = $5::bytea from locked
    where ledger_id = $1 and position = $6::bigint and hash = $7::bytea and fence = $8::integer
    returning 1)`;
const begunArm = `
  head as (
    insert into ledger_head (ledger_id, position, hash) select $1, $4::bigint, $5::bytea from locked
    where $6::bigint = 0 and $7::bytea is not null and $8::integer = 0
    on conflict do nothing returning 1)`;

function withEvents(ledger: string, group: DecidedGroup, travel: Travel): Fixed {
  const { from, to } = group;
  const head = [to.position.toString(), to.hash, from.position.toString(), from.hash, from.fence];
  const values: unknown[] = [ledger, lockKeyOf(ledger).toString(), group.now, ...head];
  const arms = [lockedArm, from.position > 0n ? advancedArm : begunArm];
  for (const arm of [eventsArm, askedArm, keptArm]) {
    const statement = arm(group, values.length + 1, travel);
    if (!statement) continue;
    arms.push(statement.sql);
    values.push(...statement.values);
  }
  return { arms, select: 'select refuse_stale((select count(*) from head))', values };
}

/** A yes that changes nothing is kept too. Its head is not advanced, so it has to be written under the lock. */
function withoutEvents(ledger: string, group: DecidedGroup, travel: Travel): Fixed {
  const asked = askedArm(group, 4, travel);
  return {
    arms: [lockedArm, asked.sql],
    select: 'select count(*) from locked',
    values: [ledger, lockKeyOf(ledger).toString(), group.now, ...asked.values],
  };
}

function eventsArm({ stored }: DecidedGroup, from: number, travel: Travel): Statement {
  const { sql, values } = rowset(
    [
      { name: 'position', type: 'bigint', values: stored.map(({ row }) => row.position) },
      { name: 'stream', type: 'text', values: stored.map(({ row }) => row.stream) },
      { name: 'version', type: 'integer', values: stored.map(({ row }) => row.version) },
      { name: 'type', type: 'text', values: stored.map(({ row }) => row.type) },
      { name: 'schema', type: 'integer', values: stored.map(({ row }) => row.schema) },
      { name: 'data', type: 'text', values: stored.map(({ row }) => row.data) },
      { name: 'meta', type: 'text', values: stored.map(({ row }) => row.meta) },
      { name: 'happened_at', type: timestamp, values: stored.map(({ happenedAt }) => happenedAt) },
      { name: 'hash', type: 'bytea', values: stored.map(({ hash }) => hash) },
    ],
    from,
    travel,
  );
  return {
    sql: `events as (
      insert into event (ledger_id, position, stream, version, type, schema, data, meta, happened_at, hash, recorded_at)
      select $1, v.*, $3::timestamptz from ${sql})`,
    values,
  };
}

function askedArm({ asked }: DecidedGroup, from: number, travel: Travel): Statement {
  const { sql, values } = rowset(
    [
      { name: 'actor', type: 'text', values: asked.map(({ asker }) => asker.by) },
      { name: 'route', type: 'text', values: asked.map(({ asker }) => asker.route) },
      { name: 'request_id', type: 'text', values: asked.map(({ asker }) => asker.request) },
      { name: 'input_mac', type: 'bytea', values: asked.map(({ asker }) => asker.mac) },
      { name: 'first_position', type: 'bigint', values: asked.map(({ first }) => first) },
      { name: 'event_count', type: 'integer', values: asked.map(({ count }) => count) },
      { name: 'subjects', type: 'text', values: asked.map(({ subjects }) => `{${subjects.join(',')}}`) },
    ],
    from,
    travel,
  );
  return {
    sql: `asked as (
      insert into request (ledger_id, actor, route, request_id, input_mac, first_position, event_count, subjects, recorded_at)
      select $1, actor, route, request_id, input_mac, first_position, event_count, subjects::uuid[], $3::timestamptz from ${sql})`,
    values,
  };
}

function keptArm({ grown, streams }: DecidedGroup, from: number, travel: Travel): Statement | undefined {
  const kept = [...grown].map((name) => streams.get(name)!).filter(({ stream }) => stream.kept);
  if (kept.length === 0) return undefined;
  const { sql, values } = rowset(
    [
      { name: 'stream', type: 'text', values: kept.map(({ stream }) => stream.name) },
      { name: 'version', type: 'integer', values: kept.map(({ version }) => version) },
      { name: 'state', type: 'text', values: kept.map(({ state }) => canonical(state)) },
      { name: 'shape', type: 'integer', values: kept.map(({ stream }) => shapeOf(stream)) },
    ],
    from,
    travel,
  );
  return {
    sql: `kept as (
      insert into kept_state (ledger_id, stream, version, state, shape) select $1, v.* from ${sql}
      on conflict (ledger_id, stream) do update set version = excluded.version, state = excluded.state, shape = excluded.shape)`,
    values,
  };
}

/** Shapes of the statement that keep their plan on each connection; there are about as many as commands. */
const mostNamed = 100;
const names = new Map<string, string>();

function named(text: string): { name?: string; text: string } {
  const known = names.get(text);
  if (known) return { name: known, text };
  if (names.size >= mostNamed) return { text };
  const name = `write_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  names.set(text, name);
  return { name, text };
}
