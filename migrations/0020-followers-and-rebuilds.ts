import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where followers stand still and what they were told to pass by; rebuilds that a crash does not undo; shapes of kept states. */
export class FollowersAndRebuilds1764000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(followers);
    await runner.query(rebuilds);
    await runner.query(grants);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}

const followers = `
  create table follower_stop (
    ledger_id uuid not null,
    follower text collate "C" not null,
    position bigint not null,
    type text collate "C" not null,
    error text collate "C" not null,
    tries integer not null check (tries > 0),
    since timestamptz not null default now(),
    next_try_at timestamptz not null,
    primary key (ledger_id, follower)
  );
  comment on table follower_stop is 'A follower that could not act on an event, and stands still before it in that ledger alone. Gone once it could';
  comment on column follower_stop.error is 'The class of the error and its code, never its message, which may quote people';

  create table follower_skip (
    ledger_id uuid not null,
    follower text collate "C" not null,
    position bigint not null,
    type text collate "C" not null,
    error text collate "C" not null,
    tries integer not null,
    skipped_at timestamptz not null default now(),
    primary key (ledger_id, follower, position)
  );
  comment on table follower_skip is 'Events that an operator told a follower to pass by, for good';
`;

const rebuilds = `
  alter table kept_state add column shape integer not null default 1 check (shape > 0);
  comment on column kept_state.shape is 'Version of the state''s shape; a program that keeps another one folds the stream anew';

  create table rebuild_progress (
    ledger_id uuid not null,
    table_name text collate "C" not null,
    recipe text collate "C" not null,
    position bigint not null,
    begun_at timestamptz not null default now(),
    primary key (ledger_id, table_name)
  );
  comment on table rebuild_progress is 'Up to which position the rows in the schema rebuild are made; written with them';
  comment on column rebuild_progress.recipe is 'Digest of the steps and columns that make the rows: another program does not go on with them';

  create schema if not exists rebuild;
  comment on schema rebuild is 'Rows made again beside the live ones, a table for each ledger and table, until they take their place';
`;

const grants = `
  do $$ declare service text := current_setting('ledger.service_role');
  begin
    execute format('grant select, insert, update, delete on follower_stop, rebuild_progress to %I', service);
    execute format('grant select, insert on follower_skip to %I', service);
    execute format('grant usage, create on schema rebuild to %I', service);
  end $$;
`;
