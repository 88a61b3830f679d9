import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a booking program says came in on a day by one method: the last word on each place. Who vouched for a mail. Previews in parts. */
export class DayTotals1764000000090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table day_total (
        ledger_id uuid not null,
        account_id uuid not null,
        day date not null,
        method text collate "C" not null,
        currency text collate "C" not null,
        amount_minor bigint not null,
        payments integer,
        stated_at timestamptz not null,
        primary key (ledger_id, account_id, day, method, currency)
      );
      comment on table day_total is 'What a booking program like Jane says came in on a day by one method. A check: no payment is made from it';
      comment on column day_total.payments is 'How many payments, where the program says so';

      create table import_draft_part (
        ledger_id uuid not null,
        import_id uuid not null,
        part integer not null check (part > 0),
        lines jsonb not null,
        primary key (ledger_id, import_id, part)
      );
      comment on table import_draft_part is 'The lines of a file between preview and confirmation, some thousand a part, sealed under its key; gone with it';

      alter table observation add column vouched_by text;
      comment on column observation.vouched_by is 'What made us believe a mail: signature or mail-host; null of other lines and of mails from before';
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update, delete on day_total, import_draft_part to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
