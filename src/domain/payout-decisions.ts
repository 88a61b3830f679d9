import type { Asked } from './asked.js';
import { type Instant, addDays, addMinutes } from './calendar.js';
import { type Recipient, addressVersionOf } from './call.js';
import { type Fund, type FundFact, heldFor, reserve } from './fund.js';
import type { Booking } from './month.js';
import type { Finality, Payout, PayoutFact, Proposal, ReturnReason } from './payout.js';
import { invalid, Refusal } from './refusal.js';
import type { Sealed } from './sealed.js';

/** What an act on a payout comes to: lines of the payout, lines of the fund, committed together. */
export interface PayoutOutcome {
  readonly payout: PayoutFact[];
  readonly fund: FundFact[];
}

const unchanged: PayoutOutcome = { payout: [], fund: [] };

export interface PayoutAct extends Asked {
  readonly payout: string;
}

export class ApprovePayout {
  constructor(readonly input: PayoutAct) {}
}

/**
 * Reserves the money. Approved twice at once from two windows, it is approved once. One that failed is approved again: then it is
 * tried once more.
 */
export function approvePayout(payout: Payout, fund: Fund, recipient: Recipient, now: Instant): PayoutOutcome {
  if (payout.status === 'approved') return unchanged;
  const { proposal } = payout.status === 'failed' ? payout : inState(payout, 'proposed', 'It cannot be approved any more.');
  if (recipient.status !== 'known') throw new Refusal('recipient/erased', 'This person asked to be forgotten. Nothing more can be sent.');
  refuseRevisedAddress(recipient, proposal);
  return {
    payout: [{ type: 'PayoutAgreed', data: { payout: proposal.payout }, happenedAt: now }],
    fund: reserve(fund, proposal.payout, proposal.given, now),
  };
}

/** Approval covers one address. Until the first attempt starts, a revision voids it. */
function refuseRevisedAddress(recipient: Recipient, { addressVersion }: Proposal): void {
  if (addressVersionOf(recipient) === addressVersion) return;
  throw new Refusal(
    'payout/address-revised',
    'How to pay this person has changed since. Cancel it, and propose it again with the new address.',
  );
}

export interface CardPreparation extends PayoutAct {
  readonly code: string;
}

export class PreparePayout {
  constructor(readonly input: CardPreparation) {}
}

/** The rail's job: makes the card once, however often the queue calls. */
export function preparePayout(payout: Payout, { code }: CardPreparation, now: Instant): PayoutFact[] {
  if (payout.status !== 'approved' || payout.code) return [];
  return [{ type: 'PayoutPrepared', data: { payout: payout.proposal.payout, code }, happenedAt: now }];
}

export interface CardShowing extends PayoutAct {
  /** The steward has looked in the account that it was not sent, after being told that the card was open before. */
  readonly notInAccount?: boolean;
}

export class ShowPayoutCard {
  constructor(readonly input: CardShowing) {}
}

/** From the moment the address is shown the money may be on its way: the card has one holder. */
export function showPayoutCard(payout: Payout, recipient: Recipient, by: string, now: Instant): PayoutFact[] {
  if (payout.status === 'held') {
    if (payout.holder === by) return [];
    throw new Refusal('payout/held-by-another', 'Somebody else has this card open. Only they can send it or put it back.');
  }
  const { proposal, attempts, code } = inState(payout, 'approved', 'Its card cannot be opened.');
  if (proposal.rail === 'paypal')
    throw new Refusal('payout/sent-by-the-program', 'This one is sent by the program itself. It has no card.');
  if (attempts === 0) refuseRevisedAddress(recipient, proposal);
  if (!code) throw new Refusal('payout/card-not-ready', 'The card is being prepared. Look again in a moment.');
  return [{ type: 'PayoutAttemptStarted', data: { payout: proposal.payout, attempt: attempts + 1, holder: by }, happenedAt: now }];
}

export class PutBackPayout {
  constructor(readonly input: PayoutAct) {}
}

/** "I did not send it." Only the holder can know. */
export function putBackPayout(payout: Payout, by: string, now: Instant): PayoutFact[] {
  if (payout.status === 'approved') return [];
  const { proposal, attempt } = heldBy(payout, by);
  return [{ type: 'PayoutNotSent', data: { payout: proposal.payout, attempt }, happenedAt: now }];
}

function heldBy(payout: Payout, by: string) {
  const held = inState(payout, 'held', 'Open its card first.');
  if (held.holder !== by)
    throw new Refusal('payout/held-by-another', 'Somebody else has this card open. Only they can say whether they sent it.');
  return held;
}

export interface Sending extends PayoutAct {
  readonly sentAt: Instant;
  readonly reference?: string;
  /** The steward has seen that the same person was sent the same amount within days, and means it. */
  readonly againOnPurpose?: boolean;
  /** The steward has seen that the day lies long before the approval, and means it. */
  readonly dayOnPurpose?: boolean;
}

export class RecordPayoutSent {
  constructor(readonly input: Sending) {}
}

/**
 * "I sent it." Cash is final at once; everything else waits for its proof.
 * @param alike true when the same person was sent the same amount within the last days
 */
export function recordPayoutSent(
  payout: Payout,
  fund: Fund,
  input: Sending,
  reference: Sealed | undefined,
  alike: boolean,
  booking: Booking,
  now: Instant,
): PayoutOutcome {
  if (payout.status === 'sent' || payout.status === 'paid') return unchanged;
  const { proposal, attempt } = heldBy(payout, input.by);
  if (alike && !input.againOnPurpose) {
    throw new Refusal(
      'payout/like-another',
      'The same person was sent the same amount a few days ago. If this is another one, say so and record it again.',
    );
  }
  const { payout: id, given: amount } = proposal;
  heldFor(fund, id, 'reserved', amount);
  const sent: PayoutFact = {
    type: 'PayoutSentByHand',
    happenedAt: input.sentAt,
    data: { payout: id, attempt, saidAt: now, ...booking, ...(reference && { reference }) },
  };
  const left: FundFact = { type: 'PayoutDispatched', data: { payout: id, amount }, happenedAt: input.sentAt };
  if (proposal.rail !== 'cash') return { payout: [sent], fund: [left] };
  return {
    payout: [sent, { type: 'PayoutPaid', data: { payout: id, because: 'cash' }, happenedAt: input.sentAt }],
    fund: [left, { type: 'PayoutSettled', data: { payout: id, amount }, happenedAt: input.sentAt }],
  };
}

export class UndoPayoutSent {
  constructor(readonly input: PayoutAct) {}
}

export const undoMinutes = 10;

/** Within ten minutes; goes back to held, not to ready, because the address was seen. */
export function undoPayoutSent(payout: Payout, fund: Fund, by: string, now: Instant): PayoutOutcome {
  if (payout.status === 'held') return unchanged;
  const { proposal, attempt, saidAt, holder } = inState(payout, 'sent', 'There is nothing to undo.');
  if (holder !== by) throw new Refusal('payout/held-by-another', 'Only the one who said it was sent can take that back.');
  if (now > addMinutes(saidAt, undoMinutes)) {
    throw new Refusal('payout/undo-too-late', `It can be undone for ${undoMinutes} minutes. If the money came back, say so instead.`);
  }
  const { payout: id, given: amount } = proposal;
  heldFor(fund, id, 'in-flight', amount);
  return {
    payout: [{ type: 'PayoutSendingUndone', data: { payout: id, attempt }, happenedAt: now }],
    fund: [{ type: 'PayoutRecalled', data: { payout: id, amount }, happenedAt: now }],
  };
}

export interface Confirmation extends PayoutAct {
  readonly because: Finality;
}

export class ConfirmPayout {
  constructor(readonly input: Confirmation) {}
}

export const finalAfterDays = 35;

/** It arrived: an accepted mail, the person's word, or 35 days without a return. */
export function confirmPayout(payout: Payout, fund: Fund, { because }: Confirmation, now: Instant): PayoutOutcome {
  if (payout.status === 'paid') return unchanged;
  const { proposal, sentAt, saidAt, missed } = inState(payout, 'sent', 'Say first that it was sent.');
  if (because === 'no-return-in-35-days' && missed)
    throw new Refusal('payout/said-missing', 'The person says that it has not arrived. Look where it is; five weeks prove nothing here.');
  const since = saidAt > sentAt ? saidAt : sentAt;
  if (because === 'no-return-in-35-days' && now < addDays(since, finalAfterDays)) {
    throw new Refusal('payout/not-yet-final', `It becomes final ${finalAfterDays} days after it was sent and said to be.`);
  }
  if (because === 'cash') throw invalid('because', 'Cash is final when it is handed over. Choose what told you that it arrived.');
  const { payout: id, given: amount } = proposal;
  heldFor(fund, id, 'in-flight', amount);
  return {
    payout: [{ type: 'PayoutPaid', data: { payout: id, because }, happenedAt: now }],
    fund: [{ type: 'PayoutSettled', data: { payout: id, amount }, happenedAt: now }],
  };
}

export class SayPayoutMissing {
  constructor(readonly input: PayoutAct) {}
}

/** The person says that it has not arrived. No money moves by it; somebody looks where it is. */
export function sayPayoutMissing(payout: Payout, now: Instant): PayoutFact[] {
  const onItsWay = ['sent', 'accepted', 'unclaimed', 'on-hold', 'paid'];
  if (payout.status === 'unknown' || !onItsWay.includes(payout.status)) throw outOfTurn(payout, 'There is nothing to miss.');
  if (payout.status === 'sent' && payout.missed) return [];
  return [{ type: 'PayoutMissed', data: { payout: payout.proposal.payout }, happenedAt: now }];
}

export interface Returning extends PayoutAct {
  readonly reason: ReturnReason;
  readonly returnedAt: Instant;
}

export class RecordPayoutReturned {
  constructor(readonly input: Returning) {}
}

/** It came back. Never published: available again. Published: set apart until a publication may say so. */
export function recordPayoutReturned(payout: Payout, fund: Fund, input: Returning, booking: Booking): PayoutOutcome {
  if (payout.status === 'returned') return unchanged;
  if (payout.status !== 'sent' && payout.status !== 'paid' && payout.status !== 'reversed')
    throw outOfTurn(payout, 'Say first that it was sent.');
  if (payout.status === 'paid' && payout.transfer)
    throw new Refusal('payout/told-by-paypal', 'PayPal tells by itself when this comes back. Look at it there first.');
  if (addDays(input.returnedAt, 1) < payout.sentAt)
    throw invalid('returnedAt', 'Money cannot come back before it was sent. Check the day.');
  const { payout: id, given: amount } = payout.proposal;
  const inFlight = payout.status === 'sent' || (payout.status === 'reversed' && payout.bucket === 'in-flight');
  if (inFlight) heldFor(fund, id, 'in-flight', amount);
  const to = payout.status !== 'sent' && payout.published ? 'set-apart' : 'available';
  return {
    payout: [{ type: 'PayoutReturned', data: { payout: id, reason: input.reason, ...booking }, happenedAt: input.returnedAt }],
    fund: [
      {
        type: 'PayoutGivenBack',
        data: { payout: id, amount, from: inFlight ? 'in-flight' : 'net-paid', to },
        happenedAt: input.returnedAt,
      },
    ],
  };
}

export class CancelPayout {
  constructor(readonly input: PayoutAct) {}
}

/** Not while its card is open: then only the holder can say that it was not sent, and once they have said so it can be cancelled. */
export function cancelPayout(payout: Payout, fund: Fund, now: Instant): PayoutOutcome {
  if (payout.status === 'cancelled') return unchanged;
  if (payout.status !== 'proposed' && payout.status !== 'approved' && payout.status !== 'failed')
    throw outOfTurn(payout, 'It cannot be cancelled any more.');
  const { payout: id, given: amount } = payout.proposal;
  const cancelled: PayoutFact = { type: 'PayoutCancelled', data: { payout: id }, happenedAt: now };
  if (payout.status !== 'approved') return { payout: [cancelled], fund: [] };
  heldFor(fund, id, 'reserved', amount);
  return { payout: [cancelled], fund: [{ type: 'PayoutReleased', data: { payout: id, amount }, happenedAt: now }] };
}

const inWords: Record<Payout['status'], string> = {
  unknown: 'not in this ledger',
  proposed: 'waiting for approval',
  approved: 'approved and not yet sent',
  held: 'on an open card',
  sent: 'sent and not yet confirmed',
  paid: 'confirmed as arrived',
  returned: 'back with you',
  cancelled: 'cancelled',
  sending: 'being handed to PayPal',
  'put-off': 'not taken up by PayPal yet',
  'in-doubt': 'in doubt: nobody knows yet whether it was sent',
  accepted: 'sent, and on its way at PayPal',
  unclaimed: 'sent, not yet claimed',
  'on-hold': 'sent, held by PayPal',
  failed: 'not sent: PayPal did not pay it',
  reversed: 'taken back by PayPal after it was paid',
};

function inState<S extends Payout['status']>(payout: Payout, status: S, thenWhat: string): Extract<Payout, { status: S }> {
  if (payout.status !== status) throw outOfTurn(payout, thenWhat);
  return payout as Extract<Payout, { status: S }>;
}

const outOfTurn = (payout: Payout, thenWhat: string): Refusal =>
  new Refusal(
    payout.status === 'unknown' ? 'payout/unknown' : `payout/is-${payout.status}`,
    `This payout is ${inWords[payout.status]}. ${thenWhat}`,
  );
