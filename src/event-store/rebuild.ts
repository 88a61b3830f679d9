import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Client, Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { Asked } from './reading.js';
import { EventReader, type Stretch } from './event-reader.js';
import { lockKeyOf, raiseFence } from './ledger-lock.js';
import { onOwnLine } from './own-line.js';
import type { Projection } from './projection.js';
import { ProjectionSet } from './projection-set.js';
import { type Beside, besideForNow, besideThatLasts, clearAway, differences, reach, recipeOf, takePlace } from './rows-beside.js';
import { statementsAlone } from './row-statements.js';

export interface Rebuilt {
  readonly table: string;
  readonly rows: number;
  /** Rows in which the live table and the rebuilt one were not the same: any is an alarm. */
  readonly different: number;
  /** Of these, how many stand in a table that is append only and could not be put right. */
  readonly left: number;
}

/** Told after each page: how far the rows are made, of how many events. */
export type Progress = (position: bigint, head: bigint) => void;

/** Somebody else is making the same rows. */
export class RebuildUnderWay extends Error {
  override readonly name = 'RebuildUnderWay';

  constructor(table: string, ledger: string) {
    super(`The table ${table} of ledger ${ledger} is being rebuilt by another program: wait until that is done.`);
  }
}

/**
 * Makes a projection's rows again from position 1, beside the live ones and while writes go on. How far it came is written with
 * each page, so after a crash the next run goes on from there. Only the last stretch is done under the ledger's lock, and
 * the new rows take the place of the old in that one commit. One page of events is in memory, and those that are coming.
 */
@Injectable()
export class Rebuilding {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly projections: ProjectionSet,
    private readonly reader: EventReader,
  ) {}

  /**
   * @param swap false to compare only, as `doctor` does: then nothing that lasts is written
   * @throws RebuildUnderWay when another program is at it
   */
  rebuild(projection: Projection, ledger: string, swap: boolean, progress: Progress = () => undefined): Promise<Rebuilt> {
    const shape = this.projections.shape(projection.row);
    return onOwnLine(this.pool, async (client) => {
      await client.query(`set synchronous_commit = off`); // a page that a power cut takes is made again
      if (swap) await lockAlone(client, shape.table, ledger);
      const beside = swap
        ? await besideThatLasts(client, shape, ledger, recipeOf(projection, shape))
        : await besideForNow(client, shape, ledger);
      const near = await this.replay(client, projection, beside, progress);
      await client.query(`analyze ${beside.name}`);
      await client.query(`begin isolation level read committed; set local synchronous_commit = on`);
      await client.query(`select pg_advisory_xact_lock(${lockKeyOf(ledger)})`);
      await this.stretch(client, projection, { ...beside, position: near }, await this.reader.head(ledger, client), client, progress);
      const { rows, different } = await differences(client, beside);
      const left = swap && different > 0 ? await takePlace(client, beside, different) : 0;
      if (swap) await raiseFence(client, ledger);
      if (swap) await clearAway(client, beside);
      await client.query('commit');
      return { table: shape.table, rows, different, left };
    });
  }

  /** Forgets what an earlier run has made. */
  async beginAnew(ledger: string): Promise<void> {
    await this.pool.query(`update rebuild_progress set recipe = '' where ledger_id = $1`, [ledger]);
  }

  /** In stretches to the head, and on to where the head is by then, until there is little left. */
  private async replay(client: Client, projection: Projection, beside: Beside, progress: Progress): Promise<bigint> {
    let position = beside.position;
    for (let head = await this.reader.head(beside.ledger); position < head; head = await this.reader.head(beside.ledger)) {
      position = await this.stretch(client, projection, { ...beside, position }, head, this.pool, progress);
    }
    return position;
  }

  private async stretch(
    client: Client,
    projection: Projection,
    beside: Beside,
    head: bigint,
    on: Asked,
    progress: Progress,
  ): Promise<bigint> {
    const isInTransaction = on === client;
    for await (const page of this.reader.stretches(beside.ledger, beside.position, head, projection.types, on)) {
      if (!isInTransaction) await client.query('begin');
      await this.write(client, projection, beside, page);
      if (!isInTransaction) await client.query('commit');
      progress(page.through, head);
    }
    return head;
  }

  private async write(client: Client, projection: Projection, beside: Beside, { events, through }: Stretch): Promise<void> {
    const changes = this.projections.changesOf(projection, events);
    for (const { sql, values } of changes ? statementsAlone(beside.shape, changes.all(), beside.name) : []) {
      await client.query(sql, [...values]);
    }
    await reach(client, beside, through);
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}

/** For the session. */
async function lockAlone(client: Client, table: string, ledger: string): Promise<void> {
  const key = createHash('sha256').update(`mal/rebuild/v1\n${table}\n${ledger}`).digest().readBigInt64BE(0);
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [key.toString()]);
  if (!rows[0]!.mine) throw new RebuildUnderWay(table, ledger);
}
