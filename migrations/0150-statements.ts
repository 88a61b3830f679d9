import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What accounts say of themselves: a period, and what stood on the account before and after it. */
export class Statements1764000000150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table account_statement (
        ledger_id uuid not null,
        account_id uuid not null,
        currency text collate "C" not null,
        from_day date not null,
        through_day date not null check (through_day >= from_day),
        opening_minor bigint not null,
        closing_minor bigint not null,
        asserted_at timestamptz not null,
        primary key (ledger_id, account_id, currency, from_day, through_day)
      );
      comment on table account_statement is 'An account''s own word on a period, both days included: the last word on each. Its lines are held against it';
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update, delete on account_statement to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
