import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lines of accounts that hold several payments. Before, each was the money of one. */
export class ObservationParts1764000000190 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table observation_part (
        ledger_id uuid not null,
        observation_id uuid not null,
        payment_id uuid not null,
        amount_minor bigint not null check (amount_minor > 0),
        primary key (ledger_id, observation_id, payment_id)
      );
      comment on table observation_part is 'How much of a line is the money of each payment, where it holds several: the parts are all of the line';
      comment on column observation_part.amount_minor is 'In minor units of the line''s currency';
      create index observation_part_by_payment on observation_part (ledger_id, payment_id);
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update, delete on observation_part to %I', current_setting('ledger.service_role'));
        if to_regproc('keep_to_one_ledger') is not null then perform keep_to_one_ledger('observation_part'); end if;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
