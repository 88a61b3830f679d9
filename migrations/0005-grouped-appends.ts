import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a group of commands needs to be written in one statement without having read under the lock: a fence beside the head,
 * and a way for the statement to fail when the head is not where it was. docs/decisions/0007-commands-in-groups.md
 */
export class GroupedAppends1764000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ledger_head add column fence integer not null default 0;
      comment on column ledger_head.fence is 'Raised under the lock to void whatever was sent before and not carried out yet';

      create function refuse_stale(advanced bigint) returns boolean language plpgsql as $$
      begin
        if advanced <> 1 then
          raise exception 'The head is not where this was decided.' using errcode = 'serialization_failure';
        end if;
        return true;
      end $$;
      comment on function refuse_stale is 'Fails, and with it the whole append, unless exactly one head was advanced';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
