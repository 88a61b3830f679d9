import type { PoolClient } from 'pg';
import { canonical } from '../domain/canonical.js';
import { shapeOf } from '../domain/fact.js';
import type { DecidedGroup } from './group.js';
import { lockKeyOf } from './ledger-lock.js';
import { inOneTrip } from './one-trip.js';
import { type Travel, rowset } from './rowset.js';
import type { Loaded } from './situation.js';
import { type Statement, statement } from './statement.js';

/**
 * Renders a whole group as statements that travel together: head, events, requests and kept states, then what projections add. The
 * first takes the ledger's lock itself, and fails, and with it all the others, unless the head, its hash and its fence are still
 * those on which the group was decided: so they may be sent without anything having been read under the lock.
 */
export function rendered(ledger: string, group: DecidedGroup, projected: (travel: Travel) => readonly Statement[]): readonly Statement[] {
  const travel = group.asked.length === 1 ? 'as-list' : 'as-arrays';
  const statements = group.stored.length > 0 ? [advanced(ledger, group), events(ledger, group, travel)] : [locked(ledger)];
  statements.push(asked(ledger, group, travel));
  const kept = [...group.grown].map((name) => group.streams.get(name)!).filter(({ stream }) => stream.kept);
  if (kept.length > 0) statements.push(keptStates(ledger, kept, travel));
  statements.push(...projected(travel));
  return statements;
}

export const write = (on: PoolClient, statements: readonly Statement[]): Promise<void> => inOneTrip(on, statements);

const timestamp = 'timestamp with time zone';

/** The lock comes first, since the head is what the statement itself asks for, and the head is read from the lock. */
const advancedText = `
  with locked as materialized (select pg_advisory_xact_lock($2::bigint)),
  head as (
    update ledger_head set position = $3::bigint, hash = $4::bytea from locked
    where ledger_id = $1 and position = $5::bigint and hash = $6::bytea and fence = $7::integer
    returning 1)
  select refuse_stale((select count(*) from head))`;
const begunText = `
  with locked as materialized (select pg_advisory_xact_lock($2::bigint)),
  head as (
    insert into ledger_head (ledger_id, position, hash) select $1, $3::bigint, $4::bytea from locked
    where $5::bigint = 0 and $6::bytea is not null and $7::integer = 0
    on conflict do nothing returning 1)
  select refuse_stale((select count(*) from head))`;

function advanced(ledger: string, { from, to }: DecidedGroup): Statement {
  const values = [ledger, lockKeyOf(ledger), to.position, to.hash, from.position, from.hash, from.fence];
  return from.position > 0n ? statement('head advanced', () => advancedText, values) : statement('head begun', () => begunText, values);
}

/** A yes that changes nothing is kept too. Its head is not advanced, so it has to be written under the lock. */
const locked = (ledger: string): Statement => statement('locked', () => 'select pg_advisory_xact_lock($1::bigint)', [lockKeyOf(ledger)]);

function events(ledger: string, { stored, now }: DecidedGroup, travel: Travel): Statement {
  const rows = rowset(
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
    3,
    travel,
  );
  const text = () => `
    insert into event (ledger_id, position, stream, version, type, schema, data, meta, happened_at, hash, recorded_at)
    select $1::uuid, v.*, $2::timestamptz from ${rows.sql()}`;
  return statement(`events ${rows.kind}`, text, [ledger, now, ...rows.values]);
}

function asked(ledger: string, { asked, now }: DecidedGroup, travel: Travel): Statement {
  const rows = rowset(
    [
      { name: 'actor', type: 'text', values: asked.map(({ asker }) => asker.by) },
      { name: 'route', type: 'text', values: asked.map(({ asker }) => asker.route) },
      { name: 'request_id', type: 'text', values: asked.map(({ asker }) => asker.request) },
      { name: 'input_mac', type: 'bytea', values: asked.map(({ asker }) => asker.mac) },
      { name: 'first_position', type: 'bigint', values: asked.map(({ first }) => first) },
      { name: 'event_count', type: 'integer', values: asked.map(({ count }) => count) },
      { name: 'subjects', type: 'text', values: asked.map(({ subjects }) => `{${subjects.join(',')}}`) },
    ],
    3,
    travel,
  );
  const text = () => `
    insert into request (ledger_id, actor, route, request_id, input_mac, first_position, event_count, subjects, recorded_at)
    select $1::uuid, actor, route, request_id, input_mac, first_position, event_count, subjects::uuid[], $2::timestamptz from ${rows.sql()}`;
  return statement(`asked ${rows.kind}`, text, [ledger, now, ...rows.values]);
}

function keptStates(ledger: string, kept: readonly Loaded[], travel: Travel): Statement {
  const rows = rowset(
    [
      { name: 'stream', type: 'text', values: kept.map(({ stream }) => stream.name) },
      { name: 'version', type: 'integer', values: kept.map(({ version }) => version) },
      { name: 'state', type: 'text', values: kept.map(({ state }) => canonical(state)) },
      { name: 'shape', type: 'integer', values: kept.map(({ stream }) => shapeOf(stream)) },
    ],
    2,
    travel,
  );
  const text = () => `
    insert into kept_state (ledger_id, stream, version, state, shape) select $1::uuid, v.* from ${rows.sql()}
    on conflict (ledger_id, stream) do update set version = excluded.version, state = excluded.state, shape = excluded.shape`;
  return statement(`kept ${rows.kind}`, text, [ledger, ...rows.values]);
}
