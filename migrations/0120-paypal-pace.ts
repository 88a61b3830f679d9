import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the lines towards PayPal stand: the database keeps them, so that all programs stand in one. */
export class PayPalPace1764000000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table paypal_pace (
        ledger_id uuid not null,
        kind text not null check (kind in ('payout', 'question')),
        free_at timestamptz not null default 'epoch',
        held_until timestamptz not null default 'epoch',
        sent_away integer not null default 0 check (sent_away >= 0),
        primary key (ledger_id, kind)
      );
      comment on table paypal_pace is 'Where the lines of calls to PayPal stand, by the database''s clock. Lost, they begin anew';
      comment on column paypal_pace.free_at is 'From when on the next place is free';
      comment on column paypal_pace.held_until is 'Until when PayPal is to be left alone';
      comment on column paypal_pace.sent_away is 'How often in a row PayPal had too many';
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update, delete on paypal_pace to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
