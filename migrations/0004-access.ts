import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who gets in: accounts, sessions, memberships, invitations, tokens, the setup link, and what is chosen for the host. */
export class Access1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ofTheHost);
    await runner.query(ofALedger);
    await runner.query(grants);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}

const ofTheHost = `
  create table steward_account (
    account_id uuid primary key,
    sign_in_name text collate "C" not null constraint sign_in_name_is_taken unique,
    password_hash text not null check (password_hash like '$argon2id$%'),
    made_at timestamptz not null
  );
  comment on table steward_account is 'Those who sign in on this host. Events name them by id alone';
  comment on column steward_account.password_hash is 'Argon2id in PHC form, with its own parameters';

  create table session (
    session_id uuid primary key,
    account_id uuid not null references steward_account on delete cascade,
    token_hash bytea not null unique check (length(token_hash) = 32),
    made_at timestamptz not null,
    last_used_on date not null,
    expires_at timestamptz not null
  );
  comment on table session is 'Browsers that are signed in. No address, no kind of browser';
  comment on column session.token_hash is 'SHA-256 of the cookie''s 256 random bits';
  create index session_of_account on session (account_id);

  create table setup_link (
    one boolean primary key default true check (one),
    token_hash bytea not null check (length(token_hash) = 32),
    expires_at timestamptz not null,
    claimed_at timestamptz
  );
  comment on table setup_link is 'The one-time link that opens the first ledger; a new one takes the place of the former';

  create table host_setting (
    key text collate "C" primary key,
    value text not null
  );
  comment on table host_setting is 'What was chosen in the browser for the whole host';
`;

const ofALedger = `
  create table membership (
    ledger_id uuid not null,
    account_id uuid not null,
    role text collate "C" not null,
    primary key (ledger_id, account_id)
  );
  comment on table membership is 'Who holds which role where: projected from StewardAdded, StewardRoleChanged, StewardRemoved';
  create index membership_of_account on membership (account_id);

  create table invitation (
    ledger_id uuid not null,
    invitation_id uuid not null,
    token_hash bytea not null check (length(token_hash) = 32),
    role text collate "C" not null,
    made_by text not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    accepted_by uuid,
    primary key (ledger_id, invitation_id),
    check ((accepted_at is null) = (accepted_by is null))
  );
  comment on table invitation is 'One-time links into a ledger. For whom they were meant is not kept';
  create index invitation_by_token on invitation (token_hash);

  create table api_token (
    ledger_id uuid not null,
    token_id uuid not null,
    token_hash bytea not null check (length(token_hash) = 32),
    role text collate "C" not null,
    label text not null,
    made_by text not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    last_used_on date,
    primary key (ledger_id, token_id)
  );
  comment on table api_token is 'Ways in for programs: one ledger, one role, until a day';
  comment on column api_token.token_hash is 'SHA-256 of the token; 256 random bits need no slow hash and no unique index';
  create index api_token_by_token on api_token (token_hash);
`;

const grants = `
  do $$ begin
    execute format('grant select, insert, update, delete on steward_account, session, setup_link, host_setting, membership, invitation, api_token to %I',
      current_setting('ledger.service_role'));
  end $$;
`;
