import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows derived from the events, made again from position 1 when they must be: all but `publication`, which is append only,
 * and the two that hold what no event may: `observation_line` (fingerprints) and `import_draft` (previews).
 */
export class Books1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ledger (
        ledger_id uuid primary key,
        slug text collate "C" not null constraint ledger_slug_is_taken unique,
        name text not null,
        zone text not null,
        currency text not null,
        public_address text,
        opened_at timestamptz not null
      );
      comment on table ledger is 'The ledgers of this host';

      create table payment (
        ledger_id uuid not null,
        payment_id uuid not null,
        received_at timestamptz not null,
        month text not null,
        belongs_to text,
        amount_minor bigint not null,
        currency text not null,
        fee_minor bigint not null,
        tax_minor bigint not null,
        tax jsonb not null,
        method text not null,
        offering text not null,
        inside_pledge boolean not null,
        policy_version integer,
        refunded_minor bigint not null,
        status text not null,
        account_id uuid,
        observation_id uuid,
        payer jsonb,
        reference jsonb,
        primary key (ledger_id, payment_id)
      );
      comment on table payment is 'Money received. No band, no identity; payer and reference are sealed';
      create index payment_by_month on payment (ledger_id, month, received_at);

      create table obligation (
        ledger_id uuid not null,
        position bigint not null,
        kind text not null,
        payment_id uuid,
        month text not null,
        belongs_to text,
        currency text not null,
        owed_minor bigint not null,
        base_minor bigint,
        base_kind text,
        share_bp integer,
        policy_version integer,
        happened_at timestamptz not null,
        published_on text,
        primary key (ledger_id, position)
      );
      comment on table obligation is 'What each payment adds to what is owed, each correction, the opening balance, each advance';
      comment on column obligation.owed_minor is 'Signed: a refund takes away';
      comment on column obligation.published_on is 'Publication day that counted it';
      create index obligation_by_month on obligation (ledger_id, month);
      create index obligation_by_payment on obligation (ledger_id, payment_id);
      create index obligation_unpublished on obligation (ledger_id) where published_on is null;

      create table account (
        ledger_id uuid not null,
        account_id uuid not null,
        name text not null,
        kind text not null,
        currency text not null,
        primary key (ledger_id, account_id)
      );

      create table observation (
        ledger_id uuid not null,
        observation_id uuid not null,
        account_id uuid not null,
        source text not null,
        day date not null,
        amount_minor bigint not null,
        currency text not null,
        fee_minor bigint not null,
        method text not null,
        reading text not null,
        status text not null,
        reason text,
        payment_id uuid,
        payout_id uuid,
        text jsonb not null,
        name jsonb,
        reference jsonb,
        settled jsonb,
        position bigint not null,
        primary key (ledger_id, observation_id)
      );
      comment on column observation.text is 'The source''s own words, sealed under the observation''s key';
      create index observation_to_review on observation (ledger_id, position) where status = 'to-review';
      create index observation_by_day on observation (ledger_id, account_id, day);

      create table observation_line (
        ledger_id uuid not null,
        account_id uuid not null,
        identity bytea not null,
        observation_id uuid not null,
        primary key (ledger_id, account_id, identity)
      );
      comment on table observation_line is 'Keyed fingerprints of lines already here, so that a file brought in twice adds nothing. Erasure and expiry clear it';

      create table import_draft (
        ledger_id uuid not null,
        import_id uuid not null,
        account_id uuid not null,
        source text not null,
        lines jsonb not null,
        made_at timestamptz not null,
        primary key (ledger_id, import_id)
      );
      comment on table import_draft is 'A file between preview and confirmation, sealed; gone once confirmed, or after a day';

      create table call (
        ledger_id uuid not null,
        call_id uuid not null,
        name text not null,
        platform text not null,
        status text not null,
        asked_minor bigint,
        asked_currency text,
        needed_by date,
        logged_at timestamptz not null,
        link jsonb,
        person jsonb not null,
        primary key (ledger_id, call_id)
      );
      comment on table call is 'Calls for mutual aid under two random words; link and person are sealed';

      create table recipient (
        ledger_id uuid not null,
        recipient_id uuid not null,
        status text not null,
        rail text,
        address_version integer,
        address jsonb,
        primary key (ledger_id, recipient_id)
      );

      create table payout (
        ledger_id uuid not null,
        payout_id uuid not null,
        status text not null,
        amount_minor bigint not null,
        currency text not null,
        given_minor bigint not null,
        given_currency text not null,
        rail text not null,
        proposed_at timestamptz not null,
        proposed_by text not null,
        approved_by text,
        code text,
        holder text,
        sent_at timestamptz,
        said_at timestamptz,
        month text,
        paid_at timestamptz,
        because text,
        returned_at timestamptz,
        return_month text,
        return_reason text,
        published_period text,
        return_counted_on text,
        "to" jsonb not null,
        reference jsonb,
        primary key (ledger_id, payout_id)
      );
      comment on column payout."to" is 'The person and the call, sealed under the payout''s own key';
      create index payout_open on payout (ledger_id, status) where status not in ('paid', 'returned', 'cancelled');
      create index payout_by_month on payout (ledger_id, month);

      create table month_close (
        ledger_id uuid not null,
        month text not null,
        closed_at timestamptz not null,
        position bigint not null,
        primary key (ledger_id, month)
      );

      create table publication (
        ledger_id uuid not null,
        entry_index bigint not null,
        date date not null,
        period text not null,
        entry text collate "C" not null,
        primary key (ledger_id, entry_index)
      );
      comment on table publication is 'What the world may see: the exact bytes of each entry, from log.opened on. Append only';
      create trigger publication_is_append_only before update or delete or truncate on publication
        for each statement execute function refuse_change();
      alter table publication enable always trigger publication_is_append_only;
    `);
    await runner.query(`
      do $$ begin
        execute format('grant select, insert, update, delete on ledger, payment, obligation, account, observation, observation_line,
          import_draft, call, recipient, payout, month_close to %I', current_setting('ledger.service_role'));
        execute format('grant select, insert on publication to %I', current_setting('ledger.service_role'));
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
