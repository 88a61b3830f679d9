import { type Day, type Instant, dayOf } from '../domain/calendar.js';
import type { Stream } from '../domain/fact.js';
import type { Money } from '../domain/money.js';
import { type PaymentDetails, type PaymentFact, paymentStream } from '../domain/payment.js';
import { reversalWords } from './pages/words.js';

export interface HistoryLine {
  readonly day: Day;
  readonly words: string;
  readonly amount?: Money;
}

interface Told {
  readonly at: Instant;
  readonly words: string;
  readonly amount?: Money;
}

interface History {
  readonly details?: PaymentDetails & { readonly receivedAt: Instant };
  readonly told: readonly Told[];
}

/** What happened to one payment after it was recorded, in the order in which it was said. */
export const paymentHistory = (payment: string): Stream<History, PaymentFact> => ({
  name: paymentStream(payment).name,
  unborn: { told: [] },
  evolve: tellOn,
});

const voidWords = {
  'recorded-twice': 'it was recorded twice',
  'not-a-payment': 'it is no payment for a session',
  'wrong-details': 'it was recorded anew with the right details',
} as const;

function tellOn(history: History, { type, data, happenedAt }: PaymentFact): History {
  const tell = (words: string, amount?: Money): History => ({
    ...history,
    told: [...history.told, { at: happenedAt, words, ...(amount && { amount }) }],
  });
  switch (type) {
    case 'PaymentReceived':
      return { ...history, details: { ...data, receivedAt: happenedAt } };
    case 'PaymentRefunded':
      return tell('Went back:', data.amount);
    case 'PaymentReversed':
      return tell(`Taken back, ${reversalWords[data.reason]}:`, data.amount);
    case 'PaymentReinstated':
      return tell('Came again:', data.amount);
    case 'PaymentCorrected':
      return { ...tell(`Corrected: ${whatDiffers(history.details!, data)}. It had said`, data.before.amount), details: data };
    case 'PaymentVoided':
      return tell(`Taken out of the books, because ${voidWords[data.reason]}:`, data.amount);
    case 'PaymentEvidenceFound':
    case 'PaymentEvidenceWithdrawn':
      return history;
  }
}

const named = [
  ['amount', 'the amount'],
  ['fee', 'the fee'],
  ['receivedAt', 'the day'],
  ['method', 'how it came in'],
  ['offering', 'what it was for'],
  ['times', 'for how many'],
  ['tax', 'the tax'],
  ['settled', 'what it became'],
] as const;

/** "the amount, the day". */
function whatDiffers(before: NonNullable<History['details']>, after: NonNullable<History['details']>): string {
  const text = (value: unknown): string =>
    JSON.stringify(value ?? null, (_key, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));
  const words = named.flatMap(([name, says]) => (text(before[name]) === text(after[name]) ? [] : [says]));
  return words.join(', ');
}

/** Beside what each changed of what is owed, by day. */
export function historyLines({ told }: History, owedLines: readonly Told[], zone: string): HistoryLine[] {
  return [...told, ...owedLines]
    .sort((a, b) => (dayOf(a.at, zone) < dayOf(b.at, zone) ? -1 : dayOf(a.at, zone) > dayOf(b.at, zone) ? 1 : 0))
    .map(({ at, ...line }) => ({ day: dayOf(at, zone), ...line }));
}
