import type { Asked } from './asked.js';
import { type Day, type Instant, addDays, dayOf } from './calendar.js';
import { type Fund, heldFor } from './fund.js';
import type { Booking } from './month.js';
import type { Payout, PayoutFact, ReturnReason } from './payout.js';
import type { ApiPayout, OnItsWay, Transfer } from './payout-api.js';
import type { PayoutOutcome } from './payout-decisions.js';
import { unchanged } from './payout-sending.js';
import type { Difference } from './paypal-body.js';
import type { SentPayout } from './paypal-payout.js';
import { Refusal } from './refusal.js';

export interface ReadingTaken extends Asked {
  readonly payout: string;
  readonly attempt: number;
  /** PayPal's id of what was read. */
  readonly transfer: string;
}

/** What nobody claims at PayPal comes back by itself after so many days. */
export const claimDays = 30;

/** The last day on which it can be claimed, in the ledger's zone. */
export const claimableUntil = (sentAt: Instant, zone: string): Day => dayOf(addDays(sentAt, claimDays), zone);

export class TakeReading {
  constructor(readonly input: ReadingTaken) {}
}

export interface TakingBack extends Asked {
  readonly payout: string;
}

/** Nobody has claimed it yet, and it is not wanted any more. PayPal does it; what it came to is read afterwards. */
export class TakeBackUnclaimed {
  constructor(readonly input: TakingBack) {}
}

/** @returns PayPal's number of what can be taken back */
export function unclaimedTransfer(payout: Payout): Transfer & { readonly transfer: string } {
  if (payout.status === 'unclaimed' && payout.sent.transfer) return { ...payout.sent, transfer: payout.sent.transfer };
  throw new Refusal('payout/not-unclaimed', 'Only what nobody has claimed yet can be taken back. Look at it again.');
}

type Watched = Extract<ApiPayout, { status: OnItsWay }> | Extract<Payout, { status: 'paid' }>;

/** What of a payout is at PayPal and read again; undefined where nothing is. */
export function watched(payout: Payout): { readonly payout: Watched; readonly sent: Transfer } | undefined {
  if (payout.status === 'paid') return payout.transfer && { payout, sent: payout.transfer };
  if (payout.status === 'accepted' || payout.status === 'unclaimed' || payout.status === 'on-hold') return { payout, sent: payout.sent };
  return undefined;
}

/**
 * A reading made a moment ago: the transfer's own status decides, never the batch's. What is not ours by any field, a word
 * that we do not know, and a step back from what is final change nothing.
 * @param differences between what was read and what was asked for
 */
export function takeReading(
  payout: Payout,
  fund: Fund,
  attempt: number,
  found: SentPayout,
  differences: readonly Difference[],
  booking: Booking,
  now: Instant,
): PayoutOutcome {
  const at = watched(payout);
  if (!at || at.sent.attempt !== attempt || differences.length > 0 || found.batch !== at.sent.batch) return unchanged;
  if (at.sent.transfer && at.sent.transfer !== found.payout) return unchanged;
  switch (found.standing) {
    case 'paid':
      return arrived(at.payout, fund, found, booking, now);
    case 'back':
      return cameBack(at.payout, fund, attempt, found, booking, now);
    case 'reversed':
      return { payout: [of(at.payout, attempt, found, 'PayoutReversed', now)], fund: [] };
    case 'unclaimed':
      return moved(at.payout, attempt, found, 'unclaimed', now);
    case 'held':
      return moved(at.payout, attempt, found, 'on-hold', now);
    case 'on-its-way':
      return moved(at.payout, attempt, found, 'accepted', now);
    case 'other':
      return unchanged;
  }
}

type Simple = 'PayoutUnclaimed' | 'PayoutHeld' | 'PayoutMovedOn' | 'PayoutReversed';
const of = ({ proposal }: Watched, attempt: number, { payout: transfer }: SentPayout, type: Simple, now: Instant): PayoutFact => ({
  type,
  data: { payout: proposal.payout, attempt, transfer },
  happenedAt: now,
});

const steps: Readonly<Record<OnItsWay, Simple>> = { unclaimed: 'PayoutUnclaimed', 'on-hold': 'PayoutHeld', accepted: 'PayoutMovedOn' };

function moved(payout: Watched, attempt: number, found: SentPayout, to: OnItsWay, now: Instant): PayoutOutcome {
  if (payout.status === 'paid' || payout.status === to) return unchanged;
  return { payout: [of(payout, attempt, found, steps[to], now)], fund: [] };
}

function arrived(payout: Watched, fund: Fund, found: SentPayout, booking: Booking, now: Instant): PayoutOutcome {
  if (payout.status === 'paid') return unchanged;
  const { payout: id, given: amount } = payout.proposal;
  heldFor(fund, id, 'in-flight', amount);
  const transfer = found.payout;
  const paid: PayoutFact = { type: 'PayoutPaid', data: { payout: id, because: 'paypal-success', transfer }, happenedAt: now };
  const { fee } = found;
  const charged: PayoutFact[] =
    fee && fee.minor > 0n ? [{ type: 'PayoutFeeCharged', data: { payout: id, transfer, fee, ...booking }, happenedAt: now }] : [];
  return { payout: [paid, ...charged], fund: [{ type: 'PayoutSettled', data: { payout: id, amount }, happenedAt: now }] };
}

/** PayPal's words for money that the person had, or could have had; every other word says that it never got so far. */
const returns: ReadonlyMap<string, ReturnReason> = new Map([
  ['RETURNED', 'expired'],
  ['REFUNDED', 'sent-back'],
]);

/** Never published: available again. Published: set apart until a publication may say so. */
function cameBack(payout: Watched, fund: Fund, attempt: number, found: SentPayout, booking: Booking, now: Instant): PayoutOutcome {
  const { payout: id, given: amount } = payout.proposal;
  const wasPaid = payout.status === 'paid';
  if (!wasPaid) heldFor(fund, id, 'in-flight', amount);
  const reason = returns.get(found.status) ?? (wasPaid ? 'sent-back' : undefined);
  const failed = { payout: id, attempt, code: found.errorCode ?? found.status, transfer: found.payout, ...booking };
  const from = wasPaid ? 'net-paid' : 'in-flight';
  const to = wasPaid && payout.published ? 'set-apart' : 'available';
  return {
    payout: [
      reason
        ? { type: 'PayoutReturned', data: { payout: id, reason, ...booking }, happenedAt: now }
        : { type: 'PayoutFailed', data: failed, happenedAt: now },
    ],
    fund: [{ type: 'PayoutGivenBack', data: { payout: id, amount, from, to }, happenedAt: now }],
  };
}
