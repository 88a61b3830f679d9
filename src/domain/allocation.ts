import type { Asked } from './asked.js';
import type { Instant } from './calendar.js';
import { type Witnesses, strayEvidence, witnessOf } from './evidence.js';
import { type Money, amountSaid, isEqual, isPositive, minus, money, nothing, plus, sum } from './money.js';
import {
  type AllocatedPart,
  type Observation,
  type ObservationFact,
  type RecordedObservation,
  refuseUnlessWaiting,
  refuseUnrecordable,
} from './observation.js';
import type { Payment, PaymentFact } from './payment.js';
import type { Settlement } from './pledge.js';
import { invalid } from './refusal.js';
import type { TaxPlace } from './tax-rates.js';

/** What a part of a line is the money of: a payment that it becomes, or one that stands in the books. */
export type PartSaid = { readonly amount: Money } & (
  | { readonly becomes: 'payment'; readonly offering: string; readonly place?: TaxPlace }
  | { readonly becomes: 'evidence'; readonly payment: string }
);

export interface ObservationAllocation extends Asked {
  readonly observation: string;
  readonly parts: readonly PartSaid[];
  /** What all of a foreign line became in the home currency, where the source does not say. */
  readonly settled?: Settlement;
}

/**
 * Says of which payments a line is the money: of several, each with its part; or of one that came in several lines, of which this is
 * one. All of the line is said of; a line that holds other money too is put aside, and its payments are recorded by hand.
 */
export class AllocateObservation {
  constructor(readonly input: ObservationAllocation) {}
}

export const mostParts = 40;

/** @param parts each with its payment, also where the line becomes it */
export function allocateObservation(observation: Observation, parts: readonly AllocatedPart[], now: Instant): ObservationFact[] {
  refuseUnlessWaiting(observation);
  refuseUnrecordable(observation.recorded);
  const { observation: id, amount } = observation.recorded;
  refuseOddParts(parts, amount);
  const [only] = parts;
  const of = only && parts.length === 1 ? { payment: only.payment } : { parts };
  return [{ type: 'ObservationMatched', data: { observation: id, amount, ...of }, happenedAt: now }];
}

/** Nothing of a line is left over, nothing is counted twice. */
function refuseOddParts(parts: readonly AllocatedPart[], whole: Money): void {
  if (parts.length === 0 || parts.length > mostParts)
    throw invalid('parts', `Say of which payments it is the money, from one to ${mostParts} of them.`);
  for (const [index, { payment, amount }] of parts.entries()) {
    if (amount.currency !== whole.currency)
      throw invalid(`parts.${index}.amount`, `The line is in ${whole.currency}, and so are its parts.`);
    if (!isPositive(amount)) throw invalid(`parts.${index}.amount`, 'A part must be more than zero.');
    if (parts.findIndex((each) => each.payment === payment) !== index)
      throw invalid(`parts.${index}.payment`, 'This payment is named twice. Name it once, with all that is its.');
  }
  const told = sum(
    parts.map(({ amount }) => amount),
    whole.currency,
  );
  if (isEqual(told, whole)) return;
  throw invalid('parts', `The parts come to ${amountSaid(told)}, and the line is ${amountSaid(whole)}. Together they must be all of it.`);
}

/**
 * A part of a line speaks for a payment, or all of a line for a part of one: never for more of it than no other witness of its kind
 * speaks for yet.
 * @param known witnesses of the payment; one that is not among them came a moment ago, and counts as one of the same kind
 * @param field under which the part was sent
 */
export function findPart(
  payment: Payment,
  { observation, source }: Pick<RecordedObservation, 'observation' | 'source'>,
  part: Money,
  known: Witnesses,
  field: string,
  now: Instant,
): PaymentFact[] {
  if (payment.status !== 'received' || payment.received.amount.currency !== part.currency) throw strayEvidence(field);
  const { payment: id, amount } = payment.received;
  const left = withoutWitness(payment, observation, witnessOf(source), known);
  if (part.minor > left.minor) {
    const says = isPositive(left)
      ? `Only ${amountSaid(left)} of this payment waits for a line.`
      : 'Other lines speak for all of this payment already.';
    throw invalid(field, `${says} Choose again what this part is.`);
  }
  const isAll = isEqual(part, amount);
  return [{ type: 'PaymentEvidenceFound', data: { payment: id, observation, ...(!isAll && { amount: part }) }, happenedAt: now }];
}

/** How much of a payment no witness of this kind speaks for. */
function withoutWitness(
  { received, evidence }: Extract<Payment, { status: 'received' }>,
  line: string,
  kind: 'mail' | 'file',
  known: Witnesses,
): Money {
  const told = evidence.filter(({ observation }) => (known.get(observation)?.is ?? kind) === kind);
  const spokenFor = told.reduce((so, { amount }) => plus(so, amount ?? received.amount), nothing(received.amount.currency));
  const isInRowsAlone = [...known].some(
    ([observation, { payment, is }]) =>
      observation !== line && payment === received.payment && is === kind && !evidence.some((each) => each.observation === observation),
  );
  return isInRowsAlone || spokenFor.minor > received.amount.minor ? nothing(received.amount.currency) : minus(received.amount, spokenFor);
}

/**
 * An amount cut in proportion to parts. The running sum is rounded down, so that the pieces are always all of it.
 * @param parts above zero, of one currency
 */
export function inProportionDown(whole: Money, parts: readonly Money[]): Money[] {
  const total = parts.reduce((so, { minor }) => so + minor, 0n);
  let through = 0n;
  return parts.map(({ minor }) => {
    const before = (whole.minor * through) / total;
    through += minor;
    return money((whole.minor * through) / total - before, whole.currency);
  });
}

/** A payment that may be a part of a line, or of which a line may be a part. */
export interface UnwitnessedPayment {
  readonly payment: string;
  /** As much of it as no line speaks for. */
  readonly left: Money;
}

/** More are not tried: then a person chooses. */
const mostTried = 12;

/**
 * The payments that together are a line, where there is only one such choice: proposed with that reason, never decided.
 * @returns undefined where none come to it, or more than one choice does
 */
export function onlySum(line: Money, payments: readonly UnwitnessedPayment[]): readonly UnwitnessedPayment[] | undefined {
  const fitting = payments.filter(({ left }) => left.currency === line.currency && left.minor > 0n && left.minor < line.minor);
  if (fitting.length > mostTried) return undefined;
  const found: UnwitnessedPayment[][] = [];
  const look = (from: number, rest: bigint, chosen: readonly UnwitnessedPayment[]): void => {
    if (rest === 0n) found.push([...chosen]);
    for (let next = from; rest > 0n && next < fitting.length && found.length < 2; next += 1)
      if (fitting[next]!.left.minor <= rest) look(next + 1, rest - fitting[next]!.left.minor, [...chosen, fitting[next]!]);
  };
  look(0, line.minor, []);
  return found.length === 1 ? found[0] : undefined;
}
