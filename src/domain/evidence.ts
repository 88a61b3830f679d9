import type { Asked } from './asked.js';
import type { Instant } from './calendar.js';
import { mailSource } from './mail.js';
import { isEqual } from './money.js';
import type { Observation, ObservationFact, RecordedObservation } from './observation.js';
import type { Payment, PaymentFact } from './payment.js';
import { invalid, Refusal } from './refusal.js';

/** A payment can have two witnesses, a line of an account and a mail, and no two of one kind. */
export type Witness = 'mail' | 'file';
export const witnessOf = (source: string): Witness => (source === mailSource ? 'mail' : 'file');

/** What is known to speak for payments, by the line's id. What kind of witness a line is never changes. */
export type Witnesses = ReadonlyMap<string, { readonly payment: string; readonly is: Witness }>;

/**
 * A line speaks for one payment of the same amount, which stands in these books; and one witness of its kind only does, so that
 * no money is seen twice.
 * @param known witnesses of the payment; one that is not among them came a moment ago, and counts as one of the same kind
 * @param field under which the line was sent
 */
export function findEvidence(
  payment: Payment,
  { observation, amount, source }: Pick<RecordedObservation, 'observation' | 'amount' | 'source'>,
  known: Witnesses,
  field: string,
  now: Instant,
): PaymentFact[] {
  if (amount.minor <= 0n) throw new Refusal('observation/not-money-in', 'Only money that came in speaks for a payment.');
  if (payment.status !== 'received' || !isEqual(payment.received.amount, amount)) throw strayEvidence(field);
  const kind = witnessOf(source);
  if (payment.evidence.some(({ observation: each }) => (known.get(each)?.is ?? kind) === kind)) throw strayEvidence(field);
  return [{ type: 'PaymentEvidenceFound', data: { payment: payment.received.payment, observation }, happenedAt: now }];
}

/** Matches from before payments themselves knew their lines stand in the rows alone. @param line that does not count */
export const isClaimed = (known: Witnesses, payment: string, kind: Witness, line?: string): boolean =>
  [...known].some(([observation, each]) => observation !== line && each.payment === payment && each.is === kind);

export const strayEvidence = (field: string) =>
  invalid(field, 'No payment of this amount waits for a line. Choose again what this line becomes.');

export interface Reopening extends Asked {
  readonly observation: string;
}

export class ReopenObservation {
  constructor(readonly input: Reopening) {}
}

/** What opening a line again comes to, on its own stream and on those of the payments it spoke for. */
export interface ReopeningOutcome {
  readonly observation: ObservationFact[];
  /** In the order in which the payments were handed in. */
  readonly payments: PaymentFact[][];
}

/**
 * What was said of a line by mistake is taken back, and it waits again. Every match can be undone; no closed month changes by
 * it, for what the line becomes then is booked in an open one. Only a line that itself became a payment stays while that
 * payment stands: open, it could be recorded a second time.
 * @param payments those that the line is matched with, in its own order
 */
export function reopenObservation(observation: Observation, payments: readonly Payment[], now: Instant): ReopeningOutcome {
  if (observation.status === 'unknown') throw new Refusal('observation/unknown', 'There is no such line in this ledger.');
  if (observation.status === 'to-review') return { observation: [], payments: [] };
  const { observation: id } = observation.recorded;
  const several = observation.status === 'matched' && observation.payments.length > 1 ? { payments: observation.payments } : {};
  const reopened: ObservationFact = { type: 'ObservationReopened', data: { observation: id, ...several }, happenedAt: now };
  if (observation.status === 'dismissed') return { observation: [reopened], payments: [] };
  return { observation: [reopened], payments: payments.map((payment) => withdrawnFrom(payment, id, now)) };
}

function withdrawnFrom(payment: Payment, observation: string, now: Instant): PaymentFact[] {
  if (payment.status !== 'received') return [];
  const { payment: matched, observation: madeFrom } = payment.received;
  if (madeFrom === observation) {
    throw new Refusal(
      'observation/is-a-payment',
      'This line became a payment, and that payment stands. Take it out of the books first; then the line can be opened again.',
    );
  }
  if (!payment.evidence.some((each) => each.observation === observation)) return [];
  return [{ type: 'PaymentEvidenceWithdrawn', data: { payment: matched, observation }, happenedAt: now }];
}
