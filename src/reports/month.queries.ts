import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { RailName } from '../domain/call.js';
import type { Month } from '../domain/calendar.js';
import type { Method } from '../domain/payment.js';
import type { Base } from '../domain/pledge.js';

/** What came in under one heading, in minor units of `currency`, as it stood when it was booked. */
export interface ReceivedRow {
  readonly method: Method;
  readonly offering: string;
  readonly insidePledge: boolean;
  readonly currency: string;
  readonly payments: number;
  readonly received: bigint;
  readonly tax: bigint;
  readonly fees: bigint;
}

const receivedSql = `
  select method, offering, inside_pledge as "insidePledge", currency, count(*)::int as payments,
    sum(amount_minor) as received, sum(tax_minor) as tax, sum(fee_minor) as fees
  from payment where ledger_id = $1 and month = $2 and not corrected group by method, offering, inside_pledge, currency order by 1, 2, 3, 4`;

/** What those payments added to what is owed, in minor units of the fund's currency. */
export interface SetAsideRow {
  readonly method: Method;
  readonly offering: string;
  readonly insidePledge: boolean;
  readonly currency: string;
  readonly policyVersion: number;
  readonly baseKind: Base;
  readonly shareBp: number;
  readonly payments: number;
  readonly base: bigint;
  readonly owed: bigint;
}

/** The lines first, then the payments that they name, all at once: PostgreSQL cannot know how few a month holds of a long ledger. */
const setAsideSql = `
  with line as materialized (
    select payment_id, currency, policy_version, base_kind, share_bp, base_minor, owed_minor
    from obligation where ledger_id = $1 and month = $2 and kind = 'derived'),
  sold as materialized (
    select payment_id, method, offering, inside_pledge from payment
    where ledger_id = $1 and not corrected and payment_id = any (array (select payment_id from line)))
  select method, offering, inside_pledge as "insidePledge", currency, policy_version as "policyVersion", base_kind as "baseKind",
    share_bp as "shareBp", count(*)::int as payments, sum(base_minor) as base, sum(owed_minor) as owed
  from line join sold using (payment_id) group by 1, 2, 3, 4, 5, 6, 7 order by 5, 4, 1, 2, 3`;

/** The same of payments that were corrected since, one by one: under which headings they fell, their own events say. */
export interface CorrectedSetAsideRow extends Omit<SetAsideRow, 'method' | 'offering' | 'insidePledge'> {
  readonly payment: string;
}

const correctedSetAsideSql = `
  select o.payment_id as payment, o.currency, o.policy_version as "policyVersion", o.base_kind as "baseKind", o.share_bp as "shareBp",
    1 as payments, o.base_minor as base, o.owed_minor as owed
  from obligation o join payment p on p.ledger_id = o.ledger_id and p.payment_id = o.payment_id
  where o.ledger_id = $1 and o.month = $2 and o.kind = 'derived' and p.corrected order by o.position`;

/** One fund's sources. An opening balance stated in the month was there when the month began. */
export interface SourceRow {
  readonly currency: string;
  readonly before: bigint;
  readonly setAside: bigint;
  readonly adjusted: bigint;
  readonly adjustments: number;
  readonly advanced: bigint;
}

const sourcesSql = `
  select currency,
    coalesce(sum(minor) filter (where month < $2 or kind = 'opening'), 0) as before,
    coalesce(sum(minor) filter (where month = $2 and kind = 'derived'), 0) as "setAside",
    coalesce(sum(minor) filter (where month = $2 and kind = 'adjusted'), 0) as adjusted,
    coalesce(sum(lines) filter (where month = $2 and kind = 'adjusted'), 0)::int as adjustments,
    coalesce(sum(minor) filter (where month = $2 and kind = 'advanced'), 0) as advanced
  from month_total where ledger_id = $1 and month <= $2 and kind in ('opening', 'derived', 'adjusted', 'advanced')
  group by currency order by currency`;

/** What the fund gave up for payouts said to be sent, and what came back; those not yet sent have no month. */
export interface SentRow {
  readonly currency: string;
  readonly before: bigint;
  readonly sent: bigint;
  readonly backBefore: bigint;
  readonly cameBack: bigint;
}

const sentSql = `
  select currency,
    coalesce(sum(minor) filter (where month < $2 and kind = 'sent'), 0) as before,
    coalesce(sum(minor) filter (where month = $2 and kind = 'sent'), 0) as sent,
    coalesce(sum(minor) filter (where month < $2 and kind = 'came-back'), 0) as "backBefore",
    coalesce(sum(minor) filter (where month = $2 and kind = 'came-back'), 0) as "cameBack"
  from payout_total where ledger_id = $1 and month <= $2 and lines > 0 group by currency order by currency`;

/** Payouts sent in the month, by how they went and how they stand at the time of reading. What is on its way at PayPal is sent. */
export interface PayoutsRow {
  readonly rail: RailName;
  readonly status: 'sent' | 'unclaimed' | 'on-hold' | 'paid' | 'reversed' | 'returned';
  readonly currency: string;
  readonly givenCurrency: string;
  readonly payouts: number;
  readonly amount: bigint;
  readonly given: bigint;
}

const payoutsSql = `
  select rail, case when status = 'accepted' then 'sent' else status end as status, currency, given_currency as "givenCurrency",
    count(*)::int as payouts, sum(amount_minor) as amount, sum(given_minor) as given
  from payout where ledger_id = $1 and month = $2 group by 1, 2, 3, 4 order by 1, 2, 3, 4`;

/** One month's sum in one currency. */
export interface MonthSumRow {
  readonly month: Month;
  readonly currency: string;
  readonly minor: bigint;
}

const monthsReceivedSql =
  'select month, currency, sum(amount_minor) as minor from payment where ledger_id = $1 and not corrected group by month, currency';
const monthsSetAsideSql =
  "select month, currency, sum(minor) as minor from month_total where ledger_id = $1 and kind in ('derived', 'adjusted') group by month, currency";
const monthsSentSql = "select month, currency, minor from payout_total where ledger_id = $1 and kind = 'sent' and lines > 0";

/** A month's rows are few. From the average of a long ledger PostgreSQL would expect many, and start workers for longer than the work takes. */
const alone = 'set local max_parallel_workers_per_gather = 0';

/** The sums of which reports are made: over the rows of one month, and over the totals of those before it. */
@Injectable()
export class MonthSums {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** All of one month, as the books stood at one moment. */
  ofMonth(ledger: string, month: Month) {
    return this.dataSource.transaction('REPEATABLE READ', async (database) => {
      await database.query(alone);
      return {
        received: await sums<ReceivedRow>(database, receivedSql, [ledger, month], ['received', 'tax', 'fees']),
        setAside: await sums<SetAsideRow>(database, setAsideSql, [ledger, month], ['base', 'owed']),
        correctedSetAside: await sums<CorrectedSetAsideRow>(database, correctedSetAsideSql, [ledger, month], ['base', 'owed']),
        sources: await sums<SourceRow>(database, sourcesSql, [ledger, month], ['before', 'setAside', 'adjusted', 'advanced']),
        sent: await sums<SentRow>(database, sentSql, [ledger, month], ['before', 'sent', 'backBefore', 'cameBack']),
        payouts: await sums<PayoutsRow>(database, payoutsSql, [ledger, month], ['amount', 'given']),
      };
    });
  }

  /** Every month in which anything moved, one row a currency. */
  ofMonths(ledger: string) {
    return this.dataSource.transaction('REPEATABLE READ', async (database) => ({
      received: await sums<MonthSumRow>(database, monthsReceivedSql, [ledger], ['minor']),
      setAside: await sums<MonthSumRow>(database, monthsSetAsideSql, [ledger], ['minor']),
      sent: await sums<MonthSumRow>(database, monthsSentSql, [ledger], ['minor']),
    }));
  }
}

/** PostgreSQL sums bigint into numeric, which arrives as text: minor units stay whole numbers all the way. */
async function sums<Row>(database: EntityManager, sql: string, given: readonly string[], minor: readonly (keyof Row)[]): Promise<Row[]> {
  const rows: Row[] = await database.query(sql, [...given]);
  for (const row of rows) for (const name of minor) row[name] = BigInt(row[name] as string) as Row[keyof Row];
  return rows;
}
