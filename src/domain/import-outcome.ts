import type { EventOf, EventType, LedgerEvent } from './events.js';
import { type Money, plus } from './money.js';

/** What recording lines came to: counts and sums, never the lines, so that the answer for ten years is as short as for a day. */
export interface ImportOutcome {
  /** Lines that were new. */
  readonly recorded: number;
  /** Payments that lines became. */
  readonly payments: number;
  /** Lines that are matched with a payment: that they became, or for which they speak. */
  readonly matched: number;
  readonly dismissed: number;
  /** One sum a currency. */
  readonly received: readonly Money[];
  readonly setAside: readonly Money[];
}

/** What a confirmation came to. */
export interface Confirmed extends ImportOutcome {
  /** True when all of it was answered before: these are the first counts again, nothing was written. */
  readonly repeated: boolean;
}

export const nothingRecorded: ImportOutcome = { recorded: 0, payments: 0, matched: 0, dismissed: 0, received: [], setAside: [] };

/** Left for another day, of what was recorded. */
export const leftForReview = ({ recorded, matched, dismissed }: ImportOutcome): number => recorded - matched - dismissed;

/** What each event adds; what is not named here adds nothing. */
const steps: { readonly [T in EventType]?: (outcome: ImportOutcome, data: EventOf<T>['data']) => Partial<ImportOutcome> } = {
  ObservationRecorded: ({ recorded }) => ({ recorded: recorded + 1 }),
  ObservationMatched: ({ matched }) => ({ matched: matched + 1 }),
  ObservationDismissed: ({ dismissed }) => ({ dismissed: dismissed + 1 }),
  PaymentReceived: ({ payments, received }, { amount }) => ({ payments: payments + 1, received: added(received, amount) }),
  ObligationDerived: ({ setAside }, { owed }) => ({ setAside: added(setAside, owed) }),
};

/** The outcome so far, and what these events add to it. */
export function withEvents(before: ImportOutcome, events: readonly LedgerEvent[]): ImportOutcome {
  let outcome = before;
  for (const { type, data } of events) outcome = { ...outcome, ...steps[type]?.(outcome, data as never) };
  return outcome;
}

const added = (sums: readonly Money[], amount: Money): readonly Money[] =>
  sums.some(({ currency }) => currency === amount.currency)
    ? sums.map((sum) => (sum.currency === amount.currency ? plus(sum, amount) : sum))
    : [...sums, amount];

/** `2 to 501, 1003 and 1101 to 1200`: runs of numbers, for a sentence. @param numbers ascending */
export function runsInWords(numbers: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  const words = runs.map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`));
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
