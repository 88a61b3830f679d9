import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

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
