import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { v7 } from 'uuid';
import type { Connections } from '../src/database/connections.js';

interface Row {
  readonly ledger_id: string;
  readonly type: string;
  readonly schema: number;
  readonly data: string;
  readonly meta: string;
  readonly happened_at: Date;
  readonly recorded_at: Date;
}

const sql = `insert into bare_event (ledger_id, position, stream, version, type, schema, data, meta, happened_at, recorded_at, hash)
  values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10)`;

/**
 * The limit beside which the event store stands: one row, one prepared statement, one commit, into a table of `event`'s
 * columns, checks and indexes, holding the bytes of a payment that the program itself has recorded.
 */
export class BareInsert {
  private position = 0;

  private constructor(private readonly row: Row) {}

  static async into({ owner, serviceRole }: Connections): Promise<BareInsert> {
    const client = new pg.Client(owner);
    await client.connect();
    try {
      await client.query(
        `create table bare_event (like event including all); grant insert on bare_event to ${client.escapeIdentifier(serviceRole)}`,
      );
      const { rows } = await client.query<Row>(`select * from event where type = 'PaymentReceived' order by position desc limit 1`);
      if (!rows[0]) throw new Error('Record a payment first: its bytes are what the bare insert writes.');
      return new BareInsert(rows[0]);
    } finally {
      await client.end();
    }
  }

  /** One row, committed. */
  async write(pool: pg.Pool): Promise<void> {
    const { ledger_id, type, schema, data, meta, happened_at, recorded_at } = this.row;
    this.position += 1;
    const values = [ledger_id, this.position, `payment/${v7()}`, type, schema, data, meta, happened_at, recorded_at, randomBytes(32)];
    await pool.query({ name: 'bare insert', text: sql, values });
  }
}
