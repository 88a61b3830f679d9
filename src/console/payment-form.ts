import type { Instant } from '../domain/calendar.js';
import type { OpenBooks } from '../domain/ledger.js';
import type { Money } from '../domain/money.js';
import type { Booking } from '../domain/month.js';
import { type Method, methods, paymentStream, recordPayment } from '../domain/payment.js';
import type { Obligation, Settlement } from '../domain/pledge.js';
import { FormReading, type Posted } from './form-reading.js';

export interface PaymentPosted {
  readonly amount: Money;
  readonly receivedAt: Instant;
  readonly method: Method;
  readonly offering: string;
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
  const fee = reading.optionalMoney('fee', 'currency');
  const became = reading.optionalMoney('settledAmount', 'settledCurrency');
  const source = reading.optional('settledSource', 120);
  const payerName = reading.optional('payer');
  const reference = reading.optional('reference');
  reading.done();
  return {
    amount,
    receivedAt,
    method,
    offering,
    ...(fee && { fee: { ...fee, currency: amount.currency } }),
    ...(payerName && { payerName }),
    ...(reference && { reference }),
    ...(became && became.currency !== amount.currency && { settled: { amount: became, source: source ?? 'steward' } }),
  };
}

/**
 * What would be set aside, decided by the books as they would decide it now; undefined outside the promise.
 * @throws InvalidInput at the field, and Refusal, for what would not be recorded either
 */
export function obligationOfPosted(sent: PaymentPosted, books: OpenBooks, booking: Booking): Obligation | undefined {
  const { fund } = recordPayment(paymentStream(unrecorded).unborn, unrecorded, sent, {}, books, booking);
  return fund.flatMap((fact) => (fact.type === 'ObligationDerived' ? [fact.data] : []))[0];
}

const unrecorded = 'none';
