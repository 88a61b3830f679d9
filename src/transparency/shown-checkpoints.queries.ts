import { Inject, Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';
import { at, minor } from '../database/columns.js';
import type { Instant } from '../domain/calendar.js';
import { Appended, appendedChannel, hintOf } from '../event-store/hint.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';

/** The checkpoint that the world is shown, with what witnesses added to it. */
@Entity('log_checkpoint')
export class LogCheckpointRow {
  @PrimaryColumn('uuid') ledgerId: string;
  /** Entries that may be seen, of all logs of the ledger together. */
  @Column(minor) size: bigint;
  /** Entries of the logs before the one whose checkpoint this is. */
  @Column(minor) base: bigint;
  /** The signed note, exactly as it is served. */
  @Column('text') note: string;
  @Column('text') vkey: string;
  @Column(at) shownAt: Instant;
  /** When the whole tree was last made again and compared. */
  @Column(at) checkedAt: Instant;
}

export interface ShownCheckpoint {
  /** Entries that may be seen, of all logs of the ledger together. */
  readonly size: number;
  /** Entries of the logs before this one. */
  readonly base: number;
  readonly note: string;
  readonly vkey: string;
}

export interface Shown extends ShownCheckpoint {
  readonly shownAt: Instant;
  readonly checkedAt: Instant;
}

/** The last checkpoint of a log that has a successor from here on is kept in the same step. */
const showSql = `
  with earlier as (
    insert into earlier_log (ledger_id, base, size, note, vkey)
    select ledger_id, base, size - base, note, vkey from log_checkpoint where ledger_id = $1 and base < $7 on conflict do nothing)
  insert into log_checkpoint (ledger_id, size, note, vkey, shown_at, checked_at, base) values ($1, $2, $3, $4, $5, $5, $7)
  on conflict (ledger_id) do update set size = excluded.size, base = excluded.base, note = excluded.note, vkey = excluded.vkey, shown_at = excluded.shown_at,
    checked_at = case when $6 then excluded.checked_at else log_checkpoint.checked_at end
  where excluded.size >= log_checkpoint.size`;

/** How far the world sees. Pages, feeds and tiles all end at the checkpoint shown here, so that none is ahead of another. */
@Injectable()
export class ShownCheckpoints {
  constructor(
    @InjectRepository(LogCheckpointRow) private readonly rows: Repository<LogCheckpointRow>,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly hints: EventBus,
  ) {}

  async of(ledger: string): Promise<Shown | undefined> {
    const row = await this.rows.findOneBy({ ledgerId: ledger });
    return row ? { ...row, size: Number(row.size), base: Number(row.base) } : undefined;
  }

  /** Of the logs before the one that is shown now, oldest first: as they stay. */
  async earlier(ledger: string): Promise<readonly ShownCheckpoint[]> {
    const rows: { base: string; size: string; note: string; vkey: string }[] = await this.rows.query(
      'select base, size, note, vkey from earlier_log where ledger_id = $1 order by base',
      [ledger],
    );
    return rows.map(({ base, size, note, vkey }) => ({ base: Number(base), size: Number(base) + Number(size), note, vkey }));
  }

  /**
   * Shows a head whose tiles are all there, and tells every program of the host. One that covers less than what is shown already
   * changes nothing.
   * @param isWholeCheck whether the whole tree was made again before
   */
  async show(ledger: string, { size, base, note, vkey }: ShownCheckpoint, isWholeCheck: boolean): Promise<void> {
    await this.rows.query(showSql, [ledger, size, note, vkey, new Date(this.clock()), isWholeCheck, base]);
    this.hints.publish(new Appended(ledger, []));
    await this.rows.query('select pg_notify($1, $2)', [appendedChannel, hintOf(ledger, 'this program')]);
  }
}
