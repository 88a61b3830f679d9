import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, type Repository } from 'typeorm';
import { type Day, type Instant, type Month, addDaysTo, dayOf, firstDayOf, lastDayOf, startOfDay } from '../domain/calendar.js';
import { type DayTotal, monthsOf } from '../domain/day-total.js';
import { type DayReceived, type MonthComparison, compareTotals } from '../domain/day-totals-compared.js';
import type { Stream } from '../domain/fact.js';
import { type Money, money, negated } from '../domain/money.js';
import { type Method, type PaymentFact, paymentStream } from '../domain/payment.js';
import { EventReader } from '../event-store/event-reader.js';
import { Terms } from '../event-store/ledger-terms.js';
import { DayTotalRow } from './day-totals.projection.js';

/** What went back of a payment, and when. */
type Refunds = readonly { readonly at: Instant; readonly amount: Money }[];
const refundsOf = (payment: string): Stream<Refunds, PaymentFact> => ({
  name: paymentStream(payment).name,
  unborn: [],
  evolve: (refunds, { type, data, happenedAt }) =>
    type === 'PaymentRefunded' ? [...refunds, { at: happenedAt, amount: data.amount }] : refunds,
});

/** One account's booking program beside the ledger. */
export interface AccountComparison extends MonthComparison {
  readonly account: string;
}

/** What the booking program says, and where the ledger says otherwise. Reads only. */
@Injectable()
export class DayTotals {
  constructor(
    @InjectRepository(DayTotalRow) private readonly rows: Repository<DayTotalRow>,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  /** Month by month and method by method, earliest first. @param month that one alone, where it is given */
  async compared(ledger: string, month?: Month): Promise<AccountComparison[]> {
    const between = month && { day: Between(firstDayOf(month), lastDayOf(month)) };
    const rows = await this.rows.find({ where: { ledgerId: ledger, ...between }, order: { day: 'ASC', accountId: 'ASC' } });
    if (rows.length === 0) return [];
    const months = monthsOf(rows);
    const received = await this.received(ledger, firstDayOf(months[0]!), lastDayOf(months.at(-1)!));
    const accounts = [...new Set(rows.map(({ accountId }) => accountId))];
    const compared = accounts.flatMap((account) => {
      const said = rows.filter(({ accountId }) => accountId === account).map(totalOf);
      return compareTotals(said, received).map((each) => ({ ...each, account }));
    });
    return compared.sort((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0));
  }

  /** Months that are still open and over which the two do not agree, earliest first. */
  async differing(ledger: string): Promise<Month[]> {
    const closedThrough = (await this.terms.closedThrough(ledger)) ?? '';
    const compared = await this.compared(ledger);
    return [...new Set(compared.filter(({ month, isSame }) => !isSame && month > closedThrough).map(({ month }) => month))];
  }

  private async received(ledger: string, from: Day, through: Day): Promise<DayReceived[]> {
    const { zone } = await this.terms.of(ledger);
    const rows: { day: Day; method: Method; minor: string; currency: string; count: number }[] = await this.rows.query(
      `select to_char(received_at at time zone $2, 'YYYY-MM-DD') as day, method, sum(amount_minor)::text as minor, currency, count(*)::int as count
       from payment where ledger_id = $1 and status = 'received' and received_at >= $3 and received_at < $4
       group by 1, method, currency order by 1, method, currency`,
      [ledger, zone, startOfDay(from, zone), startOfDay(addDaysTo(through, 1), zone)],
    );
    const cameIn = rows.map(({ day, method, minor, currency, count }) => ({ day, method, amount: money(BigInt(minor), currency), count }));
    return [...cameIn, ...(await this.wentBack(ledger, zone))];
  }

  /** As booking programs count: on the day on which it went back, and as no payment less. */
  private async wentBack(ledger: string, zone: string): Promise<DayReceived[]> {
    const refunded: { payment: string; method: Method }[] = await this.rows.query(
      `select payment_id as payment, method from payment where ledger_id = $1 and status = 'received' and refunded_minor <> 0 order by payment_id`,
      [ledger],
    );
    const back: DayReceived[] = [];
    for (const { payment, method } of refunded) {
      const refunds = await this.reader.state(ledger, refundsOf(payment));
      back.push(...refunds.map(({ at, amount }) => ({ day: dayOf(at, zone), method, amount: negated(amount), count: 0 })));
    }
    return back;
  }
}

const totalOf = ({ day, method, amountMinor, currency, payments }: DayTotalRow): DayTotal => ({
  day,
  method,
  amount: money(amountMinor, currency),
  ...(payments !== null && { count: payments }),
});
