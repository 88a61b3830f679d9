import { type Month, addMonths, monthOf, noonOf } from '../domain/calendar.js';
import { type Witnesses, findEvidence } from '../domain/evidence.js';
import type { FundFact } from '../domain/fund.js';
import { type LineVerdict, unsaid } from '../domain/import.js';
import type { Books } from '../domain/ledger.js';
import { type MonthState, bookIn, monthIsClosed } from '../domain/month.js';
import {
  type Observation,
  type ObservationFact,
  type RecordedObservation,
  type Verdict,
  recordObservation,
} from '../domain/observation.js';
import type { ObservedLine } from '../domain/observed.js';
import { type Payment, type PaymentFact, type PaymentOutcome, evolvePayment, recordPayment } from '../domain/payment.js';
import { type FieldFault, InvalidInput, Refusal } from '../domain/refusal.js';
import type { Sealed } from '../domain/sealed.js';
import type { Sealing } from '../vault/sealing.js';
import type { PreviewLine } from './import-preview.queries.js';
import { type Origin, observationOf } from './new-observation.js';
import { ObservationLineRow } from './observations.projection.js';

/** A line on its way into the books: its ids are made, its words are sealed. */
export interface NewLine {
  readonly preview: PreviewLine;
  readonly observation: RecordedObservation;
  readonly verdict: Verdict;
  readonly settled?: LineVerdict['settled'];
  /** The payment that it becomes, or for which it speaks. */
  readonly payment?: string;
  readonly receivedAt: string;
  readonly months: readonly Month[];
  readonly sealed: { payer?: Sealed; reference?: Sealed };
}

/** What all lines of one file share. */
export interface Place extends Origin {
  readonly zone: string;
  readonly closedThrough: Month | undefined;
  readonly newId: () => string;
}

export function newLine(preview: PreviewLine, said: LineVerdict | undefined, place: Place, sealing: Sealing): NewLine {
  const { line } = preview;
  const verdict = said?.verdict ?? unsaid(preview.proposal);
  const receivedAt = line.at ?? noonOf(line.day, place.zone);
  return {
    preview,
    ...paymentOf(verdict, place),
    receivedAt,
    verdict,
    ...(said?.settled && { settled: said.settled }),
    months: monthsFor(monthOf(receivedAt, place.zone), place.closedThrough),
    observation: observationOf(line, place, sealing),
    sealed: verdict.becomes === 'payment' ? sealedPayer(sealing, line, place.now) : {},
  };
}

function paymentOf(verdict: Verdict, { newId }: Place): { payment?: string } {
  if (verdict.becomes === 'evidence') return { payment: verdict.payment };
  return verdict.becomes === 'payment' ? { payment: newId() } : {};
}

function sealedPayer(sealing: Sealing, { name, reference }: ObservedLine, now: string): { payer?: Sealed; reference?: Sealed } {
  if (!name && !reference) return {};
  const payer = sealing.newSubject('payer', { now });
  return {
    ...(name && { payer: sealing.seal(payer, 'payment.payer', name) }),
    ...(reference && { reference: sealing.seal(payer, 'payment.reference', reference) }),
  };
}

const monthsFor = (month: Month, closedThrough: Month | undefined): readonly Month[] =>
  closedThrough && month <= closedThrough ? [month, addMonths(closedThrough, 1)] : [month];

type Recorded = Extract<Verdict, { becomes: 'payment' }>;

function entryOf({ preview, observation, receivedAt, settled }: NewLine, { offering, place }: Recorded) {
  const { line } = preview;
  const rate = settled ?? (line.settled && { amount: line.settled.amount, source: 'paypal' });
  return {
    amount: line.amount,
    ...(line.fee && { fee: line.fee }),
    method: line.method,
    offering,
    ...(place && { place }),
    receivedAt,
    ...(rate && { settled: rate }),
    account: observation.account,
    observation: observation.observation,
  };
}

export function lineRow(ledger: string, account: string, { preview, observation }: NewLine): ObservationLineRow {
  return Object.assign(new ObservationLineRow(), {
    ledgerId: ledger,
    accountId: account,
    identity: preview.identity,
    movement: preview.movement ?? null,
    observationId: observation.observation,
  });
}

interface Loaded {
  readonly books: Books;
  readonly months: ReadonlyMap<Month, MonthState>;
  /** In the order of the lines. */
  readonly observations: readonly Observation[];
  readonly witnesses: Witnesses;
}

/** Facts of the lines in their order, of each payment, and of the funds. */
interface LinesOutcome {
  readonly observations: readonly (readonly ObservationFact[])[];
  readonly paid: ReadonlyMap<string, readonly PaymentFact[]>;
  readonly fund: readonly FundFact[];
}

/** More are not told at once. */
const mostFaults = 20;

/**
 * What the lines come to, decided one after another: a payment that one line of the file has claimed is not there for the next.
 * @param payments as loaded under the lock, by id: those that lines become, and those that they speak for
 * @throws InvalidInput naming each line that cannot become what was said of it
 */
export function recordLines(lines: readonly NewLine[], loaded: Loaded, payments: ReadonlyMap<string, Payment>, now: string): LinesOutcome {
  const states = new Map(payments);
  const paid = new Map<string, PaymentFact[]>();
  const fund: FundFact[] = [];
  const faults: FieldFault[] = [];
  const record = (line: NewLine, before: Observation): readonly ObservationFact[] => {
    const { observation, verdict, payment, receivedAt } = line;
    const facts = recordObservation(before, observation, verdict, payment, now, receivedAt);
    if (payment) {
      const state = states.get(payment)!;
      const outcome = paymentOutcome(line, payment, state, loaded, now);
      states.set(payment, outcome.payment.reduce(evolvePayment, state));
      paid.set(payment, [...(paid.get(payment) ?? []), ...outcome.payment]);
      fund.push(...outcome.fund);
    }
    return facts;
  };
  const observations = lines.map((line, index) => {
    try {
      return record(line, loaded.observations[index]!);
    } catch (error) {
      faults.push({ field: fieldOf(line), says: refusalIn(error) });
      return [];
    }
  });
  if (faults.length > 0) throw new InvalidInput(faults.slice(0, mostFaults));
  return { observations, paid, fund };
}

const fieldOf = ({ preview }: NewLine): string => `line ${preview.line.line}`;

/** Why a line cannot be recorded as was said. @throws whatever is no fault of the line: a bug, or a month that closed meanwhile */
function refusalIn(error: unknown): string {
  if (error instanceof InvalidInput) return error.faults.map(({ says }) => says).join(' ');
  if (error instanceof Refusal && error.code !== monthIsClosed) return error.message;
  throw error;
}

function paymentOutcome(
  line: NewLine,
  payment: string,
  before: Payment,
  { books, months, witnesses }: Loaded,
  now: string,
): PaymentOutcome {
  const { verdict, observation } = line;
  if (verdict.becomes !== 'payment') return { payment: findEvidence(before, observation, witnesses, fieldOf(line), now), fund: [] };
  const states = line.months.map((month) => months.get(month)!);
  return recordPayment(before, payment, entryOf(line, verdict), line.sealed, books, bookIn(line.months, states, books));
}
