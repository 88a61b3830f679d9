import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { addDaysTo, dayOf } from '../domain/calendar.js';
import type { AlikePayment } from '../domain/import.js';
import type { Money } from '../domain/money.js';
import type { ObservedLine } from '../domain/observed.js';
import type { Method } from '../domain/payment.js';
import { invalid } from '../domain/refusal.js';

/** As much of a payment as matching needs. */
export interface RecordedPayment {
  readonly paymentId: string;
  readonly receivedAt: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly method: string;
}

/** Payments that no line of an account speaks for yet. */
@Injectable()
export class RecordedPayments {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async withoutEvidence(ledger: string): Promise<RecordedPayment[]> {
    const rows: { payment_id: string; received_at: Date; amount_minor: string; currency: string; method: string }[] =
      await this.dataSource.query(
        `select payment_id, received_at, amount_minor, currency, method from payment p
       where ledger_id = $1 and status = 'received' and observation_id is null
         and not exists (select 1 from observation o where o.ledger_id = p.ledger_id and o.payment_id = p.payment_id)
       order by received_at`,
        [ledger],
      );
    return rows.map((row) => ({
      paymentId: row.payment_id,
      receivedAt: row.received_at.toISOString(),
      amountMinor: BigInt(row.amount_minor),
      currency: row.currency,
      method: row.method,
    }));
  }
}

const nearDays = 3;

export type SoughtLine = Pick<ObservedLine, 'reading' | 'amount' | 'day'> & { readonly method: Method };

/** For each line, in order, the recorded payment that it may be evidence for. One payment can be the match of one line only. */
export function alikePayments(
  lines: readonly (SoughtLine | undefined)[],
  free: readonly RecordedPayment[],
  zone: string,
): (AlikePayment | undefined)[] {
  const taken = new Set<string>();
  return lines.map((line) => {
    if (line?.reading !== 'money-in') return undefined;
    const { amount, day, method } = line;
    const match = free.find((payment) => {
      const paidOn = dayOf(payment.receivedAt, zone);
      return (
        !taken.has(payment.paymentId) &&
        isOfAmount(payment, amount) &&
        paidOn >= addDaysTo(day, -nearDays) &&
        paidOn <= addDaysTo(day, nearDays)
      );
    });
    if (!match) return undefined;
    taken.add(match.paymentId);
    const paidOn = dayOf(match.receivedAt, zone);
    return { payment: match.paymentId, day: paidOn, isLikely: paidOn === day && match.method === method };
  });
}

const isOfAmount = ({ currency, amountMinor }: RecordedPayment, amount: Money): boolean =>
  currency === amount.currency && amountMinor === amount.minor;

/** @throws InvalidInput unless this payment of this amount stands in the books and has no line yet */
export function refuseStray(payment: RecordedPayment | undefined, amount: Money, field: string): void {
  if (!payment || !isOfAmount(payment, amount))
    throw invalid(field, 'No payment of this amount waits for a line. Choose again what this line becomes.');
}
