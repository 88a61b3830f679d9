import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Month } from '../domain/calendar.js';
import type { Stream } from '../domain/fact.js';
import { minus, type Money, money, nothing, taxInsideHalfUp } from '../domain/money.js';
import type { TaxTreatment } from '../domain/tax.js';
import { type Method, type PaymentFact, paymentStream } from '../domain/payment.js';
import { type PayoutFact, payoutStream } from '../domain/payout.js';
import { EventReader } from '../event-store/event-reader.js';

/** Part of a payment that went back, or all of it that was taken out of the books; booked in its own month. */
export interface PaymentBack {
  readonly month: Month;
  readonly amount: Money;
  readonly tax: Money;
  /** Only a payment that never was takes its fee with it. */
  readonly fee: Money;
}

/** A payout that came back: what the fund gave up for it is there again. */
export interface PayoutBack {
  readonly month: Month;
  readonly given: Money;
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

const cameBackIn = (payout: string): Stream<Month | undefined, PayoutFact> => ({
  name: payoutStream(payout).name,
  unborn: undefined,
  evolve: (month, { type, data }) => (type === 'PayoutReturned' ? data.month : month),
});

interface TouchedPayment {
  readonly payment: string;
  readonly method: Method;
  readonly offering: string;
  readonly insidePledge: boolean;
}

const touchedSql = `
  select payment_id as payment, method, offering, inside_pledge as "insidePledge" from payment
  where ledger_id = $1 and (refunded_minor <> 0 or status = 'voided') order by payment_id`;
const returnedSql = `
  select payout_id as payout, given_minor as minor, given_currency as currency from payout where ledger_id = $1 and status = 'returned' order by payout_id`;

/**
 * What went back, and in which month that was booked. The rows of payments and payouts say only that it did: so those few are
 * read from their own streams, and a month once closed reports the same for good, whatever goes back later.
 */
@Injectable()
export class MoneyBack {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EventReader) private readonly reader: EventReader,
  ) {}

  async ofPayments(ledger: string): Promise<(TouchedPayment & PaymentBack)[]> {
    const touched: TouchedPayment[] = await this.dataSource.query(touchedSql, [ledger]);
    const lines: (TouchedPayment & PaymentBack)[] = [];
    for (const payment of touched) {
      const read = await this.reader.state(ledger, backOf(payment.payment));
      lines.push(...read.lines.map((line) => ({ ...payment, ...line })));
    }
    return lines;
  }

  async ofPayouts(ledger: string): Promise<PayoutBack[]> {
    const returned: { payout: string; minor: string; currency: string }[] = await this.dataSource.query(returnedSql, [ledger]);
    const lines: PayoutBack[] = [];
    for (const { payout, minor, currency } of returned) {
      const month = await this.reader.state(ledger, cameBackIn(payout));
      if (month) lines.push({ month, given: money(BigInt(minor), currency) });
    }
    return lines;
  }
}
