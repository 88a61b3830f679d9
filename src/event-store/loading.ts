import type { PoolClient } from 'pg';
import { fromCanonical } from '../domain/canonical.js';
import type { LedgerEvent } from '../domain/events.js';
import { lift } from '../domain/events.js';
import { VersionConflict } from './faults.js';
import { genesis } from './frame.js';
import type { Meta, RecordedEvent } from './recorded.js';
import type { AnyStream } from './streams.js';

/** A stream as it stands under the lock. */
export interface Loaded {
  readonly stream: AnyStream;
  readonly version: number;
  readonly state: unknown;
}

/** A request answered before: where its events stand. */
export interface Answered {
  readonly mac: string | null;
  readonly first: bigint;
  readonly count: number;
}

export interface Situation {
  readonly position: bigint;
  readonly hash: Buffer;
  readonly answered?: Answered;
  readonly streams: ReadonlyMap<string, Loaded>;
}

const utc = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const situationSql = `
  select
    (select json_build_array(h.position::text, encode(h.hash, 'hex'), e.hash = h.hash) from ledger_head h
      left join event e on e.ledger_id = h.ledger_id and e.position = h.position where h.ledger_id = $1) as head,
    (select json_build_array(encode(input_mac, 'hex'), first_position::text, event_count) from request
      where ledger_id = $1 and actor = $2 and route = $3 and request_id = $4) as answered,
    (select json_agg(json_build_array(stream, version, state)) from kept_state where ledger_id = $1 and stream = any($5)) as kept,
    (select json_agg(json_build_array(stream, version, type, schema, data, ${utc('happened_at')}) order by stream, version)
      from event where ledger_id = $1 and stream = any($6)) as folded`;

type KeptRow = [stream: string, version: number, state: string];
type FoldedRow = [stream: string, version: number, type: string, schema: number, data: string, happenedAt: string];
interface SituationRow {
  /** Position, hash in hex, and whether the event at that position bears it. */
  readonly head: [string, string, boolean | null] | null;
  readonly answered: [string | null, string, number] | null;
  readonly kept: KeptRow[] | null;
  readonly folded: FoldedRow[] | null;
}

/** Everything a decision needs, in one round trip. */
export async function loadSituation(
  client: PoolClient,
  ledger: string,
  asker: { by: string; route: string; request: string },
  streams: readonly AnyStream[],
): Promise<Situation> {
  const { rows } = await client.query<SituationRow>({
    name: 'situation',
    text: situationSql,
    values: [ledger, asker.by, asker.route, asker.request, namesOf(streams, true), namesOf(streams, false)],
  });
  const { head, answered, kept, folded } = rows[0]!;
  if (!head) await refuseHeadless(client, ledger);
  else if (head[2] !== true) throw new VersionConflict(ledger, `the head says ${head[0]}, and the event there does not agree.`);
  return {
    position: BigInt(head?.[0] ?? 0),
    hash: head ? Buffer.from(head[1], 'hex') : genesis,
    ...(answered && { answered: { mac: answered[0], first: BigInt(answered[1]), count: answered[2] } }),
    streams: loadedStreams(streams, kept ?? [], folded ?? []),
  };
}

async function refuseHeadless(client: PoolClient, ledger: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from event where ledger_id = $1 limit 1', [ledger]);
  if (rowCount) throw new VersionConflict(ledger, 'there are events, and no head.');
}

const namesOf = (streams: readonly AnyStream[], kept: boolean): string[] =>
  streams.filter((stream) => (stream.kept ?? false) === kept).map(({ name }) => name);

function loadedStreams(streams: readonly AnyStream[], kept: KeptRow[], folded: FoldedRow[]): Map<string, Loaded> {
  const loaded = new Map<string, Loaded>(streams.map((stream) => [stream.name, { stream, version: 0, state: stream.unborn }]));
  for (const [name, version, state] of kept) {
    loaded.set(name, { stream: loaded.get(name)!.stream, version, state: fromCanonical(state) });
  }
  for (const [name, version, type, schema, data, happenedAt] of folded) {
    const { stream, state } = loaded.get(name)!;
    loaded.set(name, {
      stream,
      version,
      state: stream.evolve(state, { ...lift(type, schema, fromCanonical(data)), happenedAt } as LedgerEvent),
    });
  }
  return loaded;
}

export interface EventTableRow {
  readonly ledger_id: string;
  readonly position: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schema: number;
  readonly data: string;
  readonly meta: string;
  readonly happened: string;
  readonly recorded: string;
}

export const eventColumns = `ledger_id, position, stream, version, type, schema, data, meta, ${utc('happened_at')} as happened, ${utc('recorded_at')} as recorded`;

export function recordedOf(row: EventTableRow): RecordedEvent {
  return {
    ...lift(row.type, row.schema, fromCanonical(row.data)),
    ledger: row.ledger_id,
    position: BigInt(row.position),
    stream: row.stream,
    version: row.version,
    meta: fromCanonical(row.meta) as Meta,
    happenedAt: row.happened,
    recordedAt: row.recorded,
  } as RecordedEvent;
}
