import type { Asked } from './asked.js';
import { addDays, type Instant } from './calendar.js';
import type { FundFact } from './fund.js';
import { type Books, openBooks } from './ledger.js';
import { type Money, divideHalfUp, formatAmount, isPositive, minus, money, nothing } from './money.js';
import type { Booking } from './month.js';
import type { Payment, PaymentFact, PaymentOutcome, ReceivedPayment } from './payment.js';
import { type PledgePolicy, obligationOf } from './pledge.js';
import { invalid, Refusal } from './refusal.js';
import { taxIn } from './tax.js';

/** The obligation as it would be had only what remains been paid; each refund books the difference to the last. */
function owedFor(received: ReceivedPayment, remaining: Money, policy: PledgePolicy, home: string): Money {
  const { amount, tax, fee, settled } = received;
  if (!isPositive(remaining)) return nothing(policy.currencyRule === 'own' ? amount.currency : home);
  const shrunk = settled && {
    ...settled,
    amount: money(divideHalfUp(settled.amount.minor * remaining.minor, amount.minor), settled.amount.currency),
  };
  return obligationOf({ amount: remaining, tax: taxIn(remaining, tax), fee, ...(shrunk && { settled: shrunk }) }, policy, home).owed;
}

export interface Refund extends Asked {
  readonly payment: string;
  readonly amount: Money;
  readonly refundedAt: Instant;
}

export class RefundPayment {
  constructor(readonly input: Refund) {}
}

/** `adjustment = obligation of what remains − obligation so far`, so a full refund nets to zero. */
export function refundPayment(payment: Payment, input: Refund, books: Books, booking: Booking): PaymentOutcome {
  const { received, receivedAt, refunded } = stillReceived(payment);
  const before = minus(received.amount, refunded);
  if (addDays(input.refundedAt, 1) < receivedAt) throw invalid('refundedAt', 'Money cannot go back before it came in. Check the day.');
  if (input.amount.currency !== before.currency)
    throw invalid('amount.currency', `The payment is in ${before.currency}; what goes back is too.`);
  const after = minus(before, input.amount);
  if (!isPositive(input.amount)) throw invalid('amount', 'Enter how much went back.');
  if (after.minor < 0n) {
    throw new Refusal(
      'payment/refunded-above-amount',
      `Only ${formatAmount(before)} ${before.currency} of this payment is left to refund.`,
    );
  }
  const fact: PaymentFact = {
    type: 'PaymentRefunded',
    data: { payment: input.payment, amount: input.amount, ...booking },
    happenedAt: input.refundedAt,
  };
  return { payment: [fact], fund: adjusted(received, before, after, books, booking, 'refunded', input.refundedAt) };
}

export interface Voiding extends Asked {
  readonly payment: string;
  readonly reason: 'recorded-twice' | 'not-a-payment' | 'wrong-details';
}

export class VoidPayment {
  constructor(readonly input: Voiding) {}
}

/** Takes a wrongly recorded payment out of the books by a line of its own; the old line stays. */
export function voidPayment(payment: Payment, input: Voiding, books: Books, booking: Booking, now: Instant): PaymentOutcome {
  if (payment.status === 'voided') return { payment: [], fund: [] };
  const { received, refunded } = stillReceived(payment);
  const before = minus(received.amount, refunded);
  const fact: PaymentFact = {
    type: 'PaymentVoided',
    data: { payment: input.payment, amount: before, ...booking, reason: input.reason },
    happenedAt: now,
  };
  return { payment: [fact], fund: adjusted(received, before, nothing(before.currency), books, booking, 'voided', now) };
}

function stillReceived(payment: Payment) {
  if (payment.status === 'unknown') throw new Refusal('payment/unknown', 'There is no such payment in this ledger.');
  if (payment.status === 'voided') throw new Refusal('payment/voided', 'This payment was taken out of the books already.');
  return payment;
}

function adjusted(
  received: ReceivedPayment,
  before: Money,
  after: Money,
  books: Books,
  booking: Booking,
  reason: 'refunded' | 'voided',
  at: Instant,
): FundFact[] {
  const { policies, currency } = openBooks(books);
  const policy = policies.find(({ version }) => version === received.policyVersion);
  if (!policy) return [];
  const by = minus(owedFor(received, after, policy, currency), owedFor(received, before, policy, currency));
  if (by.minor === 0n) return [];
  return [{ type: 'ObligationAdjusted', data: { payment: received.payment, ...booking, by, reason }, happenedAt: at }];
}
