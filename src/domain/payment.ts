import type { Asked } from './asked.js';
import { addDays, type Instant, type Month, dayOf } from './calendar.js';
import type { Fact, Stream } from './fact.js';
import type { FundFact } from './fund.js';
import { type Books, type OpenBooks, openBooks } from './ledger.js';
import { type Money, divideHalfUp, formatAmount, isEqual, isPositive, minus, money, nothing, plus, taxInsideHalfUp } from './money.js';
import type { Booking } from './month.js';
import { type Offering, type TaxTreatment, checkedTax } from './offering.js';
import { type PledgePolicy, type Settlement, obligationOf, pledgeInForce } from './pledge.js';
import { invalid, Refusal } from './refusal.js';
import type { Sealed } from './sealed.js';

export const methods = ['interac', 'paypal', 'cheque', 'cash', 'other'] as const;
export type Method = (typeof methods)[number];

/** One payment that a client made, as it is kept. No band, no identity: who paid is sealed or not kept at all. */
export interface ReceivedPayment {
  readonly payment: string;
  readonly amount: Money;
  /** What PayPal kept for itself; zero elsewhere. */
  readonly fee: Money;
  readonly method: Method;
  readonly offering: string;
  readonly insidePledge: boolean;
  /** The version of the promise under which it fell; absent outside the promise or before its start. */
  readonly policyVersion?: number;
  readonly tax: TaxTreatment;
  /** Held in the price, rounded half up. */
  readonly taxIncluded: Money;
  /** Month in the reporting zone into which it is booked. */
  readonly month: Month;
  /** The closed month it belongs to, where it came late. */
  readonly belongsTo?: Month;
  readonly settled?: Settlement;
  readonly account?: string;
  readonly observation?: string;
  readonly payer?: Sealed;
  readonly reference?: Sealed;
}

export type PaymentFact =
  | Fact<'PaymentReceived', ReceivedPayment>
  | Fact<'PaymentRefunded', { payment: string; amount: Money; month: Month; belongsTo?: Month }>
  | Fact<
      'PaymentVoided',
      { payment: string; amount: Money; month: Month; belongsTo?: Month; reason: 'recorded-twice' | 'not-a-payment' | 'wrong-details' }
    >
  /** A line of an account's file speaks for it: the same money, seen there. */
  | Fact<'PaymentEvidenceFound', { payment: string; observation: string }>
  /** That line was matched by mistake and speaks for it no more. */
  | Fact<'PaymentEvidenceWithdrawn', { payment: string; observation: string }>;

export type Payment =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'received';
      readonly received: ReceivedPayment;
      readonly receivedAt: Instant;
      readonly refunded: Money;
      /** What speaks for it: the line or mail that it was made from, and those found since. */
      readonly evidence: readonly string[];
    }
  | { readonly status: 'voided'; readonly received: ReceivedPayment };

export function evolvePayment(payment: Payment, { type, data, happenedAt }: PaymentFact): Payment {
  if (type === 'PaymentReceived') {
    const evidence = data.observation ? [data.observation] : [];
    return { status: 'received', received: data, receivedAt: happenedAt, refunded: nothing(data.amount.currency), evidence };
  }
  if (payment.status !== 'received') throw new Error(`${type} on a payment that is ${payment.status}.`);
  switch (type) {
    case 'PaymentRefunded':
      return { ...payment, refunded: plus(payment.refunded, data.amount) };
    case 'PaymentVoided':
      return { status: 'voided', received: payment.received };
    case 'PaymentEvidenceFound':
      return { ...payment, evidence: [...payment.evidence, data.observation] };
    case 'PaymentEvidenceWithdrawn':
      return { ...payment, evidence: payment.evidence.filter((each) => each !== data.observation) };
  }
}

export const paymentStream = (payment: string): Stream<Payment, PaymentFact> => ({
  name: `payment/${payment}`,
  unborn: { status: 'unknown' },
  evolve: evolvePayment,
});

export interface PaymentEntry {
  readonly amount: Money;
  readonly fee?: Money;
  readonly method: Method;
  readonly offering: string;
  readonly receivedAt: Instant;
  /** Overrides the offering's treatment for this payment. */
  readonly tax?: TaxTreatment;
  readonly settled?: Settlement;
  readonly account?: string;
  readonly observation?: string;
}

export interface PaymentRecording extends Asked, PaymentEntry {
  /** Made by the shell when none is given. */
  readonly payment?: string;
  /** For matching only; sealed under a key of the payer's own. */
  readonly payerName?: string;
  readonly reference?: string;
}

export class RecordPayment {
  constructor(readonly input: PaymentRecording) {}
}

/** What both sides of a payment's append come to: facts of the payment and facts of the fund. */
export interface PaymentOutcome {
  readonly payment: PaymentFact[];
  readonly fund: FundFact[];
}

/** A payment sent twice is one payment; sent again with another amount, it is refused. */
export function recordPayment(
  payment: Payment,
  id: string,
  entry: PaymentEntry,
  sealed: { payer?: Sealed; reference?: Sealed },
  books: Books,
  booking: Booking,
): PaymentOutcome {
  const { policies, zone, currency } = openBooks(books);
  if (payment.status !== 'unknown') return recordedAgain(payment.received, entry);
  if (!isPositive(entry.amount)) throw new Refusal('payment/amount-not-positive', 'A payment must be more than zero.');
  const offering = offeringOf(books, entry.offering);
  const fee = entry.fee ?? nothing(entry.amount.currency);
  if (fee.currency !== entry.amount.currency) throw invalid('fee.currency', 'The fee is in the currency of the payment.');
  if (fee.minor > entry.amount.minor) throw invalid('fee', 'The fee is larger than the payment. Check both.');
  const tax = entry.tax ? checkedTax(entry.tax) : offering.tax;
  const policy = offering.insidePledge ? pledgeInForce(policies, dayOf(entry.receivedAt, zone)) : undefined;
  const received: ReceivedPayment = {
    payment: id,
    amount: entry.amount,
    fee,
    method: entry.method,
    offering: offering.offering,
    insidePledge: offering.insidePledge,
    ...(policy && { policyVersion: policy.version }),
    tax,
    taxIncluded: taxIn(entry.amount, tax),
    ...booking,
    ...sealed,
    ...(entry.settled && { settled: entry.settled }),
    ...(entry.account && { account: entry.account }),
    ...(entry.observation && { observation: entry.observation }),
  };
  return {
    payment: [{ type: 'PaymentReceived', data: received, happenedAt: entry.receivedAt }],
    fund: policy ? [derived(received, policy, currency, entry.receivedAt)] : [],
  };
}

function recordedAgain({ amount }: ReceivedPayment, entry: PaymentEntry): PaymentOutcome {
  if (isEqual(amount, entry.amount)) return { payment: [], fund: [] };
  throw new Refusal(
    'payment/recorded-with-another-amount',
    `This payment is recorded with ${formatAmount(amount)} ${amount.currency}. Correct that one, or record this as another payment.`,
  );
}

function offeringOf(books: Books, name: string): Offering {
  const offering = definedOffering(openBooks(books), name);
  if (!offering) throw invalid('offering', `There is no offering "${name.slice(0, 40)}". Define it first, or choose one that is.`);
  return offering;
}

/** Own names only: nobody sells a "constructor" that every object has. */
const definedOffering = ({ offerings }: OpenBooks, name: string): Offering | undefined =>
  Object.hasOwn(offerings, name) ? offerings[name] : undefined;

const taxIn = (price: Money, tax: TaxTreatment): Money =>
  tax.treatment === 'taxable' ? taxInsideHalfUp(price, tax.rateBp) : nothing(price.currency);

function derived(received: ReceivedPayment, policy: PledgePolicy, home: string, at: Instant): FundFact {
  const { payment, month, belongsTo, amount, fee, taxIncluded, settled } = received;
  const obligation = obligationOf({ amount, fee, tax: taxIncluded, ...(settled && { settled }) }, policy, home);
  return { type: 'ObligationDerived', data: { payment, month, ...(belongsTo && { belongsTo }), ...obligation }, happenedAt: at };
}

/** Into which fund a payment's obligation falls; undefined outside the promise. */
export function fundOf(books: Books, entry: Pick<PaymentEntry, 'amount' | 'offering' | 'receivedAt'>): string | undefined {
  if (books.status === 'unopened' || !definedOffering(books, entry.offering)?.insidePledge) return undefined;
  const policy = pledgeInForce(books.policies, dayOf(entry.receivedAt, books.zone));
  return policy && (policy.currencyRule === 'own' ? entry.amount.currency : books.currency);
}

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
