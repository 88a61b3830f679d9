import type { AlikePayment, LineVerdict } from '../domain/import.js';
import type { OpenBooks } from '../domain/ledger.js';
import { type Money, formatAmount } from '../domain/money.js';
import type { Verdict } from '../domain/observation.js';
import type { Reading } from '../domain/observed.js';
import { type Settlement, fundCurrencyOf, pledgeInForce } from '../domain/pledge.js';
import { invalid } from '../domain/refusal.js';
import type { TaxPlace } from '../domain/tax-rates.js';
import { dayInWords } from '../web/days.js';
import type { FormReading } from './form-reading.js';
import type { Form } from '../web/form.js';
import { readPlace, readRateTyped, settledBy } from './line-boxes.js';
import { type LineSaid, readControl, wordsOf } from './pages/line-control.js';
import { placeField } from './pages/line-place.js';
import { rateFields } from './pages/line-rate.js';

/** A line of a preview or of the review, as far as judging it needs. */
export interface JudgedLine {
  readonly reading: Reading;
  readonly day: string;
  /** Signed: below zero left the account. */
  readonly amount: Money;
  /** What it became in the ledger's currency, where the source says so. */
  readonly settled?: object | undefined;
  /** A recorded payment that may be the same money. */
  readonly alike?: AlikePayment | undefined;
  /** True where an earlier line of the account carries the same number. */
  readonly isSeen?: boolean | undefined;
  /** True for what is in the books already: what is said of it is the same press again, or comes too late to count. */
  readonly isHere?: boolean;
}

export interface SaidOfLine {
  readonly verdict: Verdict;
  readonly settled?: Settlement;
  /** True where of which payments it is the money is still to be said. */
  readonly holdsSeveral?: true;
}

/** What is not finished comes again when it is; what went out is no payment. */
export const isRecordable = ({ reading, amount }: JudgedLine): boolean => reading !== 'pending' && amount.minor > 0n;

/** True where nobody says what it became in the ledger's currency, and the promise may be kept in that. */
export const lacksRate = ({ amount, settled }: JudgedLine, { policies, currency }: OpenBooks): boolean =>
  amount.currency !== currency && !settled && policies.at(-1)?.currencyRule !== 'own';

/**
 * What a person says of one line: its control, and the boxes beside it where it lacks a rate. Faults stand at the line's
 * boxes, or at the line.
 * @param field under which faults of the line itself are told
 */
export function readSaid(reading: FormReading, sent: string, line: JudgedLine, books: OpenBooks, field: string): SaidOfLine {
  const { line: number, said } = readControl(sent);
  if (!line.isHere) refuseUnlessAsShown(said, line, field);
  const verdict = placed(verdictOf(said), readPlace(reading, placeField(number)), () =>
    reading.refuse(field, 'You said where they live. Choose what it was for, or leave that box alone.'),
  );
  const settled = lacksRate(line, books) ? readRate(reading, number, verdict, line, books, field) : undefined;
  return { verdict, ...(settled && { settled }), ...(said.is === 'several' && { holdsSeveral: true }) };
}

/** @param refuse where it becomes no payment, a place says nothing of it */
function placed(verdict: Verdict, place: TaxPlace | undefined, refuse: () => void): Verdict {
  if (!place) return verdict;
  if (verdict.becomes === 'payment') return { ...verdict, place };
  refuse();
  return verdict;
}

/** What is proposed can change between a page and its press. Nothing is matched or recorded that was not shown so. */
function refuseUnlessAsShown(said: LineSaid, { alike, isSeen }: JudgedLine, field: string): void {
  if (said.is === 'same' && said.payment !== alike?.payment) {
    throw invalid(
      field,
      'Since you looked, what is proposed here has changed: that payment is not free for this line any more. Choose again.',
    );
  }
  if (said.is === 'seen' && !isSeen) throw invalid(field, 'No earlier line carries the same number. Choose again.');
  if (said.is === 'record' && alike && said.besides !== alike.payment) {
    const says = `A payment of ${dayInWords(alike.day)} that may be the same money was recorded since you looked. Choose again.`;
    throw invalid(field, says);
  }
}

function verdictOf(said: LineSaid): Verdict {
  switch (said.is) {
    case 'record':
      return { becomes: 'payment', offering: said.offering };
    case 'same':
      return { becomes: 'evidence', payment: said.payment };
    case 'seen':
      return { becomes: 'dismissed', reason: 'seen-elsewhere' };
    case 'dismiss':
      return { becomes: 'dismissed', reason: 'outside-this-ledger' };
    case 'leave':
    case 'several':
      return { becomes: 'to-review' };
  }
}

/** What is chosen beforehand for what is proposed. */
export function chosenFor(verdict: Verdict): LineSaid {
  switch (verdict.becomes) {
    case 'payment':
      return { is: 'record', offering: verdict.offering };
    case 'evidence':
      return { is: 'same', payment: verdict.payment };
    case 'dismissed':
      return { is: verdict.reason === 'seen-elsewhere' ? 'seen' : 'dismiss' };
    case 'to-review':
      return { is: 'leave' };
  }
}

/** A rate is taken from whoever settled it, never looked up; typed for a line that becomes no payment, it is asked about. */
function readRate(
  reading: FormReading,
  number: string,
  verdict: Verdict,
  line: JudgedLine,
  books: OpenBooks,
  field: string,
): Settlement | undefined {
  const typed = readRateTyped(reading, number);
  if (verdict.becomes !== 'payment') {
    if (typed.amount) reading.refuse(field, 'You typed what it became. Choose what it was for, or empty that box.');
    return undefined;
  }
  if (!typed.amount && needsRate(line, verdict.offering, books)) {
    reading.refuse(rateFields(number).amount, `Say what it became in ${books.currency}, as PayPal or your bank gives it.`);
  }
  return settledBy(reading, number, typed);
}

/** Outside the promise nothing is set aside, so nothing has to be reckoned in the ledger's currency. */
function needsRate({ amount, day }: JudgedLine, offering: string, { offerings, policies, currency }: OpenBooks): boolean {
  const isInside = Object.hasOwn(offerings, offering) && offerings[offering]!.insidePledge;
  const policy = isInside ? pledgeInForce(policies, day) : undefined;
  return policy !== undefined && fundCurrencyOf(amount, policy, currency) !== amount.currency;
}

/** The boxes of a form as they were when this was said. */
export const saidAgain = (verdicts: readonly LineVerdict[]): Form['typed'] => ({
  line: verdicts.map(({ line, verdict }) => `${line}:${wordsOf(chosenFor(verdict))}`),
  ...Object.fromEntries(verdicts.flatMap(({ line, settled }) => (settled ? rateTyped(line, settled) : []))),
  ...Object.fromEntries(verdicts.flatMap(({ line, verdict }) => ('place' in verdict ? [[placeField(line), verdict.place]] : []))),
});

function rateTyped(line: number, { amount, source }: Settlement): [string, string][] {
  const fields = rateFields(line);
  return [
    [fields.amount, formatAmount(amount)],
    [fields.currency, amount.currency],
    [fields.source, source],
  ];
}
