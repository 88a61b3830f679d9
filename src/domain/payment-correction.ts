import type { Asked } from './asked.js';
import { type Instant, dayOf } from './calendar.js';
import { canonical } from './canonical.js';
import type { FundFact } from './fund.js';
import { type Books, type OpenBooks, openBooks } from './ledger.js';
import { type Money, amountSaid, isEqual, isPositive, minus, negated } from './money.js';
import type { Booking } from './month.js';
import { obligationFor, owedFor } from './owed-for.js';
import {
  type CorrectedPayment,
  type Method,
  type Payment,
  type PaymentDetails,
  type PaymentOutcome,
  checkedFee,
  offeringOf,
  severalTimes,
} from './payment.js';
import { stillReceived } from './payment-changes.js';
import { type PledgePolicy, type Settlement, pledgeInForce } from './pledge.js';
import { invalid, Refusal } from './refusal.js';
import { type TaxSaid, taxIn, taxOfPayment } from './tax.js';

/** What was wrong, as it should be. Whatever is left out stays as it was recorded. */
export interface Correction extends Asked, TaxSaid {
  readonly payment: string;
  readonly amount?: Money;
  readonly fee?: Money;
  readonly method?: Method;
  readonly offering?: string;
  readonly times?: number;
  readonly receivedAt?: Instant;
  readonly settled?: Settlement;
}

export class CorrectPayment {
  constructor(readonly input: Correction) {}
}

/** Where the old line is taken out, and where the right one stands. */
export interface CorrectionBooking {
  readonly before: Booking;
  readonly after: Booking;
}

type Standing = Extract<Payment, { status: 'received' }>;

/**
 * The payment as it should have been, and what that changes of what is owed, in one append. Corrected back, nothing is left of
 * it; said twice, it is said once.
 */
export function correctPayment(
  payment: Payment,
  input: Correction,
  books: Books,
  { before, after }: CorrectionBooking,
  now: Instant,
): PaymentOutcome {
  const standing = stillReceived(payment);
  const open = openBooks(books);
  const { received, receivedAt } = standing;
  const details = correctedDetails(standing, input, open);
  const at = input.receivedAt ?? receivedAt;
  if (at === receivedAt && isSame(details, received)) return { payment: [], fund: [] };
  const corrected: CorrectedPayment = {
    payment: received.payment,
    receivedAt: at,
    ...details,
    ...after,
    before: { amount: received.amount, fee: received.fee, taxIncluded: received.taxIncluded, ...before },
  };
  return {
    payment: [{ type: 'PaymentCorrected', data: corrected, happenedAt: now }],
    fund: obligationsCorrected(standing, corrected, open, now),
  };
}

function correctedDetails({ received, receivedAt, refunded, evidence }: Standing, input: Correction, books: OpenBooks): PaymentDetails {
  const amount = input.amount ?? received.amount;
  const isAmountNew = !isEqual(amount, received.amount);
  if (amount.currency !== received.amount.currency) {
    throw invalid('amount.currency', `The payment is in ${received.amount.currency}. Take it out of the books and record it anew.`);
  }
  if (!isPositive(amount)) throw new Refusal('payment/amount-not-positive', 'A payment must be more than zero.');
  if (amount.minor < refunded.minor) {
    throw new Refusal('payment/refunded-above-amount', `${amountSaid(refunded)} of this payment went back already.`);
  }
  if (isAmountNew && evidence.length > 0) {
    throw new Refusal('payment/amount-has-evidence', 'A line of your accounts speaks for this amount. Look there what came in.');
  }
  if (isAmountNew && received.settled && !input.settled) {
    throw invalid('settled', `Say again what it became in ${received.settled.amount.currency}: the amount is another one.`);
  }
  const settled = input.settled ?? received.settled;
  const tax = taxCorrected(received, receivedAt, input, books);
  return {
    amount,
    fee: checkedFee(input.fee ?? received.fee, amount),
    method: input.method ?? received.method,
    ...severalTimes(input.times ?? received.times),
    ...underPromise(received, receivedAt, input, books),
    tax,
    taxIncluded: taxIn(amount, tax),
    ...(settled && { settled }),
  };
}

const dayIn = (books: OpenBooks, at: Instant) => dayOf(at, books.zone);

/** As it was, unless something else was said, the offering is another one, or the day moved over a change of the rate. */
function taxCorrected(received: PaymentDetails, receivedAt: Instant, input: Correction, books: OpenBooks): PaymentDetails['tax'] {
  const { tax } = received;
  const day = dayIn(books, input.receivedAt ?? receivedAt);
  const place = tax.because?.by === 'place' ? tax.because.place : undefined;
  const isOfferingNew = input.offering !== undefined && input.offering !== received.offering;
  if (isOfferingNew)
    return taxOfPayment(offeringOf(books, input.offering!).tax, { place: input.tax ? undefined : place, ...said(input) }, day);
  if (input.tax) return taxOfPayment(tax, said(input), day);
  if (input.place) return taxOfPayment(offeringOf(books, received.offering).tax, said(input), day);
  const isDayNew = day !== dayIn(books, receivedAt);
  return place && place !== 'abroad' && isDayNew ? taxOfPayment(tax, { place }, day) : tax;
}

const said = ({ tax, place }: TaxSaid): TaxSaid => ({ ...(tax && { tax }), ...(place && { place }) });

/** Day and offering decide under which version it falls. Where both stay, so does what was decided: no version rewrites the past. */
function underPromise(
  received: PaymentDetails,
  receivedAt: Instant,
  input: Correction,
  books: OpenBooks,
): Pick<PaymentDetails, 'offering' | 'insidePledge' | 'policyVersion'> {
  const offering = input.offering ?? received.offering;
  const day = dayIn(books, input.receivedAt ?? receivedAt);
  const isOfferingNew = offering !== received.offering;
  const insidePledge = isOfferingNew ? offeringOf(books, offering).insidePledge : received.insidePledge;
  const stays = !isOfferingNew && day === dayIn(books, receivedAt);
  const version = stays ? received.policyVersion : insidePledge ? pledgeInForce(books.policies, day)?.version : undefined;
  return { offering, insidePledge, ...(version !== undefined && { policyVersion: version }) };
}

const detailNames: readonly (keyof PaymentDetails)[] = [
  'amount',
  'fee',
  'method',
  'offering',
  'times',
  'insidePledge',
  'policyVersion',
  'tax',
  'taxIncluded',
  'settled',
];

/** By the bytes that would be stored. */
const isSame = (details: PaymentDetails, received: PaymentDetails): boolean =>
  detailNames.every((name) => canonical([details[name] ?? null]) === canonical([received[name] ?? null]));

/**
 * What the payment had added is taken back in the terms under which it fell, and what it should have added is added in the right
 * ones: one line where both stand in one month of one fund, two where they do not. What never added to a fund derives its obligation now.
 */
function obligationsCorrected(
  standing: Standing,
  corrected: CorrectedPayment,
  { policies, currency: home }: OpenBooks,
  now: Instant,
): FundFact[] {
  const { received, refunded, hasObligation } = standing;
  const { payment, before } = corrected;
  const under = (version: number | undefined): PledgePolicy | undefined => policies.find((policy) => policy.version === version);
  const [old, right] = [under(received.policyVersion), under(corrected.policyVersion)];
  const remaining = minus(corrected.amount, refunded);
  const gone = old && owedFor(received, minus(received.amount, refunded), old, home);
  if (right && !hasObligation && isPositive(remaining)) {
    const obligation = obligationFor(corrected, remaining, right, home);
    return [{ type: 'ObligationDerived', data: { payment, ...bookingOf(corrected), ...obligation }, happenedAt: now }];
  }
  const due = right && owedFor(corrected, remaining, right, home);
  const adjusted = (by: Money, booking: Booking): FundFact[] =>
    by.minor === 0n ? [] : [{ type: 'ObligationAdjusted', data: { payment, ...booking, by, reason: 'corrected' }, happenedAt: now }];
  if (gone && due && gone.currency === due.currency && before.month === corrected.month)
    return adjusted(minus(due, gone), bookingOf(corrected));
  return [...(gone ? adjusted(negated(gone), bookingOf(before)) : []), ...(due ? adjusted(due, bookingOf(corrected)) : [])];
}

const bookingOf = ({ month, belongsTo }: Booking): Booking => ({ month, ...(belongsTo && { belongsTo }) });
