import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Month } from '../domain/calendar.js';
import { invalid } from '../domain/refusal.js';

/** On which day of a month the close of the one before is prepared, unless the practice says otherwise. */
export const usualClosingDay = 3;

/** What is set of closing, and what was prepared. It decides nothing in the books: a close is what a person presses. */
@Injectable()
export class ClosingDays {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async of(ledger: string): Promise<number> {
    const [row] = await this.dataSource.query<{ day: number }[]>('select day from closing_day where ledger_id = $1', [ledger]);
    return row?.day ?? usualClosingDay;
  }

  async set(ledger: string, day: number): Promise<void> {
    if (!Number.isInteger(day) || day < 1 || day > 28) throw invalid('day', 'Choose a day from 1 to 28, so that every month has it.');
    await this.dataSource.query(
      'insert into closing_day (ledger_id, day) values ($1, $2) on conflict (ledger_id) do update set day = excluded.day',
      [ledger, day],
    );
  }

  /** @returns false where it was noted before */
  async note(ledger: string, month: Month, open: number, at: string): Promise<boolean> {
    const noted = await this.dataSource.query<object[]>(
      `insert into close_prepared (ledger_id, month, open_count, prepared_at) values ($1, $2, $3, $4)
       on conflict (ledger_id, month) do nothing returning 1`,
      [ledger, month, open, at],
    );
    return noted.length === 1;
  }

  async isPrepared(ledger: string, month: Month): Promise<boolean> {
    const rows = await this.dataSource.query<object[]>('select 1 from close_prepared where ledger_id = $1 and month = $2', [ledger, month]);
    return rows.length === 1;
  }
}
