import type { Pool, PoolClient } from 'pg';
import { fromCanonical } from '../domain/canonical.js';
import type { LedgerEvent } from '../domain/events.js';
import { lift } from '../domain/events.js';
import { shapeOf } from '../domain/fact.js';
import type { Asker } from './asker.js';
import { textArray } from './binary-arrays.js';
import { VersionConflict } from './faults.js';
import { genesis } from './frame.js';
import type { AnyStream } from './streams.js';

/** A stream as it stands at a head. */
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

/** Where a ledger's chain ends. What was decided on one head is written only while that head stands. */
export interface Head {
  readonly position: bigint;
  readonly hash: Buffer;
  /** Raised under the lock to void whatever was sent before and not carried out yet. */
  readonly fence: number;
}

/** All that a group of commands needs to know, as of one head. */
export interface Situation {
  readonly head: Head;
  readonly streams: ReadonlyMap<string, Loaded>;
  /** By `requestKey`: those of the group's requests that were answered before. */
  readonly answered: ReadonlyMap<string, Answered>;
}

export const requestKey = ({ by, route, request }: Asker): string => `${by}\n${route}\n${request}`;

const utc = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const eventsOfStreams = (streams: string, upTo = ''): string =>
  `select json_agg(json_build_array(stream, version, type, schema, data, ${utc('happened_at')}) order by stream, version)
   from event where ledger_id = $1 and stream = any(${streams}::text[]) ${upTo}`;

const situationSql = `
  select
    (select json_build_array(h.position::text, encode(h.hash, 'hex'), h.fence, e.hash = h.hash) from ledger_head h
      left join event e on e.ledger_id = h.ledger_id and e.position = h.position where h.ledger_id = $1) as head,
    (select json_agg(json_build_array(r.actor, r.route, r.request_id, encode(r.input_mac, 'hex'), r.first_position::text, r.event_count))
      from unnest($2::text[], $3::text[], $4::text[]) as asked(actor, route, request_id)
      join request r on r.ledger_id = $1 and (r.actor, r.route, r.request_id) = (asked.actor, asked.route, asked.request_id)) as answered,
    (select json_agg(json_build_array(stream, version, state, shape)) from kept_state where ledger_id = $1 and stream = any($5::text[])) as kept,
    (${eventsOfStreams('$6')}) as folded`;

type AnsweredRow = [actor: string, route: string, request: string, mac: string | null, first: string, count: number];
type KeptRow = [stream: string, version: number, state: string, shape: number];
type FoldedRow = [stream: string, version: number, type: string, schema: number, data: string, happenedAt: string];
interface SituationRow {
  /** Position, hash in hex, fence, and whether the event at that position bears the hash. */
  readonly head: [string, string, number, boolean | null] | null;
  readonly answered: AnsweredRow[] | null;
  readonly kept: KeptRow[] | null;
  readonly folded: FoldedRow[] | null;
}

/**
 * One statement, so one snapshot: what it says held together, at the moment of that head.
 * @throws VersionConflict when the head and the event that it names do not agree
 */
export async function lookUp(
  on: Pool | PoolClient,
  ledger: string,
  askers: readonly Asker[],
  streams: readonly AnyStream[],
): Promise<Situation> {
  const { rows } = await on.query<SituationRow>({
    name: 'situation',
    text: situationSql,
    values: [
      ledger,
      textArray(askers.map(({ by }) => by)),
      textArray(askers.map(({ route }) => route)),
      textArray(askers.map(({ request }) => request)),
      textArray(namesOf(streams, true)),
      textArray(namesOf(streams, false)),
    ],
  });
  const { head, answered, kept, folded } = rows[0]!;
  if (!head) await refuseHeadless(on, ledger);
  else if (head[3] !== true) throw new VersionConflict(ledger, `the head says ${head[0]}, and the event there does not agree.`);
  return {
    head: head
      ? { position: BigInt(head[0]), hash: Buffer.from(head[1], 'hex'), fence: head[2] }
      : { position: 0n, hash: genesis, fence: 0 },
    answered: new Map((answered ?? []).map(answeredOf)),
    streams: await loadedStreams(streams, kept ?? [], folded ?? [], (misshapen) => foldedRows(on, ledger, misshapen, head?.[0] ?? '0')),
  };
}

const answeredOf = ([by, route, request, mac, first, count]: AnsweredRow): [string, Answered] => [
  requestKey({ by, route, request } as Asker),
  { mac, first: BigInt(first), count },
];

async function refuseHeadless(on: Pool | PoolClient, ledger: string): Promise<void> {
  const { rowCount } = await on.query('select 1 from event where ledger_id = $1 limit 1', [ledger]);
  if (rowCount) throw new VersionConflict(ledger, 'there are events, and no head.');
}

const namesOf = (streams: readonly AnyStream[], kept: boolean): string[] =>
  streams.filter((stream) => (stream.kept ?? false) === kept).map(({ name }) => name);

/** A stream of which nothing is written yet. */
export const unborn = (stream: AnyStream): Loaded => ({ stream, version: 0, state: stream.unborn });

/** @param anew reads the events of streams whose kept state is of another shape */
async function loadedStreams(
  streams: readonly AnyStream[],
  kept: readonly KeptRow[],
  folded: readonly FoldedRow[],
  anew: (misshapen: readonly string[]) => Promise<readonly FoldedRow[]>,
): Promise<Map<string, Loaded>> {
  const loaded = new Map<string, Loaded>(streams.map((stream) => [stream.name, unborn(stream)]));
  const misshapen: string[] = [];
  for (const [name, version, state, shape] of kept) {
    const { stream } = loaded.get(name)!;
    if (shape === shapeOf(stream)) loaded.set(name, { stream, version, state: fromCanonical(state) });
    else misshapen.push(name);
  }
  const instead = misshapen.length > 0 ? await anew(misshapen) : [];
  for (const [name, version, type, schema, data, happenedAt] of [...folded, ...instead]) {
    const { stream, state } = loaded.get(name)!;
    loaded.set(name, {
      stream,
      version,
      state: stream.evolve(state, { ...lift(type, schema, fromCanonical(data)), happenedAt } as LedgerEvent),
    });
  }
  return loaded;
}

/** Kept by a program that knew another shape: not misread, but folded anew, as of the same head as all the rest. */
async function foldedRows(on: Pool | PoolClient, ledger: string, streams: readonly string[], upTo: string): Promise<readonly FoldedRow[]> {
  const { rows } = await on.query<{ json_agg: FoldedRow[] | null }>(eventsOfStreams('$2', 'and position <= $3'), [ledger, streams, upTo]);
  return rows[0]!.json_agg ?? [];
}
