import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports that are under way, and what makes a long one cost as much a line as a short one. */
export class Imports1764000000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table import_run (
        ledger_id uuid not null,
        import_id uuid not null,
        run_id uuid not null,
        said jsonb not null,
        lines integer not null check (lines > 0),
        through integer not null default 0 check (through between 0 and lines),
        moved_at timestamptz not null default clock_timestamp(),
        ended jsonb,
        primary key (ledger_id, import_id)
      );
      comment on table import_run is 'Confirmed previews that are being brought in, part by part, or were; gone with the preview';
      comment on column import_run.run_id is 'Made anew each time that it is begun: who ends it says which one';
      comment on column import_run.said is 'The press and what it says of the lines, sealed under the key of the preview';
      comment on column import_run.through is 'Lines that are through so far: in the books, or here already';
      comment on column import_run.moved_at is 'Its last sign of life, by the clock of the database';
      comment on column import_run.ended is 'What it came to, or why it was refused, sealed under the key of the preview; null while it is not over';

      create index observation_by_payment on observation (ledger_id, payment_id) where payment_id is not null;
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update, delete on import_run to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
