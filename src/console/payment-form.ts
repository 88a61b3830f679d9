import { type Instant, dayOf } from '../domain/calendar.js';
import type { OpenBooks } from '../domain/ledger.js';
import { type Money, nothing, taxInsideHalfUp } from '../domain/money.js';
import { type Method, methods } from '../domain/payment.js';
import { type Obligation, type Settlement, obligationOf, pledgeInForce } from '../domain/pledge.js';
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

/** What would be set aside, as the books would decide it now. @throws Refusal where a rate is missing */
export function obligationOfPosted(
  { amount, receivedAt, offering, fee, settled }: PaymentPosted,
  books: OpenBooks,
): Obligation | undefined {
  const sold = books.offerings[offering];
  const policy = sold?.insidePledge ? pledgeInForce(books.policies, dayOf(receivedAt, books.zone)) : undefined;
  if (!policy || !sold) return undefined;
  const tax = sold.tax.treatment === 'taxable' ? taxInsideHalfUp(amount, sold.tax.rateBp) : nothing(amount.currency);
  return obligationOf({ amount, tax, fee: fee ?? nothing(amount.currency), ...(settled && { settled }) }, policy, books.currency);
}
