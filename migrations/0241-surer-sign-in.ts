import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ways to sign in that a stolen password does not open: passkeys, a second code, recovery codes; and when somebody last said who they are. */
export class SurerSignIn1764000000241 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table passkey (
        passkey_id uuid primary key,
        account_id uuid not null references steward_account on delete cascade,
        credential_id bytea not null unique,
        public_key bytea not null,
        sign_count bigint not null,
        name text not null,
        made_at timestamptz not null,
        last_used_on date
      );
      comment on table passkey is 'Public keys of devices with which people sign in (WebAuthn). Their secrets never leave the device';
      create index passkey_of_account on passkey (account_id);

      create table authenticator (
        account_id uuid primary key references steward_account on delete cascade,
        wrapped_key bytea not null,
        wrapping_key_id text not null,
        made_at timestamptz not null,
        confirmed_at timestamptz,
        last_step bigint not null default 0
      );
      comment on table authenticator is 'The secret of one''s app for codes (RFC 6238), wrapped. It counts once its first code was right';
      comment on column authenticator.last_step is 'The half minute of the code used last: none is taken twice';

      create table recovery_code (
        account_id uuid not null references steward_account on delete cascade,
        code_hash bytea not null check (length(code_hash) = 32),
        made_at timestamptz not null,
        primary key (account_id, code_hash)
      );
      comment on table recovery_code is 'For whoever has lost the app or the device: each once, hashed, shown when made';

      create table sign_in_step (
        token_hash bytea primary key check (length(token_hash) = 32),
        kind text collate "C" not null,
        account_id uuid references steward_account on delete cascade,
        challenge text,
        tries integer not null default 0,
        expires_at timestamptz not null
      );
      comment on table sign_in_step is 'Between two steps of signing in: the password was right, or a device was asked. Minutes, once';

      alter table session add column confirmed_at timestamptz;
      update session set confirmed_at = made_at;
      alter table session alter column confirmed_at set not null;
      comment on column session.confirmed_at is 'When its person last said who they are; before money and erasure they are asked again';
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update, delete on passkey, authenticator, recovery_code, sign_in_step to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
