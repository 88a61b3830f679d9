import type { JournaledAttempt } from './journal.js';
import type { Payout, PayoutFact } from './payout.js';
import type { Order } from './payout-api.js';
import { Refusal } from './refusal.js';
import type { AttemptAct } from './payout-sending.js';

/**
 * Books that were put back from a copy do not know what was done after it; the journal does. A try that it names was on its way to
 * PayPal, whatever these books say, and its payout is not begun anew.
 */

/** The last try that the journal knows of and these books do not; undefined where they know as much. */
export function lostTry(payout: Payout, journaled: readonly JournaledAttempt[]): JournaledAttempt | undefined {
  const last = journaled.at(-1);
  if (!last) return undefined;
  switch (payout.status) {
    case 'approved':
      return last.attempt > payout.attempts ? last : undefined;
    case 'sending':
    case 'in-doubt':
      return last.attempt > payout.attempt ? last : undefined;
    case 'put-off': {
      const isAnother = last.attempt > payout.attempt;
      // The same try was called once more after the last answer that these books hold.
      const isLater = last.attempt === payout.attempt && last.lastAt > payout.since;
      return isAnother || isLater ? last : undefined;
    }
    default:
      return undefined;
  }
}

/** By hand only a person can tell: where the journal says that the card was open before, they look first. */
export function refuseShownBefore(attempt: number, journaled: readonly JournaledAttempt[], notInAccount = false): void {
  if (notInAccount || journaled.every((one) => one.attempt < attempt)) return;
  throw new Refusal(
    'payout/shown-before',
    'This card was open before, the journal says, and these books do not know of it. Look in your account whether it was sent. If it was not, say so and open it again.',
  );
}

export class TakeUpLostTry {
  constructor(readonly input: AttemptAct) {}
}

/**
 * Puts the payout into doubt under the number of the lost try, dated when that was made. Nothing is sent by itself: what came of it,
 * and whether the person was paid in another way since, these books cannot know.
 * @param order the same request under the same id; where none can be made, nobody can say what was sent
 */
export function takeUpLostTry(payout: Payout, journaled: readonly JournaledAttempt[], order: Order | 'rail-refuses'): PayoutFact[] {
  const lost = lostTry(payout, journaled);
  if (!lost || payout.status === 'unknown') return [];
  const { attempt, senderBatch = '', firstAt, lastAt } = lost;
  const { payout: id } = payout.proposal;
  const inDoubt: PayoutFact = { type: 'PayoutInDoubt', data: { payout: id, attempt, why: 'only-in-journal' }, happenedAt: lastAt };
  if (payout.status === 'put-off' && payout.attempt === attempt) return [inDoubt];
  if (order === 'rail-refuses' || order.senderBatch !== senderBatch)
    throw new Refusal(
      'payout/only-in-journal',
      'The journal holds a try to send this, and these books do not. Look at the PayPal account: nothing is sent until that is clear.',
    );
  const started = { payout: id, attempt, order: { ...order, byDatabase: firstAt } };
  return [{ type: 'PayoutAttemptStarted', data: started, happenedAt: firstAt }, inDoubt];
}
