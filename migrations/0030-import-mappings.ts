import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the columns of unknown files are, and such files while somebody says it. Neither is an event: a mapping decides
 * nothing in the books, every line that is read by it is recorded as what it became, and it can be said anew at any time.
 */
export class ImportMappings1764000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table import_mapping (
        ledger_id uuid not null,
        account_id uuid not null,
        name text collate "C" not null,
        mapping_id uuid not null,
        mapping jsonb not null,
        primary key (ledger_id, account_id, name)
      );
      comment on table import_mapping is 'What the columns of an account''s files are. The bank''s headings and choices; nothing of anybody''s';

      create table import_file (
        ledger_id uuid not null,
        file_id uuid not null,
        account_id uuid not null,
        bytes jsonb not null,
        made_at timestamptz not null,
        primary key (ledger_id, file_id)
      );
      comment on table import_file is 'A file whose columns are being described, sealed; gone once they are, or after a day';
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update, delete on import_mapping, import_file to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
