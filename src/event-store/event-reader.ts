import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import type { Asked } from '../domain/asked.js';
import { fromCanonical } from '../domain/canonical.js';
import { type EventType, schemas } from '../domain/events.js';
import { type ChainEnd, type Fact, type Stream, shapeOf } from '../domain/fact.js';
import { StoreUnavailable, isConnectionFault } from './faults.js';
import { genesis } from './frame.js';
import {
  type Asked as Asks,
  type EventLine,
  eventOf,
  type StoredLine,
  farAhead,
  heard,
  lineColumns,
  linesOf,
  storedColumns,
} from './reading.js';
import type { Recorded, RecordedEvent } from './recorded.js';
import { RequestIds } from './request-ids.js';

const pageSize = 1000;
const stretchLength = 2000;
const endOf = (from: bigint, through: bigint): bigint => (from + BigInt(stretchLength) < through ? from + BigInt(stretchLength) : through);

export interface Stretch {
  readonly events: readonly RecordedEvent[];
  readonly through: bigint;
}

/** Reading the books without the lock. Positions are dense, so a reader's whole state is one number. */
@Injectable()
export class EventReader {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(RequestIds) private readonly requests: RequestIds,
  ) {}

  /**
   * Up to `limit` events after a position, in order.
   * @param on the client of a caller that already holds one, so that it never waits for a second
   */
  async page(ledger: string, after: bigint, limit = 500, on: Asks = this.pool): Promise<RecordedEvent[]> {
    return (await linesAfter(on, ledger, after, limit)).map((line) => eventOf(ledger, line));
  }

  /** The events that a request came to when it was answered. */
  async answerOf(ledger: string, { first, count }: { readonly first: bigint; readonly count: number }): Promise<RecordedEvent[]> {
    return count === 0 ? [] : this.page(ledger, first - 1n, count);
  }

  /** Up to `limit` events of these types, and of any that this program does not know, within (after, through]. For followers. */
  linesOfTypes(ledger: string, after: bigint, through: bigint, types: readonly EventType[], limit: number, on: Asks = this.pool) {
    return linesOf<EventLine>(
      on,
      `select ${lineColumns} from event where ledger_id = $1 and position > $2 and position <= $3 and (type = any($4) or type <> all($5))
       order by event.position limit $6`,
      [ledger, after.toString(), through.toString(), types, Object.keys(schemas), limit],
    );
  }

  /** Every event of a ledger, page by page: the next ones are read while the caller folds this one. */
  async *pages(ledger: string, after = 0n, limit = pageSize): AsyncGenerator<RecordedEvent[]> {
    const read = (place: bigint) => linesAfter(this.pool, ledger, place, limit);
    for await (const lines of farAhead(read, after, limit)) yield lines.map((line) => eventOf(ledger, line));
  }

  /** Every event up to a position with its bytes as they are stored, page by page, lifted by nobody. For exports. */
  async *stored(ledger: string, through: bigint): AsyncGenerator<StoredLine[]> {
    const read = (place: bigint) =>
      linesOf<StoredLine>(
        this.pool,
        `select ${storedColumns} from event where ledger_id = $1 and position > $2 and position <= $3 order by event.position limit ${pageSize}`,
        [ledger, place.toString(), through.toString()],
      );
    yield* farAhead(read, 0n, pageSize);
  }

  /** The events of these types within (after, through], stretch by stretch, and how far each stretch reaches; the next is read meanwhile. */
  async *stretches(
    ledger: string,
    after: bigint,
    through: bigint,
    types: readonly EventType[],
    on: Asks = this.pool,
  ): AsyncGenerator<Stretch> {
    const read = async (from: bigint, to: bigint): Promise<Stretch> => {
      const lines = await this.linesOfTypes(ledger, from, to, types, stretchLength, on);
      return { events: lines.map((line) => eventOf(ledger, line)), through: to };
    };
    const atOnce = on === this.pool ? 2 : 1; // a client answers one question at a time
    const coming: Promise<Stretch>[] = [];
    for (let from = after; from < through || coming.length > 0; ) {
      for (; coming.length < atOnce && from < through; from = endOf(from, through)) coming.push(heard(read(from, endOf(from, through))));
      yield await coming.shift()!;
    }
  }

  /** Every event of a ledger, one by one, in bounded memory. Who folds very many takes `pages`. */
  async *all(ledger: string, after = 0n, limit = pageSize): AsyncGenerator<RecordedEvent> {
    for await (const page of this.pages(ledger, after, limit)) yield* page;
  }

  /** A stream's state as it stands now; by the next moment it may have moved on, so nothing is decided on it. */
  async state<S, F extends Fact<string, unknown>>(ledger: string, stream: Stream<S, F>): Promise<S> {
    return (await this.kept(ledger, stream)) ?? this.folded(ledger, stream);
  }

  /** Of a stream that is kept, in the shape that this program reads; one in another shape is folded anew. */
  private async kept<S, F extends Fact<string, unknown>>(ledger: string, stream: Stream<S, F>): Promise<S | undefined> {
    if (!stream.kept) return undefined;
    const { rows } = await ask<{ state: string }>(
      this.pool,
      'select state from kept_state where ledger_id = $1 and stream = $2 and shape = $3',
      [ledger, stream.name, shapeOf(stream)],
    );
    return rows[0] && (fromCanonical(rows[0].state) as S);
  }

  private async folded<S, F extends Fact<string, unknown>>(ledger: string, stream: Stream<S, F>): Promise<S> {
    let state = stream.unborn;
    const read = (version: bigint) =>
      linesOf<EventLine>(
        this.pool,
        `select ${lineColumns} from event where ledger_id = $1 and stream = $2 and version > $3 order by version limit ${pageSize}`,
        [ledger, stream.name, version.toString()],
      );
    for await (const lines of farAhead(read, 0n, pageSize)) {
      for (const line of lines) state = stream.evolve(state, eventOf(ledger, line) as unknown as F);
    }
    return state;
  }

  /** The first event of a type in a stream; undefined where there is none. */
  async first<T extends EventType>(ledger: string, stream: string, type: T): Promise<Recorded<T> | undefined> {
    const [line] = await linesOf<EventLine>(
      this.pool,
      `select ${lineColumns} from event where ledger_id = $1 and stream = $2 and type = $3 order by event.version limit 1`,
      [ledger, stream, type],
    );
    return line && (eventOf(ledger, line) as unknown as Recorded<T>);
  }

  /** Names of kept streams under a prefix, like `fund/`. */
  async keptNames(ledger: string, prefix: string): Promise<string[]> {
    const { rows } = await ask<{ stream: string }>(
      this.pool,
      'select stream from kept_state where ledger_id = $1 and starts_with(stream, $2) order by stream',
      [ledger, prefix],
    );
    return rows.map(({ stream }) => stream);
  }

  /** The greatest name of a stream under a prefix that ends in `/` in which such an event stands, like the last month that is closed. */
  async lastStream(ledger: string, prefix: string, type: EventType): Promise<string | undefined> {
    const { rows } = await ask<{ stream: string }>(
      this.pool,
      'select stream from event where ledger_id = $1 and stream >= $2 and stream < $3 and type = $4 order by stream desc limit 1',
      [ledger, prefix, prefix.replace(/\/$/, '0'), type],
    );
    return rows[0]?.stream;
  }

  /** True when this request was answered with yes before: the page need not ask again what was asked then. */
  async isAnswered(command: { readonly input: Asked }): Promise<boolean> {
    const { ledger, by, request } = command.input;
    const { rows } = await ask(this.pool, 'select 1 from request where ledger_id = $1 and actor = $2 and route = $3 and request_id = $4', [
      ledger,
      by,
      command.constructor.name,
      await this.requests.stored(ledger, request),
    ]);
    return rows.length === 1;
  }

  /** Where the chain ends now. Whoever reads rows after it and decides on them asks under the lock whether it still ends there. */
  async end(ledger: string): Promise<ChainEnd> {
    const { rows } = await ask<{ position: string; hash: Buffer }>(
      this.pool,
      'select position, hash from ledger_head where ledger_id = $1',
      [ledger],
    );
    return rows[0] ? { position: BigInt(rows[0].position), hash: rows[0].hash } : { position: 0n, hash: genesis };
  }

  async head(ledger: string, on: Asks = this.pool): Promise<bigint> {
    const { rows } = await ask<{ position: string }>(on, 'select position from ledger_head where ledger_id = $1', [ledger]);
    return BigInt(rows[0]?.position ?? 0);
  }

  async ledgers(): Promise<string[]> {
    const { rows } = await ask<{ ledger_id: string }>(this.pool, 'select ledger_id from ledger_head order by ledger_id');
    return rows.map(({ ledger_id }) => ledger_id);
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}

const linesAfter = (on: Asks, ledger: string, after: bigint, limit: number): Promise<EventLine[]> =>
  linesOf<EventLine>(on, `select ${lineColumns} from event where ledger_id = $1 and position > $2 order by event.position limit $3`, [
    ledger,
    after,
    limit,
  ]);

/** @throws StoreUnavailable when the database does not answer */
async function ask<Row extends QueryResultRow>(on: Asks, text: string, values: unknown[] = []): Promise<{ rows: Row[] }> {
  try {
    return await on.query<Row>(text, values);
  } catch (error) {
    throw isConnectionFault(error) ? new StoreUnavailable({ cause: error }) : error;
  }
}
