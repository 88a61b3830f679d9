import { type Day, type Instant, addDaysTo, dayOf, millisOf, startOfDay } from './calendar.js';
import type { AccountWord } from './account-word.js';
import { type Fund, heldFor } from './fund.js';
import type { Booking } from './month.js';
import type { Payout, PayoutFact } from './payout.js';
import type { ApiPayout } from './payout-api.js';
import type { PayoutOutcome } from './payout-decisions.js';
import { type PayoutRules, isAnotherPerson, needsSecondPerson } from './payout-rules.js';
import { type AttemptAct, accepted, unchanged } from './payout-sending.js';
import type { Difference } from './paypal-body.js';
import type { SentPayout } from './paypal-payout.js';
import { Refusal, invalid } from './refusal.js';

/** What a person may say of a payout of which nobody knows whether it was sent. There are two words, each with its evidence. */

type InDoubt = Extract<ApiPayout, { status: 'in-doubt' }>;

function doubted(payout: Payout, attempt: number): InDoubt {
  if (payout.status === 'in-doubt' && payout.attempt === attempt) return payout;
  throw new Refusal('payout/not-in-doubt', 'There is no doubt about this payout any more. Look at it again.');
}

export interface SayingPaid extends AttemptAct {
  /** PayPal's number of the payout, as the person found it there. */
  readonly transfer: string;
}

export class SayPayoutPaid {
  constructor(readonly input: SayingPaid) {}
}

/** *It was sent*: a reading made now has to show this very payout. What became of it since, the next reading tells. */
export function sayPayoutPaid(
  payout: Payout,
  fund: Fund,
  attempt: number,
  found: SentPayout,
  differences: readonly Difference[],
  booking: Booking,
): PayoutOutcome {
  if ('sent' in payout && payout.sent.transfer === found.payout) return unchanged;
  const before = doubted(payout, attempt);
  if (differences.length > 0)
    throw new Refusal(
      'payout/another-payout',
      `What PayPal has under that number is not this payout: it differs in ${differences.map((each) => differenceWords[each]).join(', ')}. Nothing was recorded.`,
    );
  return accepted(before, fund, { batch: found.batch, adopted: 'by-person' }, booking, before.since);
}

const differenceWords: Readonly<Record<Difference, string>> = {
  batch: 'our number of the batch',
  'how-many': 'how many it pays',
  payout: 'our number of the payout',
  receiver: 'who receives it',
  currency: 'the currency',
  amount: 'the amount',
};

export class StopResending {
  constructor(readonly input: AttemptAct) {}
}

/** The first half of *never created*: from here on nothing more can be created, so that what is missing can be looked for. */
export function stopResending(payout: Payout, attempt: number, by: string, now: Instant): PayoutFact[] {
  const { stoppedAt, proposal } = doubted(payout, attempt);
  if (stoppedAt) return [];
  return [{ type: 'PayoutResendingStopped', data: { payout: proposal.payout, attempt, by }, happenedAt: now }];
}

export interface SayingNeverCreated extends AttemptAct {
  /** The person has looked through the account's statement. */
  readonly noDebitOnStatement: boolean;
  /** The person was told of lines of the same amount, and each of them is something else. */
  readonly alikeAreOthers?: boolean;
}

export class SayPayoutNeverCreated {
  constructor(readonly input: SayingNeverCreated) {}
}

/** What PayPal's own search says, asked a moment ago, and what the account's statements in the books say. */
export interface NothingSent {
  readonly searchedThrough: Instant;
  /** Debits that the search lists and that could be this payout. */
  readonly debits: number;
  /** From the day of the attempt on. */
  readonly statement: AccountWord;
}

/** PayPal's search lists what moved up to three hours late; another hour for its clock and ours. */
export const searchLateHours = 4;

/** The moment from which the search can show that nothing moved, and the day that a statement has to reach. */
export function evidenceFrom(stoppedAt: Instant, zone: string): { readonly searchFrom: Instant; readonly statementDay: Day } {
  const statementDay = addDaysTo(dayOf(stoppedAt, zone), 1);
  return { searchFrom: new Date(millisOf(startOfDay(statementDay, zone)) + searchLateHours * 3_600_000).toISOString(), statementDay };
}

/** *It was never created*: no call can be out, and neither the search nor a statement shows a debit past the day of the last one. */
export function sayPayoutNeverCreated(
  payout: Payout,
  fund: Fund,
  rules: PayoutRules,
  { attempt, by, noDebitOnStatement, alikeAreOthers }: SayingNeverCreated,
  evidence: NothingSent,
  zone: string,
  now: Instant,
): PayoutOutcome {
  if (payout.status === 'failed' && payout.attempts === attempt && payout.code === 'never-created') return unchanged;
  const { proposal, stoppedAt, stoppedBy = '' } = doubted(payout, attempt);
  if (!stoppedAt)
    throw new Refusal('payout/still-resending', 'It is still sent again by itself, and could be taken up at any moment. Stop that first.');
  const { searchFrom, statementDay } = evidenceFrom(stoppedAt, zone);
  if (evidence.searchedThrough < searchFrom)
    throw new Refusal(
      'payout/search-too-early',
      `PayPal lists what moved hours late. Come back after ${dayOf(searchFrom, zone)} has begun.`,
    );
  if (evidence.debits > 0)
    throw new Refusal('payout/debit-found', 'PayPal lists a payout that could be this one. Say that it was sent, with its number.');
  const statementThrough = refuseUnlessStated(evidence.statement, statementDay, alikeAreOthers);
  if (!noDebitOnStatement) throw invalid('noDebitOnStatement', 'Look through the statement, and say that it shows no such debit.');
  if (needsSecondPerson(rules, proposal.amount) && !isAnotherPerson(by, stoppedBy))
    throw new Refusal('payout/second-person', 'This much takes two people: somebody else than the one who stopped the sending says so.');
  const { payout: id, given: amount } = proposal;
  heldFor(fund, id, 'reserved', amount);
  const data = { payout: id, attempt, searchedThrough: evidence.searchedThrough, statementThrough };
  return {
    payout: [{ type: 'PayoutNeverExisted', data, happenedAt: now }],
    fund: [{ type: 'PayoutReleased', data: { payout: id, amount }, happenedAt: now }],
  };
}

/** The account's own word: it reaches past the last call, adds up with its lines, and no line of that amount goes unexplained. @returns its last day */
function refuseUnlessStated({ through, differing, debits }: AccountWord, statementDay: Day, alikeAreOthers = false): Day {
  if (through === undefined || through < statementDay)
    throw new Refusal(
      'payout/no-statement',
      `The books hold no statement of the account from the day of the try to ${statementDay} or later${through ? `, only to ${through}` : ''}. Enter it first, and bring in the account’s lines of those days.`,
    );
  if (differing.length > 0)
    throw new Refusal(
      'payout/statement-differs',
      `The statement to ${differing[0]} does not add up with the account’s lines: one may be missing, and it may be this payout. Find it first.`,
    );
  if (debits > 0 && !alikeAreOthers)
    throw new Refusal(
      'payout/debit-on-statement',
      'A line of that amount left the account since, and could be this payout. If it is, say that it was sent, with its number; if it is something else, say so.',
    );
  return through;
}
