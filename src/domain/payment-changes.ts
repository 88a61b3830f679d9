import type { Asked } from './asked.js';
import { addDays, type Instant } from './calendar.js';
import type { FundFact } from './fund.js';
import { type Books, openBooks } from './ledger.js';
import { type Money, amountSaid, isPositive, minus, nothing, plus } from './money.js';
import type { Booking } from './month.js';
import { owedFor } from './owed-for.js';
import type { Payment, PaymentFact, PaymentOutcome, Reversal } from './payment.js';
import { invalid, Refusal } from './refusal.js';

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
  const { payment: id, amount, refundedAt } = input;
  const { before, after } = takenBack(payment, amount, refundedAt, 'refundedAt');
  const fact: PaymentFact = { type: 'PaymentRefunded', data: { payment: id, amount, ...booking }, happenedAt: refundedAt };
  return { payment: [fact], fund: adjusted(payment, before, after, books, booking, 'refunded', refundedAt) };
}

export interface Reversing extends Asked {
  readonly payment: string;
  readonly amount: Money;
  readonly reversedAt: Instant;
  readonly reason: Reversal;
}

export class ReversePayment {
  constructor(readonly input: Reversing) {}
}

/** PayPal or a bank took money back: like a refund in the books, and told apart, since it may come again. */
export function reversePayment(payment: Payment, input: Reversing, books: Books, booking: Booking): PaymentOutcome {
  const { payment: id, amount, reversedAt, reason } = input;
  const { before, after } = takenBack(payment, amount, reversedAt, 'reversedAt');
  const fact: PaymentFact = { type: 'PaymentReversed', data: { payment: id, amount, reason, ...booking }, happenedAt: reversedAt };
  return { payment: [fact], fund: adjusted(payment, before, after, books, booking, 'reversed', reversedAt) };
}

function takenBack(payment: Payment, amount: Money, at: Instant, field: string): { before: Money; after: Money } {
  const { received, receivedAt, refunded } = stillReceived(payment);
  const before = minus(received.amount, refunded);
  if (addDays(at, 1) < receivedAt) throw invalid(field, 'Money cannot go back before it came in. Check the day.');
  if (amount.currency !== before.currency) throw invalid('amount.currency', `The payment is in ${before.currency}; what goes back is too.`);
  if (!isPositive(amount)) throw invalid('amount', 'Enter how much went back.');
  const after = minus(before, amount);
  if (after.minor < 0n) {
    throw new Refusal('payment/refunded-above-amount', `Only ${amountSaid(before)} of this payment is left to refund.`);
  }
  return { before, after };
}

export interface Reinstating extends Asked {
  readonly payment: string;
  readonly amount: Money;
  readonly reinstatedAt: Instant;
}

export class ReinstatePayment {
  constructor(readonly input: Reinstating) {}
}

/** What was taken back came again, in the same account: it adds to what is owed what its going had taken. */
export function reinstatePayment(payment: Payment, input: Reinstating, books: Books, booking: Booking): PaymentOutcome {
  const { received, refunded, reversed } = stillReceived(payment);
  const { payment: id, amount, reinstatedAt } = input;
  if (amount.currency !== reversed.currency) throw invalid('amount.currency', `The payment is in ${reversed.currency}.`);
  if (!isPositive(amount)) throw invalid('amount', 'Enter how much came again.');
  if (amount.minor > reversed.minor) {
    throw new Refusal(
      'payment/reinstated-above-reversed',
      `Only ${amountSaid(reversed)} of this payment was taken back by PayPal or a bank.`,
    );
  }
  const before = minus(received.amount, refunded);
  const fact: PaymentFact = { type: 'PaymentReinstated', data: { payment: id, amount, ...booking }, happenedAt: reinstatedAt };
  return { payment: [fact], fund: adjusted(payment, before, plus(before, amount), books, booking, 'reversed', reinstatedAt) };
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
  return { payment: [fact], fund: adjusted(payment, before, nothing(before.currency), books, booking, 'voided', now) };
}

export function stillReceived(payment: Payment) {
  if (payment.status === 'unknown') throw new Refusal('payment/unknown', 'There is no such payment in this ledger.');
  if (payment.status === 'voided') throw new Refusal('payment/voided', 'This payment was taken out of the books already.');
  return payment;
}

function adjusted(
  payment: Payment,
  before: Money,
  after: Money,
  books: Books,
  booking: Booking,
  reason: 'refunded' | 'reversed' | 'voided',
  at: Instant,
): FundFact[] {
  const { received } = stillReceived(payment);
  const { policies, currency } = openBooks(books);
  const policy = policies.find(({ version }) => version === received.policyVersion);
  if (!policy) return [];
  const by = minus(owedFor(received, after, policy, currency), owedFor(received, before, policy, currency));
  if (by.minor === 0n) return [];
  return [{ type: 'ObligationAdjusted', data: { payment: received.payment, ...booking, by, reason }, happenedAt: at }];
}
