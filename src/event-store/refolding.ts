import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Client, Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { canonical } from '../domain/canonical.js';
import { shapeOf } from '../domain/fact.js';
import { keptStream } from '../domain/kept-streams.js';
import { EventReader } from './event-reader.js';
import { lockKeyOf, raiseFence } from './ledger-lock.js';
import { onOwnLine } from './own-line.js';
import type { RecordedEvent } from './recorded.js';
import type { AnyStream } from './streams.js';

/** A kept stream as its events come to, all of them. */
export interface Folded {
  readonly stream: AnyStream;
  readonly version: number;
  readonly state: unknown;
}

export interface Refolded {
  readonly folded: readonly Folded[];
  /** Names of streams whose kept row is not what their events come to; one in another shape is no fault. */
  readonly different: readonly string[];
  /** Names of those whose row bears another shape than this program's. */
  readonly otherShape: readonly string[];
  /** Names of rows without any event, which cannot be put right: the service may take no kept state away. */
  readonly left: readonly string[];
}

interface KeptRow {
  readonly stream: string;
  readonly version: number;
  readonly state: string;
  readonly shape: number;
}

/** Sees every event before it is folded, with the states until then. */
export type Witness = (event: RecordedEvent, states: ReadonlyMap<string, Folded>) => void;

/** Kept states are a projection too: made again from position 1, the last stretch under the ledger's lock. A few states are all that is in memory. */
@Injectable()
export class Refolding {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly reader: EventReader,
  ) {}

  /** @param swap false to compare only */
  refold(ledger: string, swap: boolean, witness: Witness = () => undefined): Promise<Refolded> {
    return onOwnLine(this.pool, async (client) => {
      const states = new Map<string, Folded>();
      let position = 0n;
      for await (const page of this.reader.pages(ledger)) {
        for (const event of page) fold(states, event, witness);
        position = page.at(-1)?.position ?? position;
      }
      await client.query(`begin isolation level read committed; select pg_advisory_xact_lock(${lockKeyOf(ledger)})`);
      for (let page = await this.reader.page(ledger, position, 500, client); page.length > 0; ) {
        for (const event of page) fold(states, event, witness);
        page = await this.reader.page(ledger, page.at(-1)!.position, 500, client);
      }
      const refolded = compared(states, await keptRows(client, ledger));
      if (swap) await takePlace(client, ledger, states, refolded);
      if (swap) await raiseFence(client, ledger);
      await client.query('commit');
      return refolded;
    });
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}

function fold(states: Map<string, Folded>, event: RecordedEvent, witness: Witness): void {
  witness(event, states);
  const before = states.get(event.stream);
  const stream = before?.stream ?? keptStream(event.stream);
  if (!stream) return;
  states.set(event.stream, { stream, version: event.version, state: stream.evolve(before?.state ?? stream.unborn, event) });
}

async function keptRows(client: Client, ledger: string): Promise<KeptRow[]> {
  return (
    await client.query<KeptRow>('select stream, version, state, shape from kept_state where ledger_id = $1 order by stream', [ledger])
  ).rows;
}

function compared(states: ReadonlyMap<string, Folded>, rows: readonly KeptRow[]): Refolded {
  const kept = new Map(rows.map((row) => [row.stream, row]));
  const otherShape = rows
    .filter(({ stream, shape }) => shape !== shapeOf(states.get(stream)?.stream ?? noStream))
    .map(({ stream }) => stream);
  const isDifferent = (name: string): boolean => {
    const [folded, row] = [states.get(name), kept.get(name)];
    return folded === undefined || row === undefined || row.version !== folded.version || row.state !== canonical(folded.state);
  };
  const names = [...new Set([...states.keys(), ...kept.keys()])].sort();
  return {
    folded: [...states.values()],
    different: names.filter((name) => !otherShape.includes(name) && isDifferent(name)),
    otherShape,
    left: names.filter((name) => !states.has(name)),
  };
}

const noStream: AnyStream = { name: '', unborn: undefined, evolve: (state) => state };

async function takePlace(
  client: Client,
  ledger: string,
  states: ReadonlyMap<string, Folded>,
  { different, otherShape }: Refolded,
): Promise<void> {
  for (const { stream, version, state } of [...different, ...otherShape].flatMap((name) => states.get(name) ?? [])) {
    await client.query(
      `insert into kept_state (ledger_id, stream, version, state, shape) values ($1, $2, $3, $4, $5)
       on conflict (ledger_id, stream) do update set version = excluded.version, state = excluded.state, shape = excluded.shape`,
      [ledger, stream.name, version, canonical(state), shapeOf(stream)],
    );
  }
}
