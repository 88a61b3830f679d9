import type { AlikePayment } from '../domain/import.js';
import type { OpenBooks } from '../domain/ledger.js';
import type { Money } from '../domain/money.js';
import type { Verdict } from '../domain/observation.js';
import type { Reading } from '../domain/observed.js';
import { type Settlement, fundCurrencyOf, pledgeInForce } from '../domain/pledge.js';
import { invalid } from '../domain/refusal.js';
import type { FormReading } from './form-reading.js';
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
}

export interface SaidOfLine {
  readonly verdict: Verdict;
  readonly settled?: Settlement;
}

/** What is not finished comes again when it is; what went out is no payment. */
export const isRecordable = ({ reading, amount }: JudgedLine): boolean => reading !== 'pending' && amount.minor > 0n;

/** True where nobody says what it became in the ledger's currency, and the promise may be kept in that. */
export const lacksRate = ({ amount, settled }: JudgedLine, { policies, currency }: OpenBooks): boolean =>
  amount.currency !== currency && !settled && policies.at(-1)?.currencyRule !== 'own';

/** The control of one line: `12:record:ces-50`, `12:same`, `12:seen`, `14:leave`, `15:dismiss`. Lines go by a number. */
export function numberIn(said: string): string {
  const match = /^(\d{1,15}):(?:leave|dismiss|same|seen|record:[a-z0-9-]{1,40})$/.exec(said);
  if (!match) throw invalid('line', 'Open the page again: what was sent does not belong to it.');
  return match[1]!;
}

/**
 * What a person says of one line: its control, and the boxes beside it where it lacks a rate. Faults stand at the line's
 * boxes, or at the line.
 * @param field under which faults of the line itself are told
 */
export function readSaid(reading: FormReading, said: string, line: JudgedLine, books: OpenBooks, field: string): SaidOfLine {
  const verdict = verdictIn(said, line, field);
  const settled = lacksRate(line, books) ? readRate(reading, numberIn(said), verdict, line, books, field) : undefined;
  return { verdict, ...(settled && { settled }) };
}

function verdictIn(said: string, { alike, isSeen }: JudgedLine, field: string): Verdict {
  const [, word = '', offering = ''] = said.split(':');
  if (word === 'record') return { becomes: 'payment', offering };
  if (word === 'dismiss') return { becomes: 'dismissed', reason: 'outside-this-ledger' };
  if (word === 'leave') return { becomes: 'to-review' };
  if (word === 'seen') {
    if (!isSeen) throw invalid(field, 'No earlier line carries the same number. Choose again.');
    return { becomes: 'dismissed', reason: 'seen-elsewhere' };
  }
  if (!alike) throw invalid(field, 'No recorded payment looks the same. Choose again.');
  return { becomes: 'evidence', payment: alike.payment };
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
  const fields = rateFields(number);
  const amount = reading.optionalMoney(fields.amount, fields.currency, false);
  const source = reading.optional(fields.source, 120);
  if (verdict.becomes !== 'payment') {
    if (amount) reading.refuse(field, 'You typed what it became. Choose what it was for, or empty that box.');
    return undefined;
  }
  if (amount && !source) reading.refuse(fields.source, 'Say who says so, like PayPal or your bank.');
  if (!amount && needsRate(line, verdict.offering, books)) {
    reading.refuse(fields.amount, `Say what it became in ${books.currency}, as PayPal or your bank gives it.`);
  }
  return amount && source ? { amount, source } : undefined;
}

/** Outside the promise nothing is set aside, so nothing has to be reckoned in the ledger's currency. */
function needsRate({ amount, day }: JudgedLine, offering: string, { offerings, policies, currency }: OpenBooks): boolean {
  const isInside = Object.hasOwn(offerings, offering) && offerings[offering]!.insidePledge;
  const policy = isInside ? pledgeInForce(policies, day) : undefined;
  return policy !== undefined && fundCurrencyOf(amount, policy, currency) !== amount.currency;
}
