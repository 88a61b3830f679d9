import type { Instant } from '../domain/calendar.js';
import type { OpenBooks } from '../domain/ledger.js';
import type { Money } from '../domain/money.js';
import type { Booking } from '../domain/month.js';
import { type Method, methods, mostTimes, paymentStream, recordPayment } from '../domain/payment.js';
import type { Obligation, Settlement } from '../domain/pledge.js';
import type { AppliedTax, TaxSaid } from '../domain/tax.js';
import { taxPlaces } from '../domain/tax-rates.js';
import { FormReading, type Posted } from './form-reading.js';

export interface PaymentPosted extends TaxSaid {
  readonly amount: Money;
  readonly receivedAt: Instant;
  readonly method: Method;
  readonly offering: string;
  readonly times?: number;
  readonly fee?: Money;
  readonly settled?: Settlement;
  readonly payerName?: string;
  readonly reference?: string;
}

/** The form of a payment, read whole. @throws InvalidInput with every fault at its field */
export function readPayment(posted: Posted, zone: string, now: Instant): PaymentPosted {
  const reading = new FormReading(posted);
  const amount = reading.money('amount');
  const receivedAt = reading.when('receivedAt', zone, now);
  const method = reading.oneOf('method', methods, 'Choose how it came in.');
  const offering = reading.text('offering', 'Choose what it was for.', 40);
  const times = readTimes(reading);
  const fee = reading.optionalMoney('fee', 'currency');
  const became = reading.optionalMoney('settledAmount', 'settledCurrency');
  const source = reading.optional('settledSource', 120);
  const taxed = readTaxed(reading);
  const payerName = reading.optional('payer');
  const reference = reading.optional('reference');
  reading.done();
  return {
    amount,
    receivedAt,
    method,
    offering,
    ...(times !== undefined && { times }),
    ...(fee && { fee: { ...fee, currency: amount.currency } }),
    ...taxed,
    ...(payerName && { payerName }),
    ...(reference && { reference }),
    ...(became && became.currency !== amount.currency && { settled: { amount: became, source: source ?? 'steward' } }),
  };
}

function readTimes(reading: FormReading): number | undefined {
  const text = reading.optional('times', 10);
  if (text === undefined) return undefined;
  const times = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (times < 1 || times > mostTimes) reading.refuse('times', `Enter a whole number from 1 to ${mostTimes}.`);
  return times;
}

/** One control says how this payment is taxed: left alone, as its offering is; else by a place, or by a treatment. */
export const untaxed = ['zero-rated', 'exempt', 'not-registered'] as const;

function readTaxed(reading: FormReading): TaxSaid {
  const said = reading.optional('taxed', 40);
  const place = taxPlaces.find((each) => each === said);
  const treatment = untaxed.find((each) => each === said);
  if (said && !place && !treatment) reading.refuse('taxed', 'Choose how this payment is taxed.');
  return { ...(place && { place }), ...(treatment && { tax: { treatment } }) };
}

/** What the books would say to a payment. */
export interface WouldBe {
  readonly tax: AppliedTax;
  readonly taxIncluded: Money;
  /** Absent outside the promise. */
  readonly setAside?: Obligation;
}

/**
 * What would be recorded and set aside, decided by the books as they would decide it now.
 * @throws InvalidInput at the field, and Refusal, for what would not be recorded either
 */
export function wouldBe(sent: PaymentPosted, books: OpenBooks, booking: Booking): WouldBe {
  const { payment, fund } = recordPayment(paymentStream(unrecorded).unborn, unrecorded, sent, {}, books, booking);
  const [received] = payment.flatMap((fact) => (fact.type === 'PaymentReceived' ? [fact.data] : []));
  const [setAside] = fund.flatMap((fact) => (fact.type === 'ObligationDerived' ? [fact.data] : []));
  const { tax, taxIncluded } = received!;
  return { tax, taxIncluded, ...(setAside && { setAside }) };
}

const unrecorded = 'none';
