import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import type { Asked } from '../domain/asked.js';
import { fromCanonical } from '../domain/canonical.js';
import type { EventType } from '../domain/events.js';
import type { Fact, Stream } from '../domain/fact.js';
import { StoreUnavailable, isConnectionFault } from './faults.js';
import { type EventTableRow, eventColumns, recordedOf } from './situation.js';
import type { Recorded, RecordedEvent } from './recorded.js';
import { RequestIds } from './request-ids.js';

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
  async page(ledger: string, after: bigint, limit = 500, on: Pool | PoolClient = this.pool): Promise<RecordedEvent[]> {
    const { rows } = await ask<EventTableRow>(
      on,
      `select ${eventColumns} from event where ledger_id = $1 and position > $2 order by position limit $3`,
      [ledger, after.toString(), limit],
    );
    return rows.map(recordedOf);
  }

  /** The events that a request came to when it was answered. */
  async stretch(ledger: string, { first, count }: { readonly first: bigint; readonly count: number }): Promise<RecordedEvent[]> {
    return count === 0 ? [] : this.page(ledger, first - 1n, count);
  }

  /** Every event of a ledger, page by page, in bounded memory. */
  async *all(ledger: string, after = 0n, limit = 1000): AsyncGenerator<RecordedEvent> {
    for (let position = after; ; ) {
      const page = await this.page(ledger, position, limit);
      yield* page;
      if (page.length < limit) return;
      position = page.at(-1)!.position;
    }
  }

  /** A stream's state as it stands now; by the next moment it may have moved on, so nothing is decided on it. */
  async state<S, F extends Fact<string, unknown>>(ledger: string, stream: Stream<S, F>): Promise<S> {
    if (stream.kept) {
      const { rows } = await ask<{ state: string }>(this.pool, 'select state from kept_state where ledger_id = $1 and stream = $2', [
        ledger,
        stream.name,
      ]);
      return rows[0] ? (fromCanonical(rows[0].state) as S) : stream.unborn;
    }
    const { rows } = await ask<EventTableRow>(
      this.pool,
      `select ${eventColumns} from event where ledger_id = $1 and stream = $2 order by version`,
      [ledger, stream.name],
    );
    return rows.map(recordedOf).reduce((state, event) => stream.evolve(state, event as unknown as F), stream.unborn);
  }

  /** The first event of a type in a stream; undefined where there is none. */
  async first<T extends EventType>(ledger: string, stream: string, type: T): Promise<Recorded<T> | undefined> {
    const { rows } = await ask<EventTableRow>(
      this.pool,
      `select ${eventColumns} from event where ledger_id = $1 and stream = $2 and type = $3 order by version limit 1`,
      [ledger, stream, type],
    );
    return rows[0] && (recordedOf(rows[0]) as unknown as Recorded<T>);
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

  /** The greatest stream name under a prefix that ends in `/`, like the last month that is closed. */
  async lastStream(ledger: string, prefix: string): Promise<string | undefined> {
    const { rows } = await ask<{ stream: string }>(
      this.pool,
      'select stream from event where ledger_id = $1 and stream >= $2 and stream < $3 order by stream desc limit 1',
      [ledger, prefix, prefix.replace(/\/$/, '0')],
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

  async head(ledger: string): Promise<bigint> {
    const { rows } = await ask<{ position: string }>(this.pool, 'select position from ledger_head where ledger_id = $1', [ledger]);
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

/** @throws StoreUnavailable when the database does not answer */
async function ask<Row extends QueryResultRow>(on: Pool | PoolClient, text: string, values: unknown[] = []): Promise<{ rows: Row[] }> {
  try {
    return await on.query<Row>(text, values);
  } catch (error) {
    throw isConnectionFault(error) ? new StoreUnavailable({ cause: error }) : error;
  }
}
