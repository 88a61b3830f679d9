import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Month } from '../domain/calendar.js';
import type { Stream } from '../domain/fact.js';
import type { Booking } from '../domain/month.js';
import { minus, type Money, negated, nothing, plus } from '../domain/money.js';
import { type CorrectedPayment, type Method, type PaymentFact, paymentStream } from '../domain/payment.js';
import { type TaxTreatment, taxIn } from '../domain/tax.js';
import { EventReader } from '../event-store/event-reader.js';

/** Part of a payment that went back, or all of it that was taken out of the books; booked in its own month. */
export interface PaymentBack {
  readonly month: Month;
  /** The closed month to which it belongs, where it was booked late. */
  readonly belongsTo?: Month | undefined;
  readonly amount: Money;
  readonly tax: Money;
  /** Only a payment that never was takes its fee with it. */
  readonly fee: Money;
}

/** Under which headings a payment falls; a correction can move it to others. */
export interface Headings {
  readonly method: Method;
  readonly offering: string;
  readonly insidePledge: boolean;
}

/** What came in, as it was booked in its month: of a payment that was corrected later, the row says only what holds now. */
export interface PaymentCame extends Headings {
  readonly month: Month;
  readonly belongsTo?: Month | undefined;
  readonly amount: Money;
  readonly tax: Money;
  readonly fee: Money;
}

interface Read {
  readonly came: readonly PaymentCame[];
  readonly back: readonly (Headings & PaymentBack)[];
}

interface ReadPayment extends Read {
  readonly treatment: TaxTreatment;
  readonly left: Money;
  readonly taxLeft: Money;
}

/** The lines of one payment's stream, each in its month, with the tax inside what it brings or takes. */
export const linesOf = (payment: string): Stream<Read | ReadPayment, PaymentFact> => ({
  name: paymentStream(payment).name,
  unborn: { came: [], back: [] },
  evolve: readOn,
});

function readOn(read: Read | ReadPayment, { type, data }: PaymentFact): Read | ReadPayment {
  if (type === 'PaymentReceived') {
    const { tax: treatment, amount: left, taxIncluded: taxLeft } = data;
    return { came: [cameBy(data, left, taxLeft)], back: [], treatment, left, taxLeft };
  }
  if (!('left' in read)) throw new Error(`${type} on a payment that was never received.`);
  switch (type) {
    case 'PaymentEvidenceFound':
    case 'PaymentEvidenceWithdrawn':
      return read;
    case 'PaymentRefunded':
    case 'PaymentReversed':
      return takenAway(read, data, data.amount, taxIn(minus(read.left, data.amount), read.treatment));
    case 'PaymentReinstated':
      return takenAway(read, data, negated(data.amount), taxIn(plus(read.left, data.amount), read.treatment));
    case 'PaymentVoided':
      return takenAway(read, data, data.amount, nothing(data.amount.currency), read.came.at(-1)!.fee);
    case 'PaymentCorrected':
      return setRight(read, data);
  }
}

const headingsOf = ({ method, offering, insidePledge }: Headings): Headings => ({ method, offering, insidePledge });

const cameBy = (data: Headings & Booking & { fee: Money }, amount: Money, tax: Money): PaymentCame => ({
  ...headingsOf(data),
  month: data.month,
  belongsTo: data.belongsTo,
  amount,
  tax,
  fee: data.fee,
});

function takenAway(
  read: ReadPayment,
  { month, belongsTo }: Booking,
  amount: Money,
  taxLeft: Money,
  fee = nothing(amount.currency),
): ReadPayment {
  const line = { ...headingsOf(read.came.at(-1)!), month, belongsTo, amount, tax: minus(read.taxLeft, taxLeft), fee };
  return { ...read, left: minus(read.left, amount), taxLeft, back: [...read.back, line] };
}

/**
 * In a month that is open still, the right line takes the place of the wrong one, and what went back of it stays. In a later month the
 * rest of the wrong one is taken out and the rest of the right one comes in: the closed month says what it said.
 */
function setRight(read: ReadPayment, data: CorrectedPayment): ReadPayment {
  const before = read.came.at(-1)!;
  const treatment = data.tax;
  const left = plus(read.left, minus(data.amount, data.before.amount));
  if (data.before.month === before.month) {
    const taxBack = minus(before.tax, read.taxLeft);
    const came = [...read.came.slice(0, -1), cameBy(data, plus(before.amount, minus(left, read.left)), data.taxIncluded)];
    return { ...read, treatment, left, taxLeft: minus(data.taxIncluded, taxBack), came };
  }
  const out = takenAway(read, data.before, read.left, nothing(left.currency), before.fee);
  const taxLeft = taxIn(left, treatment);
  return { ...out, treatment, left, taxLeft, came: [...out.came, cameBy(data, left, taxLeft)] };
}

/** Of one month; without a month, of all. A corrected payment may have a line in any. */
const touchedSql = `
  select payment_id as payment, true as corrected from payment where ledger_id = $1 and corrected
  union all
  select payment_id, false from payment where ledger_id = $1 and not corrected and payment_id = any (array (
    select payment_id from payment_back where ledger_id = $1 and ($2::text is null or month = $2)))
  order by 1`;

export interface PaymentLines {
  readonly back: readonly (Headings & PaymentBack)[];
  /** Of payments that were corrected, in the order in which they were booked. */
  readonly corrected: ReadonlyMap<string, readonly PaymentCame[]>;
}

/**
 * What went back of payments, and in which month that was booked. Their rows say only that it did, and what a corrected payment
 * should have been: so those few are read from their own streams, and a month once closed reports the same for good, whatever goes back later.
 */
@Injectable()
export class MoneyBack {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EventReader) private readonly reader: EventReader,
  ) {}

  /** What went back of payments in a month, or ever, and what came in by those that were corrected, by payment. */
  async ofPayments(ledger: string, month?: Month): Promise<PaymentLines> {
    const touched: { payment: string; corrected: boolean }[] = await this.dataSource.query(touchedSql, [ledger, month ?? null]);
    const back: (Headings & PaymentBack)[] = [];
    const corrected = new Map<string, readonly PaymentCame[]>();
    for (const { payment, corrected: isCorrected } of touched) {
      const read = await this.reader.state(ledger, linesOf(payment));
      back.push(...read.back);
      if (isCorrected) corrected.set(payment, read.came);
    }
    return { back, corrected };
  }
}
