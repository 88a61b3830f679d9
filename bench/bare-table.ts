import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import pg from 'pg';
import { v7 } from 'uuid';
import type { Connections } from '../src/database/connections.js';
import type { EventType } from '../src/domain/events.js';
import { type Value, copyIn, copyLine } from './copy-in.js';

interface Row {
  readonly ledger_id: string;
  readonly type: string;
  readonly schema: number;
  readonly data: string;
  readonly meta: string;
  readonly happened_at: string;
  readonly recorded_at: string;
}

const columns = 'ledger_id, position, stream, version, type, schema, data, meta, happened_at, recorded_at, hash';
const sql = `insert into bare_event (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

const columnTypes = ['uuid', 'bigint', 'text', 'int', 'text', 'int', 'text', 'text', 'timestamptz', 'timestamptz', 'bytea'];
const batchSql = `insert into bare_event (${columns}) select * from unnest(${columnTypes.map((type, at) => `$${at + 1}::${type}[]`)})`;
const batchOf = 1000;

/**
 * The limit beside which the event store stands: a table of `event`'s columns, checks and indexes, into which rows are merely
 * written. They hold the bytes of an event that the program itself has recorded.
 */
export class BareTable {
  private position = 0;

  private constructor(private readonly owner: Connections['owner']) {}

  static async beside({ owner, serviceRole }: Connections): Promise<BareTable> {
    const client = new pg.Client(owner);
    await client.connect();
    try {
      await client.query(
        `create table bare_event (like event including all); grant insert on bare_event to ${client.escapeIdentifier(serviceRole)}`,
      );
      return new BareTable(owner);
    } finally {
      await client.end();
    }
  }

  /** One row like the newest event of a type, one prepared statement, one commit. */
  async insertLike(type: EventType): Promise<(pool: pg.Pool) => Promise<void>> {
    const row = await this.newest(type);
    return async (pool) => {
      await pool.query({ name: 'bare insert', text: sql, values: this.valuesLike(row) });
    };
  }

  /** As many rows with one COPY, their lines made before, so that only the writing counts. @returns rows a second */
  async copyLike(type: EventType, count: number): Promise<number> {
    const row = await this.newest(type);
    const lines = Array.from({ length: count }, () => {
      return copyLine(this.valuesLike(row));
    });
    const client = new pg.Client(this.owner);
    await client.connect();
    try {
      const from = performance.now();
      await copyIn(client, `bare_event (${columns})`, [Buffer.from(lines.join(''))]);
      return (count * 1000) / (performance.now() - from);
    } finally {
      await client.end();
    }
  }

  /** What a bank file costs at the least: its lines parsed as they come, and as many rows inserted, a batch a commit. @returns lines a second */
  async parseAndInsertLike(type: EventType, file: string, pool: pg.Pool): Promise<number> {
    const row = await this.newest(type);
    const from = performance.now();
    let lines = 0;
    let batch: Value[][] = [];
    const insert = async () => {
      await pool.query({ name: 'bare batch', text: batchSql, values: columnTypes.map((_, at) => batch.map((values) => values[at])) });
      lines += batch.length;
      batch = [];
    };
    for await (const cells of createReadStream(file).pipe(parse({ from_line: 2, relax_column_count: true }))) {
      if ((cells as string[]).length > 0) batch.push(this.valuesLike(row));
      if (batch.length === batchOf) await insert();
    }
    if (batch.length > 0) await insert();
    return (lines * 1000) / (performance.now() - from);
  }

  private valuesLike({ ledger_id, type, schema, data, meta, happened_at, recorded_at }: Row): Value[] {
    this.position += 1;
    return [ledger_id, this.position, `bench/${v7()}`, 1, type, schema, data, meta, happened_at, recorded_at, randomBytes(32)];
  }

  private async newest(type: EventType): Promise<Row> {
    const client = new pg.Client(this.owner);
    await client.connect();
    try {
      const { rows } = await client.query<Row>(
        `select ledger_id, type, schema, data, meta, happened_at::text, recorded_at::text from event where type = $1 order by position desc limit 1`,
        [type],
      );
      if (!rows[0]) throw new Error(`Record a ${type} first: its bytes are what the bare table is filled with.`);
      return rows[0];
    } finally {
      await client.end();
    }
  }
}
