import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On which day the close of the month before is prepared, and which was. A person closes; nothing closes by itself. */
export class ClosingDays1764000000223 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table closing_day (
        ledger_id uuid primary key,
        day integer not null check (day between 1 and 28)
      );
      comment on table closing_day is 'On which day of a month the close of the one before is prepared';

      create table close_prepared (
        ledger_id uuid not null,
        month text collate "C" not null,
        open_count integer not null check (open_count >= 0),
        prepared_at timestamptz not null,
        primary key (ledger_id, month)
      );
      comment on table close_prepared is 'Months whose close was prepared, and how many things were open then';
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update on closing_day, close_prepared to %I', current_setting('ledger.service_role'));
        if to_regprocedure('keep_to_one_ledger(regclass)') is not null then -- made later; where it is not there yet, it takes in all tables then
          perform keep_to_one_ledger('closing_day');
          perform keep_to_one_ledger('close_prepared');
        end if;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
