import type { LedgerEvent } from './events.js';
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

/** The outcome so far, and what these events add to it. */
export const withEvents = (outcome: ImportOutcome, events: readonly LedgerEvent[]): ImportOutcome => events.reduce(withEvent, outcome);

function withEvent(outcome: ImportOutcome, event: LedgerEvent): ImportOutcome {
  const { recorded, payments, matched, dismissed, received, setAside } = outcome;
  switch (event.type) {
    case 'ObservationRecorded':
      return { ...outcome, recorded: recorded + 1 };
    case 'ObservationMatched':
      return { ...outcome, matched: matched + 1 };
    case 'ObservationDismissed':
      return { ...outcome, dismissed: dismissed + 1 };
    case 'PaymentReceived':
      return { ...outcome, payments: payments + 1, received: added(received, event.data.amount) };
    case 'ObligationDerived':
      return { ...outcome, setAside: added(setAside, event.data.owed) };
    default:
      return outcome;
  }
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
