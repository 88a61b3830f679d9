import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ledgers that were put back from a backup, and what they may not do yet; backups that this host has made. */
export class HoldsAndBackups1764000000230 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ledger_hold (
        ledger_id uuid not null,
        what text collate "C" not null check (what in ('payouts', 'publication')),
        held_since timestamptz not null,
        books_until timestamptz not null,
        released_at timestamptz,
        released_by text,
        primary key (ledger_id, what),
        check ((released_at is null) = (released_by is null))
      );
      comment on table ledger_hold is 'What a ledger that came from a backup may not do until a person has released it. Rows stay, so that one sees by whom';
      comment on column ledger_hold.books_until is 'The moment of the backup: what happened since then is not in these books';

      create table backup_made (
        made_at timestamptz primary key,
        file text,
        bytes bigint,
        verified_at timestamptz,
        fault text,
        check ((fault is null) = (verified_at is not null and file is not null and bytes is not null))
      );
      comment on table backup_made is 'Backups of the whole host that were written here, or failed. Of the host';
      comment on column backup_made.verified_at is 'When it had been read back from the disk to its last byte';
      comment on column backup_made.fault is 'Why there is none, as a code';
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update on ledger_hold to %I', current_setting('ledger.service_role'));
        execute format('grant select, insert, delete on backup_made to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
