import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Month } from '../domain/calendar.js';
import type { Stream } from '../domain/fact.js';
import { minus, type Money, nothing, taxInsideHalfUp } from '../domain/money.js';
import type { TaxTreatment } from '../domain/offering.js';
import { type Method, type PaymentFact, paymentStream } from '../domain/payment.js';
import { EventReader } from '../event-store/event-reader.js';

/** Part of a payment that went back, or all of it that was taken out of the books; booked in its own month. */
export interface PaymentBack {
  readonly month: Month;
  readonly amount: Money;
  readonly tax: Money;
  /** Only a payment that never was takes its fee with it. */
  readonly fee: Money;
}

interface ReadBack {
  readonly tax: TaxTreatment;
  readonly left: Money;
  readonly taxLeft: Money;
  readonly fee: Money;
  readonly lines: readonly PaymentBack[];
}

type PaymentRead = ReadBack | { readonly lines: readonly [] };

/** The lines of one payment's stream that take away, each with the tax inside what it takes. */
export const backOf = (payment: string): Stream<PaymentRead, PaymentFact> => ({
  name: paymentStream(payment).name,
  unborn: { lines: [] },
  evolve: takeAway,
});

function takeAway(read: PaymentRead, { type, data }: PaymentFact): PaymentRead {
  if (type === 'PaymentReceived') return { tax: data.tax, left: data.amount, taxLeft: data.taxIncluded, fee: data.fee, lines: [] };
  if (!('left' in read)) throw new Error(`${type} on a payment that was never received.`);
  if (type === 'PaymentEvidenceFound' || type === 'PaymentEvidenceWithdrawn') return read;
  const left = minus(read.left, data.amount);
  const taxLeft =
    type === 'PaymentVoided' || read.tax.treatment !== 'taxable' ? nothing(left.currency) : taxInsideHalfUp(left, read.tax.rateBp);
  const fee = type === 'PaymentVoided' ? read.fee : nothing(left.currency);
  return {
    ...read,
    left,
    taxLeft,
    lines: [...read.lines, { month: data.month, amount: data.amount, tax: minus(read.taxLeft, taxLeft), fee }],
  };
}

interface TouchedPayment {
  readonly payment: string;
  readonly method: Method;
  readonly offering: string;
  readonly insidePledge: boolean;
}

const touchedSql = `
  select payment_id as payment, method, offering, inside_pledge as "insidePledge" from payment
  where ledger_id = $1 and payment_id in (select payment_id from payment_back where ledger_id = $1 and month = $2) order by payment_id`;

/**
 * What went back of payments, and in which month that was booked. The row of a payment says only that it did: so the few of one
 * month are read from their own streams, and a month once closed reports the same for good, whatever goes back later.
 */
@Injectable()
export class MoneyBack {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EventReader) private readonly reader: EventReader,
  ) {}

  /** Of those payments of which anything went back in a month, all that ever did. */
  async ofPayments(ledger: string, month: Month): Promise<(TouchedPayment & PaymentBack)[]> {
    const touched: TouchedPayment[] = await this.dataSource.query(touchedSql, [ledger, month]);
    const lines: (TouchedPayment & PaymentBack)[] = [];
    for (const payment of touched) {
      const read = await this.reader.state(ledger, backOf(payment.payment));
      lines.push(...read.lines.map((line) => ({ ...payment, ...line })));
    }
    return lines;
  }
}
