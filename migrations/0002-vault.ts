import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The keys of the vault, wrapped, and how to tell the right wrapping key. */
export class Vault1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table wrapping_key (
        key_id text collate "C" primary key check (key_id ~ '^[0-9a-f]{8}$'),
        check_value bytea not null check (length(check_value) = 32),
        noted_at timestamptz not null default now()
      );
      comment on table wrapping_key is 'Wrapping keys that this database has known. The keys themselves are never here';
      comment on column wrapping_key.check_value is 'HMAC-SHA-256 of a fixed text under the key: tells the right key from another';

      create table subject_key (
        ledger_id uuid not null,
        subject_id uuid not null,
        kind text not null check (kind ~ '^[a-z][a-z-]*$'),
        wrapped_key bytea not null check (length(wrapped_key) = 60),
        wrapping_key_id text collate "C" not null,
        created_at timestamptz not null,
        expires_at timestamptz,
        primary key (ledger_id, subject_id)
      );
      comment on table subject_key is 'One key a subject, wrapped. Deleting a row erases that subject: nothing sealed under it opens again';
      comment on column subject_key.kind is 'recipient, call, payer, observation, import; ledger for the fingerprint key, whose subject is the ledger';
      comment on column subject_key.wrapped_key is 'Nonce 12, ciphertext 32, tag 16: docs/decisions/0002-sealed-fields.md';
      comment on column subject_key.expires_at is 'From then on the key may be destroyed, once no payout needs it';
    `);
    await runner.query(`
      do $$ declare service text := current_setting('ledger.service_role');
      begin
        execute format('grant select, insert, delete on wrapping_key to %I', service);
        execute format('grant select, insert, delete on subject_key to %I', service);
        execute format('grant update (wrapped_key, wrapping_key_id) on subject_key to %I', service);
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
