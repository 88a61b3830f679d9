import { findPart } from '../../src/domain/allocation.js';
import type { Instant } from '../../src/domain/calendar.js';
import type { LedgerEvent } from '../../src/domain/events.js';
import { findEvidence, reopenObservation } from '../../src/domain/evidence.js';
import { advanceFund, emptyFund, evolveFund, meetAdvance, stateOpeningBalance } from '../../src/domain/fund.js';
import type { Books } from '../../src/domain/ledger.js';
import type { Booking } from '../../src/domain/month.js';
import type { RecordedObservation } from '../../src/domain/observation.js';
import { forgetPayer } from '../../src/domain/payer.js';
import { evolvePayment, paymentStream, recordPayment } from '../../src/domain/payment.js';
import { refundPayment, reinstatePayment, reversePayment, voidPayment } from '../../src/domain/payment-changes.js';
import { correctPayment } from '../../src/domain/payment-correction.js';
import { asked, cash, sealed } from '../support/given.js';

/** Who and what plays in it, and when. */
interface Cast {
  readonly payment: string;
  readonly account: string;
  readonly observation: string;
  readonly payer: string;
  readonly line: RecordedObservation;
  readonly late: Booking;
  readonly opened: Instant;
  readonly now: Instant;
}

/** A foreign payment with all that a payment can carry, refunded in part, then taken out. */
export function paymentFacts(
  books: Books,
  { payment, account, observation, payer, line, late, opened, now }: Cast,
): readonly LedgerEvent[] {
  const unknown = paymentStream(payment).unborn;
  const received = recordPayment(
    unknown,
    payment,
    {
      amount: cash('200.00 USD'),
      fee: cash('6.10 USD'),
      method: 'paypal',
      offering: 'ces-50',
      receivedAt: '2026-10-04T16:00:00.000Z',
      times: 2,
      place: 'NS',
      settled: { amount: cash('272.50 CAD'), source: 'paypal' },
      account,
      observation,
    },
    { payer: sealed(payer), reference: sealed(payer) },
    books,
    late,
  );
  const before = received.payment.reduce(evolvePayment, unknown);
  const refunded = refundPayment(
    before,
    { ...asked, payment, amount: cash('50.00 USD'), refundedAt: '2026-10-20T16:00:00.000Z' },
    books,
    late,
  );
  const after = refunded.payment.reduce(evolvePayment, before);
  const byHand = { amount: cash('200.00 CAD'), method: 'interac', offering: 'ces-50', receivedAt: '2026-10-04T16:00:00.000Z' } as const;
  const recorded = recordPayment(unknown, payment, byHand, {}, books, { month: '2026-10' }).payment.reduce(evolvePayment, unknown);
  const found = findEvidence(recorded, { ...line, observation, amount: byHand.amount }, new Map(), 'line', now);
  const matched = { status: 'matched', recorded: { ...line, amount: byHand.amount }, payments: [payment] } as const;
  const reopened = reopenObservation(matched, [found.reduce(evolvePayment, recorded)], now);
  const inPart = findPart(recorded, { ...line, observation }, cash('120.00 CAD'), new Map(), 'parts.0', now);
  const reversed = reversePayment(
    after,
    { ...asked, payment, amount: cash('100.00 USD'), reversedAt: '2026-10-22T16:00:00.000Z', reason: 'dispute' },
    books,
    late,
  );
  const taken = reversed.payment.reduce(evolvePayment, after);
  const reinstated = reinstatePayment(
    taken,
    { ...asked, payment, amount: cash('100.00 USD'), reinstatedAt: '2026-10-28T16:00:00.000Z' },
    books,
    late,
  );
  const corrected = correctPayment(
    reinstated.payment.reduce(evolvePayment, taken),
    { ...asked, payment, fee: cash('6.30 USD'), receivedAt: '2026-10-05T16:00:00.000Z' },
    books,
    { before: late, after: late },
    now,
  );
  const voided = voidPayment(after, { ...asked, payment, reason: 'recorded-twice' }, books, late, now);
  const creditFund = advanceFund(cash('20.00 CAD'), '2026-10', opened).reduce(evolveFund, emptyFund('CAD'));
  const opening = stateOpeningBalance(emptyFund('CAD'), cash('500.00 CAD'), cash('350.00 CAD'), '2026-10', opened);
  const ofPayments = [received, refunded, reversed, reinstated, corrected, voided]
    .flatMap((outcome) => [...outcome.payment, ...outcome.fund])
    .concat(
      found,
      inPart,
      reopened.payments.flat(),
      opening,
      advanceFund(cash('20.00 CAD'), '2026-11', now, 'for-good'),
      meetAdvance(creditFund, cash('5.00 CAD'), '2026-11', now),
    );
  return [...ofPayments, ...forgetPayer(2, now)];
}
