import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { UnwitnessedPayment } from '../domain/allocation.js';
import type { Instant } from '../domain/calendar.js';
import { witnessOf } from '../domain/evidence.js';
import { mailSource } from '../domain/mail.js';
import { type Money, money } from '../domain/money.js';
import type { ObservationRow } from './observations.projection.js';

/** A payment of which no line of the kind that is asked for says all. */
export interface PaymentWaiting extends UnwitnessedPayment {
  readonly receivedAt: Instant;
  readonly amount: Money;
  readonly offering: string;
}

/** Days on either side of the line: cheques lie about, and who pays in parts takes weeks. */
const nearDays = 45;
const mostOffered = 100;

/** What witnesses of one kind say of each payment; of one that a line became, all. */
const toldSql = `
  select coalesce(sum(told), 0) from (
    select o.amount_minor as told from observation o
      where o.ledger_id = p.ledger_id and o.payment_id = p.payment_id and (o.source = '${mailSource}') = $3
    union all
    select part.amount_minor from observation_part part
      join observation o on o.ledger_id = part.ledger_id and o.observation_id = part.observation_id
      where part.ledger_id = p.ledger_id and part.payment_id = p.payment_id and (o.source = '${mailSource}') = $3
    union all
    select p.amount_minor from observation o
      where o.ledger_id = p.ledger_id and o.observation_id = p.observation_id and (o.source = '${mailSource}') = $3) said`;

/** Payments that wait for a line, or for the rest of their lines. Reads only. */
@Injectable()
export class UnwitnessedPayments {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Of the line's currency and about its day, oldest first. */
  async near(ledger: string, { day, currency, source }: ObservationRow): Promise<PaymentWaiting[]> {
    const rows: { payment_id: string; received_at: Date; amount_minor: string; left_minor: string; offering: string }[] =
      await this.dataSource.query(
        `select * from (
           select p.payment_id, p.received_at, p.amount_minor, p.offering, p.amount_minor - (${toldSql}) as left_minor from payment p
           where p.ledger_id = $1 and p.status = 'received' and p.currency = $2
             and p.received_at between $4::date - interval '${nearDays} days' and $4::date + interval '${nearDays} days') waiting
         where left_minor > 0 order by received_at, payment_id limit ${mostOffered}`,
        [ledger, currency, witnessOf(source) === 'mail', day],
      );
    return rows.map((row) => ({
      payment: row.payment_id,
      receivedAt: row.received_at.toISOString(),
      amount: money(BigInt(row.amount_minor), currency),
      left: money(BigInt(row.left_minor), currency),
      offering: row.offering,
    }));
  }
}
