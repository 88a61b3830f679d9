import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type Day, addDaysTo, dayOf } from '../domain/calendar.js';
import type { AlikePayment } from '../domain/import.js';
import type { Money } from '../domain/money.js';
import type { Reading } from '../domain/observed.js';
import type { Method } from '../domain/payment.js';
import { Terms } from '../event-store/ledger-terms.js';

/** As much of a payment as matching needs. */
interface RecordedPayment {
  readonly paymentId: string;
  readonly receivedAt: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly method: string;
}

/** As much of a line as matching needs. */
export interface LineToMatch {
  readonly reading: Reading;
  readonly amount: Money;
  readonly day: Day;
  readonly method: Method;
}

const nearDays = 3;

/** Payments that no line of an account speaks for yet, and which line may speak for which. */
@Injectable()
export class RecordedPayments {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  /** For each line in turn the payment that may be the same money. One payment can be the match of one line only. */
  async alikes(ledger: string, lines: readonly LineToMatch[]): Promise<(AlikePayment | undefined)[]> {
    const { zone } = await this.terms.of(ledger);
    const free = (await this.withoutEvidence(ledger)).map((payment) => ({ ...payment, paidOn: dayOf(payment.receivedAt, zone) }));
    return lines.map(({ reading, amount, day, method }) => {
      if (reading !== 'money-in') return undefined;
      const at = free.findIndex(
        ({ currency, amountMinor, paidOn }) =>
          currency === amount.currency &&
          amountMinor === amount.minor &&
          paidOn >= addDaysTo(day, -nearDays) &&
          paidOn <= addDaysTo(day, nearDays),
      );
      const [match] = at < 0 ? [] : free.splice(at, 1);
      return match && { payment: match.paymentId, day: match.paidOn, isLikely: match.paidOn === day && match.method === method };
    });
  }

  /** Those of the payments that a line is matched with. @param otherThan a line that does not count */
  async claimed(ledger: string, payments: readonly string[], otherThan?: string): Promise<ReadonlySet<string>> {
    const rows: { payment_id: string }[] = await this.dataSource.query(
      'select payment_id from observation where ledger_id = $1 and payment_id = any($2) and observation_id is distinct from $3',
      [ledger, payments, otherThan ?? null],
    );
    return new Set(rows.map(({ payment_id }) => payment_id));
  }

  private async withoutEvidence(ledger: string): Promise<RecordedPayment[]> {
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
