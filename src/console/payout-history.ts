import { type Day, type Instant, dayOf } from '../domain/calendar.js';
import type { Stream } from '../domain/fact.js';
import { type PayoutFact, payoutStream } from '../domain/payout.js';

/** A payout's own stream, read as the list of what happened. */
export const payoutHistory = (payout: string): Stream<readonly PayoutFact[], PayoutFact> => ({
  name: payoutStream(payout).name,
  unborn: [],
  evolve: (before, fact) => [...before, fact],
});

/** When it last changed hands; that its card was made, or that it was counted, is no turn. */
export const lastTurn = (facts: readonly PayoutFact[]): Instant | undefined =>
  facts.findLast(({ type }) => type !== 'PayoutPrepared' && type !== 'PayoutPublished')?.happenedAt;

/** @param nameOf the name of whoever held the card */
export function historyInWords(
  facts: readonly PayoutFact[],
  zone: string,
  nameOf: (actor: string) => string,
): { day: Day; words: string }[] {
  return facts.map((fact) => ({ day: dayOf(fact.happenedAt, zone), words: inWords(fact, nameOf) }));
}

export const holdersIn = (facts: readonly PayoutFact[]): string[] => [
  ...new Set(facts.flatMap(({ type, data }) => (type === 'PayoutAttemptStarted' ? [data.holder] : []))),
];

function inWords({ type, data }: PayoutFact, nameOf: (actor: string) => string): string {
  switch (type) {
    case 'PayoutProposed':
      return 'Proposed';
    case 'PayoutAgreed':
      return 'Approved';
    case 'PayoutPrepared':
      return `The card was made, with the code ${data.code}`;
    case 'PayoutAttemptStarted':
      return `The address was shown to ${nameOf(data.holder)}`;
    case 'PayoutNotSent':
      return 'Put back: it was not sent';
    case 'PayoutSentByHand':
      return 'Sent';
    case 'PayoutSendingUndone':
      return 'Undone: not sent yet';
    case 'PayoutPaid':
      return arrivals[data.because];
    case 'PayoutReturned':
      return returns[data.reason];
    case 'PayoutCancelled':
      return 'Cancelled';
    case 'PayoutPublished':
      return 'Counted in what is published';
  }
}

const arrivals = {
  'mail-accepted': 'Arrived: the bank’s mail says it was deposited',
  'person-said-so': 'Arrived: they said so',
  'no-return-in-35-days': 'Arrived: it did not come back in five weeks',
  cash: 'Arrived: given as cash',
} as const;

const returns = {
  expired: 'Came back: nobody picked it up in time',
  declined: 'Came back: it was turned down',
  cancelled: 'Came back: taken back before it was picked up',
  'sent-back': 'Came back: they sent it back',
} as const;
