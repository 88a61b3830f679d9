import type { Asked } from './asked.js';
import { type Instant, type Month, dayOf } from './calendar.js';
import type { Fact, Stream } from './fact.js';
import type { FundFact } from './fund.js';
import { type Books, type OpenBooks, openBooks } from './ledger.js';
import { type Money, amountSaid, isEqual, isPositive, minus, nothing, plus } from './money.js';
import type { Booking } from './month.js';
import type { Offering } from './offering.js';
import { type PledgePolicy, type Settlement, obligationOf, pledgeInForce } from './pledge.js';
import { invalid, Refusal } from './refusal.js';
import type { Sealed } from './sealed.js';
import { type AppliedTax, type TaxSaid, taxIn, taxOfPayment } from './tax.js';

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
  /** Paid for several sessions ahead, or for several people in a group; absent for one. It serves the bands alone. */
  readonly times?: number;
  readonly insidePledge: boolean;
  /** The version of the promise under which it fell; absent outside the promise or before its start. */
  readonly policyVersion?: number;
  /** With the reason for it: version 1 of the event has none. */
  readonly tax: AppliedTax;
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

/** What can be typed wrongly of a payment, and what followed from it. */
export type PaymentDetails = Pick<
  ReceivedPayment,
  'amount' | 'fee' | 'method' | 'offering' | 'times' | 'insidePledge' | 'policyVersion' | 'tax' | 'taxIncluded' | 'settled'
>;

/** A payment as it should have been recorded, whole, beside what is taken out for it. */
export interface CorrectedPayment extends PaymentDetails, Booking {
  readonly payment: string;
  readonly receivedAt: Instant;
  /** Taken out, in the month in which it stood or, where that is closed, in the open one. */
  readonly before: Booking & Pick<ReceivedPayment, 'amount' | 'fee' | 'taxIncluded'>;
}

export const reversals = ['chargeback', 'dispute', 'returned-by-bank'] as const;
export type Reversal = (typeof reversals)[number];

export type PaymentFact =
  | Fact<'PaymentReceived', ReceivedPayment>
  | Fact<'PaymentRefunded', { payment: string; amount: Money } & Booking>
  /** Taken back by PayPal or a bank, without a word from the practice. */
  | Fact<'PaymentReversed', { payment: string; amount: Money; reason: Reversal } & Booking>
  /** What was taken back came again: a dispute was decided for the practice. */
  | Fact<'PaymentReinstated', { payment: string; amount: Money } & Booking>
  | Fact<'PaymentCorrected', CorrectedPayment>
  | Fact<'PaymentVoided', { payment: string; amount: Money; reason: 'recorded-twice' | 'not-a-payment' | 'wrong-details' } & Booking>
  /** A line of an account's file speaks for it: the same money, seen there; for all of it, unless an amount says for how much. */
  | Fact<'PaymentEvidenceFound', { payment: string; observation: string; amount?: Money }>
  /** That line was matched by mistake and speaks for it no more. */
  | Fact<'PaymentEvidenceWithdrawn', { payment: string; observation: string }>;

/** A line that speaks for a payment. */
export interface Evidence {
  readonly observation: string;
  /** How much of the payment it speaks for; absent for all of it. */
  readonly amount?: Money;
}

export type Payment =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'received';
      readonly received: ReceivedPayment;
      readonly receivedAt: Instant;
      /** All that went back, what was taken back by PayPal or a bank included. */
      readonly refunded: Money;
      /** Of that, what was taken back and can still come again. */
      readonly reversed: Money;
      /** True once it added to what is owed: from then on it adjusts that. */
      readonly hasObligation: boolean;
      /** What speaks for it: the line or mail that it was made from, and those found since. */
      readonly evidence: readonly Evidence[];
    }
  | { readonly status: 'voided'; readonly received: ReceivedPayment };

export function evolvePayment(payment: Payment, { type, data, happenedAt }: PaymentFact): Payment {
  if (type === 'PaymentReceived') {
    const evidence = data.observation ? [{ observation: data.observation }] : [];
    const none = nothing(data.amount.currency);
    const hasObligation = data.policyVersion !== undefined;
    return { status: 'received', received: data, receivedAt: happenedAt, refunded: none, reversed: none, hasObligation, evidence };
  }
  if (payment.status !== 'received') throw new Error(`${type} on a payment that is ${payment.status}.`);
  switch (type) {
    case 'PaymentRefunded':
      return { ...payment, refunded: plus(payment.refunded, data.amount) };
    case 'PaymentReversed':
      return { ...payment, refunded: plus(payment.refunded, data.amount), reversed: plus(payment.reversed, data.amount) };
    case 'PaymentReinstated':
      return { ...payment, refunded: minus(payment.refunded, data.amount), reversed: minus(payment.reversed, data.amount) };
    case 'PaymentCorrected':
      return {
        ...payment,
        received: correctedBy(payment.received, data),
        receivedAt: data.receivedAt,
        hasObligation: payment.hasObligation || data.policyVersion !== undefined,
      };
    case 'PaymentVoided':
      return { status: 'voided', received: payment.received };
    case 'PaymentEvidenceFound':
      return { ...payment, evidence: [...payment.evidence, evidenceIn(data)] };
    case 'PaymentEvidenceWithdrawn':
      return { ...payment, evidence: payment.evidence.filter(({ observation }) => observation !== data.observation) };
  }
}

const evidenceIn = ({ observation, amount }: Evidence): Evidence => ({ observation, ...(amount && { amount }) });

/** The same payment, from the same file and the same payer, with the details and the month that it should have had. */
export function correctedBy(
  { payment, account, observation, payer, reference }: ReceivedPayment,
  corrected: CorrectedPayment,
): ReceivedPayment {
  const { before: _before, receivedAt: _receivedAt, ...details } = corrected;
  return {
    ...details,
    payment,
    ...(account && { account }),
    ...(observation && { observation }),
    ...(payer && { payer }),
    ...(reference && { reference }),
  };
}

export const paymentStream = (payment: string): Stream<Payment, PaymentFact> => ({
  name: `payment/${payment}`,
  unborn: { status: 'unknown' },
  evolve: evolvePayment,
});

export interface PaymentEntry extends TaxSaid {
  readonly amount: Money;
  readonly fee?: Money;
  readonly method: Method;
  readonly offering: string;
  /** How many sessions or people it pays for; one unless said. */
  readonly times?: number;
  readonly receivedAt: Instant;
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
  const fee = checkedFee(entry.fee ?? nothing(entry.amount.currency), entry.amount);
  const day = dayOf(entry.receivedAt, zone);
  const tax = taxOfPayment(offering.tax, entry, day);
  const policy = offering.insidePledge ? pledgeInForce(policies, day) : undefined;
  const received: ReceivedPayment = {
    payment: id,
    amount: entry.amount,
    fee,
    method: entry.method,
    offering: offering.offering,
    ...severalTimes(entry.times),
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

export function checkedFee(fee: Money, amount: Money): Money {
  if (fee.currency !== amount.currency) throw invalid('fee.currency', 'The fee is in the currency of the payment.');
  if (fee.minor > amount.minor) throw invalid('fee', 'The fee is larger than the payment. Check both.');
  return fee;
}

export const mostTimes = 100;

export function severalTimes(times = 1): { times?: number } {
  if (!Number.isInteger(times) || times < 1 || times > mostTimes) throw invalid('times', `Enter a whole number from 1 to ${mostTimes}.`);
  return times === 1 ? {} : { times };
}

function recordedAgain({ amount }: ReceivedPayment, entry: PaymentEntry): PaymentOutcome {
  if (isEqual(amount, entry.amount)) return { payment: [], fund: [] };
  throw new Refusal(
    'payment/recorded-with-another-amount',
    `This payment is recorded with ${amountSaid(amount)}. Correct that one, or record this as another payment.`,
  );
}

export function offeringOf(books: Books, name: string): Offering {
  const offering = definedOffering(openBooks(books), name);
  if (!offering) throw invalid('offering', `There is no offering "${name.slice(0, 40)}". Define it first, or choose one that is.`);
  return offering;
}

/** Own names only: nobody sells a "constructor" that every object has. */
const definedOffering = ({ offerings }: OpenBooks, name: string): Offering | undefined =>
  Object.hasOwn(offerings, name) ? offerings[name] : undefined;

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
