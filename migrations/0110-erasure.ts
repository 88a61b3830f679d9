import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What erasing and expiring need: how to find a person again, tags that outlive their link, consents, and which journal is ours. */
export class Erasure1764000000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table recipient_fingerprint (
        ledger_id uuid not null,
        fingerprint bytea not null check (length(fingerprint) = 32),
        recipient_id uuid not null,
        noted_at timestamptz not null,
        primary key (ledger_id, fingerprint, recipient_id)
      );
      comment on table recipient_fingerprint is 'Keyed fingerprints of addresses and handles, by which the same person is proposed. Erasure and expiry clear it';
      create index recipient_fingerprint_of on recipient_fingerprint (ledger_id, recipient_id);

      create table erased_payout (
        ledger_id uuid not null,
        payout_id uuid not null,
        tag bytea not null check (length(tag) = 32),
        primary key (ledger_id, payout_id)
      );
      comment on table erased_payout is 'Payouts of erased people that no publication has counted: one random tag a person, for counting people only. Cleared at publication';

      create table receipt_consent (
        ledger_id uuid not null,
        recipient_id uuid not null,
        slot_subject_id uuid not null,
        given_at timestamptz not null,
        primary key (ledger_id, recipient_id)
      );
      comment on table receipt_consent is 'Who may open their slots in the public log. The slot key lies in subject_key under slot_subject_id; withdrawing destroys it';

      alter table call
        add column seen_at timestamptz,
        add column agreed_receipt boolean not null default false,
        add column agreed_acknowledgement boolean not null default false;
      update call set seen_at = logged_at;
      alter table call alter column seen_at set not null;
      comment on column call.seen_at is 'When the steward last saw that it is open';
      comment on column call.agreed_receipt is 'The person agreed to keep a receipt';
      comment on column call.agreed_acknowledgement is 'The person agreed that their acknowledgement is counted';

      create table person_code (
        ledger_id uuid not null,
        code_hash bytea not null check (length(code_hash) = 32),
        recipient_id uuid not null,
        made_at timestamptz not null,
        primary key (ledger_id, code_hash)
      );
      comment on table person_code is 'Codes with which people see what was sent to them, hashed. One a person; erasure clears it';
      create unique index person_code_of on person_code (ledger_id, recipient_id);

      create table journal (
        journal_id uuid primary key,
        began_at timestamptz not null,
        noted_at timestamptz not null default now()
      );
      comment on table journal is 'Journals of what must never roll back that this database has written to. The journal itself is a file outside';

      create table subject_heard (
        ledger_id uuid not null,
        subject_id uuid not null,
        keep_until timestamptz not null,
        primary key (ledger_id, subject_id, keep_until)
      );
      comment on table subject_heard is 'One heard of a subject again: its key is kept until then, if that is later than its own end. Goes with the key';

      comment on column subject_key.expires_at is 'From then on the key is destroyed, once no payout that is not final needs it';
      create index subject_key_expiry on subject_key (expires_at) where expires_at is not null;
    `);
    await runner.query(`
      do $$ declare service text := current_setting('ledger.service_role');
      begin
        execute format('grant select, insert, delete on recipient_fingerprint, erased_payout, receipt_consent, subject_heard, person_code to %I', service);
        execute format('grant select, insert on journal to %I', service);
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
