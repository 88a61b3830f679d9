import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is left of lines whose words were forgotten: enough that the same file adds nothing. */
export class PayersForgotten1764000000081 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table forgotten_line (
        ledger_id uuid not null,
        observation_id uuid not null,
        account_id uuid not null,
        day date not null,
        amount_minor bigint not null,
        currency text not null,
        source text not null,
        primary key (ledger_id, observation_id)
      );
      comment on table forgotten_line is 'Lines whose key and mark were destroyed with whoever was named in them: account, day and amount, as their events say too';
      create index forgotten_line_of on forgotten_line (ledger_id, account_id);
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, delete on forgotten_line to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
