import type { Asked } from './asked.js';
import type { Instant } from './calendar.js';
import type { Call, CallFact, Recipient, RecipientFact } from './call.js';
import type { Fund, FundFact } from './fund.js';
import type { Payout, PayoutFact } from './payout.js';
import { cancelPayout } from './payout-decisions.js';
import { Refusal } from './refusal.js';

export interface Erasure extends Asked {
  readonly recipient: string;
}

/** A person asked to be forgotten. It cannot be undone. */
export class EraseRecipient {
  constructor(readonly input: Erasure) {}
}

/** Everything of one person that is still open, as it stands. */
export interface Traces {
  readonly recipient: Recipient;
  /** In the order in which the command named their streams. */
  readonly calls: readonly { readonly id: string; readonly state: Call }[];
  readonly payouts: readonly Payout[];
  readonly fundOf: (currency: string) => Fund;
}

export interface ErasureOutcome {
  readonly recipient: RecipientFact[];
  readonly calls: CallFact[][];
  readonly payouts: PayoutFact[][];
  readonly fund: FundFact[];
}

/** What has not left yet; everything after it is the world's, and is waited for. */
const isNotStarted = ({ status }: Payout): boolean => status === 'proposed' || status === 'approved' || status === 'failed';

/**
 * Takes the person's calls back at once, and cancels and releases what was not yet started. A payout whose card is open or whose
 * money is on its way goes on to its end. Asked twice, only what came in between is closed.
 */
export function eraseRecipient({ recipient, calls, payouts, fundOf }: Traces, { recipient: id }: Erasure, now: Instant): ErasureOutcome {
  if (recipient.status === 'unknown') throw new Refusal('recipient/unknown', 'There is no such person in this ledger.');
  const cancelled = payouts.map((payout) => (isNotStarted(payout) ? cancelling(payout, fundOf, now) : { payout: [], fund: [] }));
  return {
    recipient: recipient.status === 'erased' ? [] : [{ type: 'RecipientErased', data: { recipient: id }, happenedAt: now }],
    calls: calls.map(({ id: call, state }) =>
      state.status === 'open' ? [{ type: 'CallWithdrawn', data: { call }, happenedAt: now }] : [],
    ),
    payouts: cancelled.map(({ payout }) => payout),
    fund: cancelled.flatMap(({ fund }) => fund),
  };
}

function cancelling(payout: Payout, fundOf: Traces['fundOf'], now: Instant) {
  if (payout.status === 'unknown') return { payout: [], fund: [] };
  return cancelPayout(payout, fundOf(payout.proposal.given.currency), now);
}

/** Every place that forgetting a person reaches, as the steward reads it before she confirms. `docs/erasure.md` says the same. */
export const erasureReaches: readonly string[] = [
  'Every address, handle and name that was noted to pay them.',
  'Their calls: the link, and who made them. Calls that are open are taken back at once.',
  'Their payouts: to whom they went, which call they answered, and the reference. What was not yet started is cancelled, and its money is ready to send again.',
  'The words of bank lines, PayPal lines and mails that were matched with their payouts, and the marks by which such a line is known when it comes again.',
  'The marks by which their address or handle would be found again, and those of what was once sent to this program about them.',
  'What they agreed to, the code of their own page, and the key to their receipts: nobody, they included, can show their part of the public log any more.',
];

/** What stays, and why. */
export const erasureLeaves: readonly string[] = [
  'Amounts and days in your books, and the sums that were published: they name nobody, and nothing leads from them to the person.',
  'A payout whose card is open, or whose money is on its way, until it has ended. What is needed for it is destroyed then, without a further word.',
  'What your bank, PayPal and mail host know, and backups until they are overwritten: a backup that is put back is told of it before it pays anyone.',
];
