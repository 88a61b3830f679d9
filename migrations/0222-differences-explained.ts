import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the differences of statements come from, as people said it. */
export class DifferencesExplained1764000000222 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table difference_explained (
        ledger_id uuid not null,
        account_id uuid not null,
        currency text collate "C" not null,
        from_day date not null,
        through_day date not null,
        because text collate "C" not null,
        subject text collate "C" not null,
        minor bigint not null,
        booked_in text collate "C" not null,
        said_at timestamptz not null,
        primary key (ledger_id, account_id, currency, from_day, through_day, because, subject)
      );
      comment on table difference_explained is 'Of a statement''s difference, which part comes from what: the last word on each cause';
      comment on column difference_explained.subject is 'The line, or the payout of ours, that it comes from: "line …", "payout …", or nothing';
      comment on column difference_explained.minor is 'Signed as the difference is';
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update, delete on difference_explained to %I', current_setting('ledger.service_role'));
        if to_regprocedure('keep_to_one_ledger(regclass)') is not null then -- made later; where it is not there yet, it takes in all tables then
          perform keep_to_one_ledger('difference_explained');
        end if;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
