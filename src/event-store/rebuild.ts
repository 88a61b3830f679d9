import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { borrowing } from './borrowing.js';
import { EventReader } from './event-reader.js';
import { lockKeyOf } from './ledger-lock.js';
import type { Projection } from './projection.js';
import { ProjectionSet } from './projection-set.js';
import type { RecordedEvent } from './recorded.js';
import { statementsAlone } from './row-statements.js';

export interface Rebuilt {
  readonly table: string;
  readonly rows: number;
  /** Rows in which the live table and the rebuilt one were not the same: any is an alarm. */
  readonly different: number;
}

const pageSize = 500;

/**
 * Makes a projection's rows again from position 1, beside the live ones and while writes go on; only the last stretch is
 * done under the ledger's lock, and the new rows take the place of the old in that one commit.
 */
@Injectable()
export class Rebuilding {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly projections: ProjectionSet,
    private readonly reader: EventReader,
  ) {}

  /** @param swap false to compare only, as `doctor` does */
  rebuild(projection: Projection, ledger: string, swap: boolean): Promise<Rebuilt> {
    return borrowing(this.pool, async (client) => {
      const { table, columns } = this.projections.shape(projection.row);
      const beside = `rebuilt_${table}`;
      await client.query(
        `drop table if exists pg_temp.${beside}; create temp table ${beside} (like ${table} including defaults including indexes)`,
      );
      const near = await this.replay(client, projection, ledger, 0n, beside);
      await client.query(`begin isolation level read committed; select pg_advisory_xact_lock(${lockKeyOf(ledger)})`);
      await this.replay(client, projection, ledger, near, beside);
      const rebuilt = await compared(client, table, beside, ledger);
      if (swap && rebuilt.different > 0) {
        const names = columns.map(({ name }) => name).join(', ');
        await client.query(`delete from ${table} where ledger_id = $1`, [ledger]);
        await client.query(`insert into ${table} (${names}) select ${names} from ${beside}`);
      }
      await client.query('commit');
      await client.query(`drop table pg_temp.${beside}`);
      return rebuilt;
    });
  }

  private async replay(client: PoolClient, projection: Projection, ledger: string, after: bigint, into: string): Promise<bigint> {
    for (let position = after; ; ) {
      const page = await this.reader.page(ledger, position, pageSize, client);
      await this.write(client, projection, page, into);
      position = page.at(-1)?.position ?? position;
      if (page.length < pageSize) return position;
    }
  }

  private async write(client: PoolClient, projection: Projection, page: RecordedEvent[], into: string): Promise<void> {
    const changes = this.projections.changesOf(projection, page);
    if (!changes) return;
    for (const { sql, values } of statementsAlone(this.projections.shape(projection.row), changes.all(), into)) {
      await client.query(sql, [...values]);
    }
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}

async function compared(client: PoolClient, table: string, beside: string, ledger: string): Promise<Rebuilt> {
  const {
    rows: [counted],
  } = await client.query<{ rows: number; different: number }>(
    `select (select count(*)::int from ${beside}) as rows, (select count(*)::int from (
      (select * from ${beside} except all select * from ${table} where ledger_id = $1) union all
      (select * from ${table} where ledger_id = $1 except all select * from ${beside})) d) as different`,
    [ledger],
  );
  return { table, ...counted! };
}
