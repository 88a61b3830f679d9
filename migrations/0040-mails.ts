import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where mails about e-Transfers come from, whom we believe about them, and how many counted for nothing. No words of any mail. */
export class Mails1764000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table mail_address (
        ledger_id uuid not null,
        account_id uuid not null,
        address jsonb not null,
        own_host text,
        primary key (ledger_id, account_id)
      );
      comment on table mail_address is 'At which address an account gets its e-Transfers: sealed, under a key of its own';
      comment on column mail_address.own_host is 'The name under which the practice''s mail host writes Authentication-Results';

      create table mail_secret (
        ledger_id uuid not null,
        secret_id uuid not null,
        secret jsonb not null,
        made_at timestamptz not null,
        ends_at timestamptz,
        primary key (ledger_id, secret_id)
      );
      comment on table mail_secret is 'What those who hand in mails sign with: sealed, since a signature is checked with the secret itself';

      create table mail_box (
        ledger_id uuid not null,
        account_id uuid not null,
        access jsonb not null,
        uid_validity bigint,
        last_uid bigint not null,
        looked_at timestamptz,
        fault text,
        primary key (ledger_id, account_id)
      );
      comment on table mail_box is 'Mailboxes that are looked into over IMAP. Host, name and password are sealed together';
      comment on column mail_box.fault is 'Why the last look failed, as a code';

      create table mail_count (
        ledger_id uuid not null,
        day date not null,
        outcome text not null,
        mails integer not null,
        primary key (ledger_id, day, outcome)
      );
      comment on table mail_count is 'How many mails came in on a day, by what became of them; the refused ones are kept nowhere else';
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update, delete on mail_address, mail_secret, mail_box, mail_count to %I',
          current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
