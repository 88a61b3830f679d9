import { type Day, type Instant, dayOf } from '../domain/calendar.js';
import type { Stream } from '../domain/fact.js';
import { amountSaid } from '../domain/money.js';
import { type PayoutFact, payoutStream } from '../domain/payout.js';
import { doubtInWords, failureInWords, putOffInWords } from './payout-words.js';

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
  ...new Set(facts.flatMap(({ type, data }) => (type === 'PayoutAttemptStarted' && 'holder' in data ? [data.holder] : []))),
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
      return 'holder' in data ? `The address was shown to ${nameOf(data.holder)}` : 'Handed to PayPal';
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
      return data.because ? voidWords[data.because] : 'Cancelled';
    case 'PayoutPublished':
      return 'Counted in what is published';
    case 'PayoutPutOff':
      return `Not taken up yet: ${putOffInWords(data.code ?? data.why)}`;
    case 'PayoutAttemptResumed':
      return 'Handed to PayPal again';
    case 'PayoutInDoubt':
      return `In doubt: ${doubtInWords(data.why)}`;
    case 'PayoutResendingStopped':
      return 'It is not sent again by itself any more';
    case 'PayoutAccepted':
      return data.adopted ? adoptions[data.adopted] : 'PayPal took it up';
    case 'PayoutUnclaimed':
      return 'Sent, not yet claimed';
    case 'PayoutHeld':
      return 'Sent, held by PayPal';
    case 'PayoutMovedOn':
      return 'On its way at PayPal';
    case 'PayoutFeeCharged':
      return `PayPal’s fee for it was ${amountSaid(data.fee)}; it is not taken from the fund`;
    case 'PayoutFailed':
      return `${'transfer' in data ? 'Came back' : 'PayPal did not take it'}: ${failureInWords(data.code)}`;
    case 'PayoutNeverExisted':
      return `It was never created: PayPal’s search and a statement to ${data.statementThrough} show nothing`;
    case 'PayoutSurfaced':
      return 'PayPal took it up after all, though it had been given up';
    case 'PayoutMissed':
      return 'The person says that it has not arrived';
    case 'PayoutReversed':
      return 'Taken back by PayPal after it was paid';
  }
}

const adoptions = {
  'after-duplicate': 'PayPal had taken it up already: its batch was found, and is the same in every field',
  'by-person': 'It was found at PayPal, and is the same in every field',
} as const;

const voidWords = {
  'details-revised': 'Not sent: how to pay this person had changed. Propose it again',
  'person-forgotten': 'Not sent: this person asked to be forgotten',
  'rail-refuses': 'Not sent: PayPal’s API cannot pay it. Send it by hand',
} as const;

const arrivals = {
  'mail-accepted': 'Arrived: the bank’s mail says it was deposited',
  'person-said-so': 'Arrived: they said so',
  'no-return-in-35-days': 'Arrived: it did not come back in five weeks',
  cash: 'Arrived: given as cash',
  'paypal-success': 'Arrived: PayPal says so',
} as const;

const returns = {
  expired: 'Came back: nobody picked it up in time',
  declined: 'Came back: it was turned down',
  cancelled: 'Came back: taken back before it was picked up',
  'sent-back': 'Came back: they sent it back',
} as const;
