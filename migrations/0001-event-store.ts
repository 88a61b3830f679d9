import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The books: events, their head, the requests already answered, kept states, followers' cursors. */
export class EventStore1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table event (
        ledger_id uuid not null,
        position bigint not null check (position > 0),
        stream text collate "C" not null,
        version integer not null check (version > 0),
        type text collate "C" not null,
        schema integer not null check (schema > 0),
        data text not null,
        meta text not null,
        happened_at timestamptz not null,
        recorded_at timestamptz not null,
        hash bytea not null check (length(hash) = 32),
        primary key (ledger_id, position),
        unique (ledger_id, stream, version)
      );
      comment on table event is 'The books. Append only, for good. Columns and hash: docs/decisions/0001-the-event-table.md';
      comment on column event.position is 'Dense from 1 within the ledger, in commit order';
      comment on column event.data is 'Canonical JSON (RFC 8785): the very bytes that are hashed';
      comment on column event.meta is 'Who, under which request, because of which event: codes and ids, never free text';
      comment on column event.happened_at is 'In the world';
      comment on column event.recorded_at is 'By the store';
      comment on column event.hash is 'SHA-256 over the hash before it in the ledger and every column before this one, framed';

      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'The table % is append only: what is once written stays. Record a correction instead.', tg_table_name
          using errcode = 'insufficient_privilege';
      end $$;
      create trigger event_is_append_only before update or delete or truncate on event
        for each statement execute function refuse_change();
      alter table event enable always trigger event_is_append_only;

      create table ledger_head (
        ledger_id uuid primary key,
        position bigint not null,
        hash bytea not null check (length(hash) = 32)
      );
      comment on table ledger_head is 'Where each ledger''s chain ends; advanced by compare-and-swap on position';

      create table kept_state (
        ledger_id uuid not null,
        stream text collate "C" not null,
        version integer not null,
        state text not null,
        primary key (ledger_id, stream)
      );
      comment on table kept_state is 'States of streams too long to fold each time; always equal to the fold';

      create table request (
        ledger_id uuid not null,
        actor text collate "C" not null,
        route text collate "C" not null,
        request_id text collate "C" not null,
        input_mac bytea,
        first_position bigint not null,
        event_count integer not null,
        subjects uuid[] not null default '{}',
        recorded_at timestamptz not null,
        primary key (ledger_id, actor, route, request_id)
      );
      comment on table request is 'Requests answered with yes: the same id and input gives the first result again. Refusals are not kept';
      comment on column request.input_mac is 'HMAC-SHA-256 of the input under the ledger''s fingerprint key; cleared by erasure';
      comment on column request.subjects is 'Whose sealed fields the events of this request hold: erasure clears the fingerprint by them';

      create table follower_cursor (
        ledger_id uuid not null,
        follower text collate "C" not null,
        position bigint not null,
        primary key (ledger_id, follower)
      );
      comment on table follower_cursor is 'Up to which position each follower has acted';
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert on event to %I', current_setting('ledger.service_role'));
        execute format('grant select, insert, update on ledger_head, kept_state, follower_cursor to %I', current_setting('ledger.service_role'));
        execute format('grant select, insert, update (input_mac) on request to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
