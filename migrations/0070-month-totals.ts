import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a page, or the report of one month, would otherwise have to add up or sort anew from all that came before it: totals of
 * each month, in which month money went back, and the orders in which people turn pages.
 */
export class MonthTotals1764000000070 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(monthTotals);
    await runner.query(payoutTotals);
    await runner.query(pages);
    await runner.query(grants);
    await runner.query(soFar);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}

/** Each append writes one of a ledger's few newest rows again; the room beside it keeps the new version on the same page. */
const monthTotals = `
  create table month_total (
    ledger_id uuid not null,
    month text collate "C" not null,
    kind text collate "C" not null check (kind in ('opening', 'derived', 'adjusted', 'advanced')),
    currency text collate "C" not null,
    minor bigint not null,
    lines bigint not null check (lines > 0),
    primary key (ledger_id, month, kind, currency)
  ) with (fillfactor = 50);
  comment on table month_total is 'Sums of the lines of what is owed that were booked in each month';
  comment on column month_total.lines is 'Of how many lines it is the sum';

  create table payment_back (
    ledger_id uuid not null,
    position bigint not null,
    payment_id uuid not null,
    month text collate "C" not null,
    primary key (ledger_id, position)
  );
  comment on table payment_back is 'Which payments went back, in part or whole, and in which month that was booked';
  create index payment_back_by_month on payment_back (ledger_id, month);
`;

/**
 * Which event says that a payout was sent does not say how much it was, so its totals follow its row, whatever changes that:
 * what the old row added is taken away, and what the new one adds is added, in the same statement.
 */
const payoutTotals = `
  create table payout_total (
    ledger_id uuid not null,
    month text collate "C" not null,
    kind text collate "C" not null check (kind in ('sent', 'came-back')),
    currency text collate "C" not null,
    minor bigint not null,
    lines bigint not null,
    primary key (ledger_id, month, kind, currency)
  );
  comment on table payout_total is 'Sums over the table payout of what the fund gave up and what came back, by the month in which it was booked';

  create function keep_payout_totals() returns trigger language plpgsql as $$
  begin
    if tg_op <> 'INSERT' then
      insert into payout_total as t
      select ledger_id, booked.month, kind, given_currency, -sum(given_minor), -count(*)
      from old_rows, lateral (values ('sent', month), ('came-back', return_month)) as booked (kind, month)
      where booked.month is not null group by 1, 2, 3, 4
      on conflict (ledger_id, month, kind, currency) do update set minor = t.minor + excluded.minor, lines = t.lines + excluded.lines;
    end if;
    if tg_op <> 'DELETE' then
      insert into payout_total as t
      select ledger_id, booked.month, kind, given_currency, sum(given_minor), count(*)
      from new_rows, lateral (values ('sent', month), ('came-back', return_month)) as booked (kind, month)
      where booked.month is not null group by 1, 2, 3, 4
      on conflict (ledger_id, month, kind, currency) do update set minor = t.minor + excluded.minor, lines = t.lines + excluded.lines;
    end if;
    return null;
  end $$;
  create trigger payout_totals_insert after insert on payout
    referencing new table as new_rows for each statement execute function keep_payout_totals();
  create trigger payout_totals_update after update on payout
    referencing old table as old_rows new table as new_rows for each statement execute function keep_payout_totals();
  create trigger payout_totals_delete after delete on payout
    referencing old table as old_rows for each statement execute function keep_payout_totals();
`;

const pages = `
  create index payment_by_receipt on payment (ledger_id, received_at, payment_id);
  create index payout_by_proposal on payout (ledger_id, proposed_at, payout_id);
  create index payout_paid_unpublished on payout (ledger_id, payout_id) where status = 'paid' and published_period is null;
  create index payout_returned_published on payout (ledger_id, payout_id)
    where status = 'returned' and published_period is not null and return_counted_on is null;
  create index observation_settled on observation (ledger_id, status, observation_id) where status <> 'to-review';
`;

const grants = `
  do $$ declare service text := current_setting('ledger.service_role');
  begin
    execute format('grant select, insert, update, delete on month_total, payment_back to %I', service);
    execute format('grant select, insert, update on payout_total to %I', service);
  end $$;
`;

/** Of the books that are there already. */
export const soFar = `
  insert into payment_back (ledger_id, position, payment_id, month)
  select ledger_id, position, (data::json ->> 'payment')::uuid, data::json ->> 'month'
  from event where type in ('PaymentRefunded', 'PaymentReversed', 'PaymentReinstated', 'PaymentVoided');

  insert into month_total (ledger_id, month, kind, currency, minor, lines)
  select ledger_id, month, kind, currency, sum(owed_minor), count(*) from obligation group by 1, 2, 3, 4;

  insert into payout_total (ledger_id, month, kind, currency, minor, lines)
  select ledger_id, month, 'sent', given_currency, sum(given_minor), count(*) from payout where month is not null group by 1, 2, 3, 4
  union all
  select ledger_id, return_month, 'came-back', given_currency, sum(given_minor), count(*)
  from payout where return_month is not null group by 1, 2, 3, 4;
`;
