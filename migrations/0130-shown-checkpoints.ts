import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the world may see: the checkpoint that is shown. Pages, feeds and tiles end where it ends. */
export class ShownCheckpoints1764000000130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function checkpoint_never_shrinks() returns trigger language plpgsql as $$ begin
        if new.size < old.size then
          raise exception 'A head of % entries stands in %; there is no going back to fewer', old.size, tg_table_name;
        end if;
        return new;
      end $$;

      create table log_checkpoint (
        ledger_id uuid not null,
        size bigint not null check (size > 0),
        note text collate "C" not null,
        vkey text collate "C" not null,
        shown_at timestamptz not null,
        checked_at timestamptz not null,
        primary key (ledger_id)
      );
      comment on table log_checkpoint is 'The checkpoint that the world is shown. No event makes it: witnesses add their lines to a head that the events hold';
      comment on column log_checkpoint.size is 'Entries of the log that may be seen; what is published beyond is not signed yet';
      comment on column log_checkpoint.note is 'The signed note as it is served, with the lines of witnesses';
      comment on column log_checkpoint.vkey is 'The key that signed it, in the form in which verifiers are given it';
      comment on column log_checkpoint.checked_at is 'When the whole tree was last made again from the entries and compared';

      create table log_witness (
        ledger_id uuid not null,
        vkey text collate "C" not null,
        size bigint not null check (size >= 0),
        line text collate "C",
        cosigned_at timestamptz,
        asked_at timestamptz not null,
        is_inconsistent boolean not null,
        primary key (ledger_id, vkey),
        check ((line is null) = (cosigned_at is null))
      );
      comment on table log_witness is 'What each witness last signed of a log, and whether it holds a history that this one does not continue';

      create table witnessed_log (
        origin text collate "C" primary key,
        size bigint not null check (size >= 0),
        root bytea not null check (length(root) = 32),
        seen_at timestamptz not null
      );
      comment on table witnessed_log is 'Logs of other practices that this host witnesses: the last head of each that it signed. Of the host';
      create trigger witnessed_log_never_shrinks before update on witnessed_log
        for each row execute function checkpoint_never_shrinks();

      create trigger log_checkpoint_never_shrinks before update on log_checkpoint
        for each row execute function checkpoint_never_shrinks();
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update on log_checkpoint, log_witness, witnessed_log to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
