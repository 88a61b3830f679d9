import type { Asked } from './asked.js';
import { type Instant, addDays, addMinutes, millisOf } from './calendar.js';
import { type Recipient, addressVersionOf } from './call.js';
import { type Fund, heldFor } from './fund.js';
import type { Money } from './money.js';
import type { Booking } from './month.js';
import type { Payout, PayoutFact, VoidReason } from './payout.js';
import { type ApiPayout, type InDoubtReason, type Order, type PutOffReason, forPeopleOnly, givenUp } from './payout-api.js';
import type { PayoutAct, PayoutOutcome } from './payout-decisions.js';
import type { Difference } from './paypal-body.js';
import type { BatchAnswer, SentBatch } from './paypal-payout.js';
import type { PayoutRules } from './payout-rules.js';
import { Refusal } from './refusal.js';

/**
 * Sending over PayPal's API, up to the moment in which it is known that PayPal has it: docs/decisions/0009-payout-protocol.md.
 * Whoever is told here that a call may go out makes it, and says what was answered. Nobody else makes it.
 */

export const unchanged: PayoutOutcome = { payout: [], fund: [] };

export interface AttemptAct extends Asked {
  readonly payout: string;
  readonly attempt: number;
}

/** By the two clocks that are there: the one that runs fast decides. */
export interface Clocks {
  readonly now: Instant;
  /** The database's own. */
  readonly byDatabase: Instant;
}

/** PayPal remembers a batch id for 30 days; what is sent again after that could be paid again. */
export const resendDays = 20;

export function isTooOld({ startedAt, order }: { startedAt: Instant; order: Order }, { now, byDatabase }: Clocks): boolean {
  return now >= addDays(startedAt, resendDays) || byDatabase >= addDays(order.byDatabase, resendDays);
}

export class StartPayoutAttempt {
  constructor(readonly input: AttemptAct) {}
}

/**
 * The intent, before the network is touched. What was approved is what is sent: where it no longer holds, and nothing was
 * started yet, the approval is void and its money free again.
 */
export function startPayoutAttempt(
  payout: Payout,
  fund: Fund,
  recipient: Recipient,
  rules: PayoutRules,
  order: Order | 'rail-refuses',
  now: Instant,
): PayoutOutcome {
  if (payout.status !== 'approved' || payout.proposal.rail !== 'paypal' || rules.stoppedAt) return unchanged;
  const { proposal, attempts } = payout;
  const { payout: id, given: amount, addressVersion } = proposal;
  heldFor(fund, id, 'reserved', amount);
  const gone = recipient.status !== 'known' ? 'person-forgotten' : undefined;
  const revised = attempts === 0 && addressVersionOf(recipient) !== addressVersion ? 'details-revised' : undefined;
  const because = gone ?? revised ?? (order === 'rail-refuses' ? order : undefined);
  if (because) return voided(id, amount, because, now);
  const data = { payout: id, attempt: attempts + 1, order: order as Order };
  return { payout: [{ type: 'PayoutAttemptStarted', data, happenedAt: now }], fund: [] };
}

function voided(payout: string, amount: Money, because: VoidReason, now: Instant): PayoutOutcome {
  return {
    payout: [{ type: 'PayoutCancelled', data: { payout, because }, happenedAt: now }],
    fund: [{ type: 'PayoutReleased', data: { payout, amount }, happenedAt: now }],
  };
}

export class VoidRevisedPayout {
  constructor(readonly input: PayoutAct) {}
}

/** An approval covers one way to pay the person. Noted anew, it is void and its money free again, until the first attempt starts. */
export function voidRevisedPayout(payout: Payout, fund: Fund, recipient: Recipient, now: Instant): PayoutOutcome {
  if (payout.status !== 'approved' || payout.attempts > 0 || recipient.status !== 'known') return unchanged;
  const { payout: id, given: amount, addressVersion } = payout.proposal;
  if (addressVersionOf(recipient) === addressVersion) return unchanged;
  heldFor(fund, id, 'reserved', amount);
  return voided(id, amount, 'details-revised', now);
}

export class ResumePayoutAttempt {
  constructor(readonly input: AttemptAct) {}
}

/** The same bytes once more, after answers that took nothing up. Given up once PayPal could have forgotten the id. */
export function resumePayoutAttempt(payout: Payout, fund: Fund, rules: PayoutRules, attempt: number, clocks: Clocks): PayoutOutcome {
  if (payout.status !== 'put-off' || payout.attempt !== attempt) return unchanged;
  const { now } = clocks;
  if (isTooOld(payout, clocks)) return endedAttempt(payout, fund, 'given-up', now);
  if (rules.stoppedAt) return unchanged;
  return { payout: [{ type: 'PayoutAttemptResumed', data: { payout: payout.proposal.payout, attempt }, happenedAt: now }], fund: [] };
}

export class EndPayoutAttempt {
  constructor(readonly input: AttemptAct) {}
}

/** By a person, while every call was answered and none taken up: then nothing is at PayPal. */
export function endPayoutAttempt(payout: Payout, fund: Fund, attempt: number, now: Instant): PayoutOutcome {
  if (payout.status === 'failed' && payout.attempts === attempt) return unchanged;
  if (payout.status !== 'put-off' || payout.attempt !== attempt)
    throw new Refusal('payout/not-put-off', 'This can be ended only while PayPal has answered every call and taken none up. Look again.');
  return endedAttempt(payout, fund, 'ended', now);
}

type Trying = Extract<ApiPayout, { status: 'sending' | 'put-off' | 'in-doubt' }>;

function endedAttempt({ proposal, attempt }: Trying, fund: Fund, code: string, now: Instant): PayoutOutcome {
  const { payout, given: amount } = proposal;
  heldFor(fund, payout, 'reserved', amount);
  return {
    payout: [{ type: 'PayoutFailed', data: { payout, attempt, code }, happenedAt: now }],
    fund: [{ type: 'PayoutReleased', data: { payout, amount }, happenedAt: now }],
  };
}

export class NoticeInterruption {
  constructor(readonly input: AttemptAct) {}
}

/** Longer than any call can last. */
export const callMinutes = 5;

/** Who was to say what a call came to has not: whatever it came to, it is not known. */
export function noticeInterruption(payout: Payout, attempt: number, now: Instant): PayoutFact[] {
  if (payout.status !== 'sending' || payout.attempt !== attempt || now < addMinutes(payout.since, callMinutes)) return [];
  return [{ type: 'PayoutInDoubt', data: { payout: payout.proposal.payout, attempt, why: 'interrupted' }, happenedAt: now }];
}

/** Whether what is in doubt may be asked about by sending the same bytes again. */
export function mayResend(payout: Payout, rules: PayoutRules, clocks: Clocks): payout is Extract<ApiPayout, { status: 'in-doubt' }> {
  return (
    payout.status === 'in-doubt' &&
    !payout.stoppedAt &&
    !rules.stoppedAt &&
    !forPeopleOnly.includes(payout.why) &&
    !isTooOld(payout, clocks)
  );
}

export interface AnswerTaken extends AttemptAct {
  /** `not-written`: the journal refused, and nothing was sent. `app-changed`: it may not be sent through that app. */
  readonly answer: BatchAnswer | { readonly kind: 'not-written' } | { readonly kind: 'app-changed' };
}

export class TakeBatchAnswer {
  constructor(readonly input: AnswerTaken) {}
}

/** @param at when the money left, if it did */
export function takeBatchAnswer(
  payout: Payout,
  fund: Fund,
  { attempt, answer }: Pick<AnswerTaken, 'attempt' | 'answer'>,
  booking: Booking,
  at: Instant,
  now: Instant,
): PayoutOutcome {
  const isTried = payout.status === 'sending' || payout.status === 'in-doubt' || payout.status === 'put-off';
  if (!isTried || payout.attempt !== attempt)
    return answer.kind === 'accepted' ? surfaced(payout, fund, { attempt, batch: answer.batch, ...booking }, at) : unchanged;
  if (answer.kind === 'accepted') return accepted(payout, fund, { batch: answer.batch }, booking, at);
  if (payout.status === 'put-off') return unchanged;
  const onlyCall = payout.status === 'sending';
  const { payout: id } = payout.proposal;
  const putOff = (why: PutOffReason, code?: string): PayoutOutcome =>
    onlyCall
      ? { payout: [{ type: 'PayoutPutOff', data: { payout: id, attempt, why, ...(code && { code }) }, happenedAt: now }], fund: [] }
      : unchanged;
  switch (answer.kind) {
    case 'not-written':
      return putOff('not-written');
    case 'repeat':
      return putOff(answer.because);
    case 'rejected':
      if (!onlyCall) return unchanged;
      return answer.next === 'failed' ? endedAttempt(payout, fund, answer.code, now) : putOff('account-at-fault', answer.code);
    case 'unknown':
      return onlyCall ? inDoubt(payout, answer.because, now, answer) : unchanged;
    case 'app-changed':
      return inDoubt(payout, 'app-changed', now);
    case 'duplicate':
      return inDoubt(payout, answer.batch ? 'duplicate' : 'duplicate-without-link', now, answer);
  }
}

/** Said once: a doubt that is the same still is no news. */
function inDoubt(payout: Trying, why: InDoubtReason, now: Instant, { code, batch }: { code?: string; batch?: string } = {}): PayoutOutcome {
  if (payout.status === 'in-doubt' && (payout.why === why || forPeopleOnly.includes(payout.why))) return unchanged;
  const { payout: id } = payout.proposal;
  const data = { payout: id, attempt: payout.attempt, why, ...(code && { code }), ...(batch && { batch }) };
  return { payout: [{ type: 'PayoutInDoubt', data, happenedAt: now }], fund: [] };
}

type Found = { readonly batch: string; readonly adopted?: 'after-duplicate' | 'by-person' };

export function accepted({ proposal, attempt }: Trying, fund: Fund, found: Found, booking: Booking, at: Instant): PayoutOutcome {
  const { payout, given: amount } = proposal;
  heldFor(fund, payout, 'reserved', amount);
  return {
    payout: [{ type: 'PayoutAccepted', data: { payout, attempt, ...found, ...booking }, happenedAt: at }],
    fund: [{ type: 'PayoutDispatched', data: { payout, amount }, happenedAt: at }],
  };
}

/** Of which a yes is news: it was given up, or another try was begun since. A yes said twice of the same try is none. */
function isOverFor(payout: Payout, attempt: number): boolean {
  if (payout.status === 'failed' || payout.status === 'approved') return attempt <= payout.attempts;
  if (payout.status === 'cancelled') return payout.last !== undefined && attempt <= payout.last.attempt;
  if ('attempt' in payout) return attempt < payout.attempt;
  return payout.status === 'paid' && payout.transfer !== undefined && attempt < payout.transfer.attempt;
}

/**
 * Money that moved is recorded as it was, whatever was said before: what was given up is followed again, and where the fund gave its
 * money free it is taken back, also below zero. Where another try was begun, two may be out: a person is told.
 */
function surfaced(payout: Payout, fund: Fund, found: { attempt: number; batch: string } & Booking, at: Instant): PayoutOutcome {
  if (payout.status === 'unknown' || !isOverFor(payout, found.attempt)) return unchanged;
  const { payout: id, given: amount } = payout.proposal;
  const then = givenUp(payout, found.attempt) ? 'followed' : 'beside-another';
  const facts: PayoutOutcome['payout'] = [{ type: 'PayoutSurfaced', data: { payout: id, then, ...found }, happenedAt: at }];
  if (then === 'beside-another') return { payout: facts, fund: [] };
  if (payout.status === 'approved') heldFor(fund, id, 'reserved', amount);
  const data = { payout: id, amount };
  return {
    payout: facts,
    fund: [
      ...(payout.status === 'approved' ? [] : [{ type: 'PayoutApproved', data, happenedAt: at } as const]),
      { type: 'PayoutDispatched', data, happenedAt: at },
    ],
  };
}

export interface Adopting extends AttemptAct {
  readonly batch: string;
}

export class AdoptBatch {
  constructor(readonly input: Adopting) {}
}

/**
 * The batch that PayPal names as the first of our id, read a moment ago. It is ours only if it says what we asked for, field
 * by field; one that lists no payout yet says nothing.
 */
export function adoptBatch(
  payout: Payout,
  fund: Fund,
  attempt: number,
  found: SentBatch,
  differences: readonly Difference[],
  booking: Booking,
  now: Instant,
): PayoutOutcome {
  if (payout.status !== 'in-doubt' || payout.attempt !== attempt || found.payouts.length === 0) return unchanged;
  if (differences.length > 0) return inDoubt(payout, 'found-different', now);
  return accepted(payout, fund, { batch: found.batch, adopted: 'after-duplicate' }, booking, payout.since);
}

/** How long the next try waits, in seconds: longer with each in a row, half of it by chance, and as long as PayPal asks for. */
export function secondsToNextTry(tries: number, chance: number, afterSeconds = 0): number {
  const longest = Math.min(30 * 2 ** Math.min(tries, 12), 6 * 3600);
  return Math.max(Math.ceil(longest * (0.5 + chance / 2)), Math.min(afterSeconds, 86_400));
}

/** When money on its way is looked at again, in seconds: soon at first, then seldom. */
export function secondsToNextReading(sentAt: Instant, now: Instant, chance: number): number {
  const ageSeconds = Math.max(0, (millisOf(now) - millisOf(sentAt)) / 1000);
  return Math.ceil(Math.min(Math.max(ageSeconds / 4, 30), 12 * 3600) * (0.75 + chance / 2));
}
