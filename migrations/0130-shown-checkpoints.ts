import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the world may see: the checkpoint that is shown. Pages, feeds and tiles end where it ends. */
export class ShownCheckpoints1764000000130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table log_checkpoint (
        ledger_id uuid not null,
        size bigint not null check (size > 0),
        note text collate "C" not null,
        vkey text collate "C" not null,
        shown_at timestamptz not null,
        primary key (ledger_id)
      );
      comment on table log_checkpoint is 'The checkpoint that the world is shown. No event makes it: witnesses add their lines to a head that the events hold';
      comment on column log_checkpoint.size is 'Entries of the log that may be seen; what is published beyond is not signed yet';
      comment on column log_checkpoint.note is 'The signed note as it is served, with the lines of witnesses';
      comment on column log_checkpoint.vkey is 'The key that signed it, in the form in which verifiers are given it';

      create function checkpoint_never_shrinks() returns trigger language plpgsql as $$ begin
        if new.size < old.size then
          raise exception 'The checkpoint of ledger % shows % entries and cannot show fewer', old.ledger_id, old.size;
        end if;
        return new;
      end $$;
      create trigger log_checkpoint_never_shrinks before update on log_checkpoint
        for each row execute function checkpoint_never_shrinks();
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update on log_checkpoint to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
