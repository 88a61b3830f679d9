import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day, Month } from '../domain/calendar.js';

/** An entry of the public log where it stands, and the size that the log had once its publication was made. */
export interface LoggedEntry {
  readonly index: number;
  readonly size: number;
  /** Which of the ledger's logs it stands in, from 1. */
  readonly log: number;
  /** Among all entries of the ledger, over all of its logs. */
  readonly place: number;
  readonly date: Day;
  readonly period: Month;
  /** The exact bytes. */
  readonly entry: string;
}

/**
 * As far as the checkpoint that is shown. The window sees the whole log, so that an entry at a page's edge still knows how large
 * its publication made it.
 */
const newestSql = `
  select (entry_index - base)::int as index, (size - base)::int as size, log::int, entry_index::int as place,
    to_char(date, 'YYYY-MM-DD') as date, period, entry from (
    select entry_index, base, date, period, entry, dense_rank() over (order by base) as log,
      max(entry_index) over (partition by base, date) + 1 as size from publication
    where ledger_id = $1 and entry_index < coalesce($4::bigint, (select size from log_checkpoint where ledger_id = $1))
  ) logged where $2::bigint is null or entry_index < $2 order by entry_index desc limit $3`;

/** What the world may see, entry by entry. */
@Injectable()
export class PublishedEntries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** As far as `shownHere`, where a reader was shown no more. Newest first, before the place with which the page before ended. */
  page(ledger: string, limit: number, before?: bigint, shownHere?: number): Promise<LoggedEntry[]> {
    return this.dataSource.query(newestSql, [ledger, before?.toString() ?? null, limit, shownHere ?? null]);
  }
}
