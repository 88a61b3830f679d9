import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payouts that the program sends itself: what its rows say of them, and when each is looked at again. */
export class PayoutsOverPayPal1764000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payout
        add column attempt integer,
        add column started_at timestamptz,
        add column since timestamptz,
        add column why text,
        add column sender_batch text collate "C",
        add column batch text collate "C",
        add column transfer text collate "C",
        add column stopped_at timestamptz,
        add column fee_minor bigint,
        add column fee_currency text;
      comment on column payout.since is 'When it came into the state that it is in, where PayPal or the program put it there';
      comment on column payout.why is 'A code: why it is put off, in doubt, failed or void';
      comment on column payout.sender_batch is 'Our id of the attempt at PayPal';
      comment on column payout.batch is 'PayPal''s number of the batch';
      comment on column payout.transfer is 'PayPal''s number of the payout in it, which stays';
      comment on column payout.stopped_at is 'When a person said that what is in doubt is not to be sent again';
      comment on column payout.fee_minor is 'What PayPal charged for it; the practice bears it';
      create index payout_by_transfer on payout (ledger_id, transfer) where transfer is not null;
      create index payout_by_batch on payout (ledger_id, batch) where batch is not null;

      create table payout_watch (
        ledger_id uuid not null,
        payout_id uuid not null,
        next_at timestamptz not null,
        tries integer not null default 0 check (tries >= 0),
        told text check (told ~ '^[A-Za-z0-9_-]{1,64}$'),
        told_at timestamptz,
        primary key (ledger_id, payout_id)
      );
      comment on table payout_watch is 'When the program looks at a payout again. It decides nothing: lost, all that is under way is due at once';
      comment on column payout_watch.next_at is 'While a worker is at it: when that is given up for lost';
      comment on column payout_watch.tries is 'In a row, without anything new';
      comment on column payout_watch.told is 'What the last try was told, as a code';
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update, delete on payout_watch to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
