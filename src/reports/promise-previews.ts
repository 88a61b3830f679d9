import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Day, addMonths, dayOf, firstDayOf, instant, monthOfDay, startOfDay } from '../domain/calendar.js';
import { type MoneyJson, fromJson, money } from '../domain/money.js';
import type { PledgePolicy } from '../domain/pledge.js';
import { type PastPayment, type PromisePreview, type SetAsideOfMonth, previewPromise } from '../domain/promise-preview.js';
import type { AppliedTax } from '../domain/tax.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';

/** What the last twelve months would have been, the one that runs included, and what was left out of it. */
export interface TwelveMonths extends PromisePreview {
  /** Payments from this day on were reckoned. */
  readonly from: Day;
  /** True where there were more than are reckoned at once: then `from` is later than twelve months ago. */
  readonly isCut: boolean;
}

/** A practice has a few hundred a year; a ledger of another kind is looked at as far back as this many reach. */
const mostPayments = 20_000;

/** From when on: twelve months, or the newest `mostPayments` of them. */
const sinceSql = `
  select max(received_at) as since from (
    select received_at from payment where ledger_id = $1 and received_at >= $2 and policy_version is not null
    order by received_at desc offset ${mostPayments} limit 1) as beyond`;

const paidSql = `
  select to_char(received_at at time zone $3, 'YYYY-MM') as month, amount_minor as amount, fee_minor as fee, refunded_minor as refunded,
    currency, tax, settled
  from payment where ledger_id = $1 and received_at >= $2 and policy_version is not null and status = 'received'`;

const setAsideSql = `
  select to_char(p.received_at at time zone $3, 'YYYY-MM') as month, o.currency, sum(o.owed_minor) as minor
  from payment p join obligation o on o.ledger_id = p.ledger_id and o.payment_id = p.payment_id
  where p.ledger_id = $1 and p.received_at >= $2 and p.policy_version is not null and p.status = 'received' group by 1, 2`;

interface PaidRow {
  readonly month: string;
  readonly amount: string;
  readonly fee: string;
  readonly refunded: string;
  readonly currency: string;
  readonly tax: AppliedTax;
  readonly settled: { readonly amount: MoneyJson; readonly source: string } | null;
}

/** The last twelve months under another wording, from the rows of payments and of what they set aside. Changes nothing. */
@Injectable()
export class PromisePreviews {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async of(ledger: string, draft: PledgePolicy): Promise<TwelveMonths> {
    const { zone, currency } = await this.terms.of(ledger);
    const today = dayOf(instant(this.clock()), zone);
    const start = startOfDay(firstDayOf(addMonths(monthOfDay(today), -11)), zone);
    return this.dataSource.transaction('REPEATABLE READ', async (database) => {
      const [beyond]: { since: Date | null }[] = await database.query(sinceSql, [ledger, start]);
      const since = beyond?.since ? instant(beyond.since.getTime() + 1) : start;
      const paid: PaidRow[] = await database.query(paidSql, [ledger, since, zone]);
      const owed: { month: string; currency: string; minor: string }[] = await database.query(setAsideSql, [ledger, since, zone]);
      const preview = previewPromise(draft, paid.map(pastPayment), owed.map(setAsideOf), currency);
      return { ...preview, from: dayOf(since, zone), isCut: since !== start };
    });
  }
}

const pastPayment = ({ month, amount, fee, refunded, currency, tax, settled }: PaidRow): PastPayment => ({
  month,
  amount: money(BigInt(amount), currency),
  fee: money(BigInt(fee), currency),
  refunded: money(BigInt(refunded), currency),
  tax,
  ...(settled && { settled: { amount: fromJson(settled.amount), source: settled.source } }),
});

const setAsideOf = ({ month, currency, minor }: { month: string; currency: string; minor: string }): SetAsideOfMonth => ({
  month,
  owed: money(BigInt(minor), currency),
});
