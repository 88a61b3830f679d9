import type { MigrationInterface, QueryRunner } from 'typeorm';

/** PayPal accounts that are asked by themselves, what their webhooks said, and by which a movement is found again. */
export class PayPal1764000000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table paypal_connection (
        ledger_id uuid not null,
        account_id uuid not null,
        environment text not null check (environment in ('live', 'sandbox')),
        access jsonb not null,
        takes_webhooks boolean not null,
        since date not null,
        connected_by text not null,
        connected_at timestamptz not null,
        searched_through timestamptz,
        next_search_at timestamptz not null,
        failures integer not null default 0 check (failures >= 0),
        trouble text check (trouble ~ '^[a-z-]+$'),
        trouble_since timestamptz,
        unread integer not null default 0 check (unread >= 0),
        primary key (ledger_id, account_id),
        check ((trouble is null) = (trouble_since is null))
      );
      comment on table paypal_connection is 'PayPal accounts that are searched by themselves. Removing one destroys the key of its access';
      comment on column paypal_connection.access is 'Client id, secret and webhook id in one box, sealed under a key of its own';
      comment on column paypal_connection.since is 'How far back the first search looks';
      comment on column paypal_connection.searched_through is 'All before is searched; the next search looks at some days again';
      comment on column paypal_connection.next_search_at is 'While a search runs: when it is given up for lost';
      comment on column paypal_connection.trouble is 'Why PayPal does not tell us what moved, as a code; null while it does';
      comment on column paypal_connection.unread is 'Lines of the last searches that could not be understood';
      create index paypal_connection_due on paypal_connection (next_search_at);

      create table paypal_webhook (
        ledger_id uuid not null,
        transmission_id text collate "C" not null,
        account_id uuid not null,
        event_id text not null,
        event_type text not null,
        body_mac bytea not null check (length(body_mac) = 32),
        movement bytea check (length(movement) = 32),
        moved_on date,
        received_at timestamptz not null,
        primary key (ledger_id, transmission_id)
      );
      comment on table paypal_webhook is 'Genuine webhooks of the last weeks. Many can share one event id; a transmission comes again with the same bytes or is refused';
      comment on column paypal_webhook.body_mac is 'Keyed fingerprint of the bytes that came';
      comment on column paypal_webhook.movement is 'Keyed fingerprint of what it is about; the same stands in observation_line once that is found';
      create index paypal_webhook_by_time on paypal_webhook (received_at);

      create table paypal_webhook_refusal (
        ledger_id uuid not null,
        why text not null check (why ~ '^[a-z-]+$'),
        times bigint not null check (times > 0),
        last_at timestamptz not null,
        primary key (ledger_id, why)
      );
      comment on table paypal_webhook_refusal is 'How many webhooks were refused, by reason; nothing of what they said';

      alter table observation_line add column movement bytea check (length(movement) = 32);
      comment on column observation_line.movement is 'Keyed fingerprint of the source''s own number with sign and state: the same money, whatever else differs';
      create index observation_line_by_movement on observation_line (ledger_id, account_id, movement) where movement is not null;
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update, delete on paypal_connection, paypal_webhook, paypal_webhook_refusal to %I',
          current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
