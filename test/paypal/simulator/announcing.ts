import type { MadeBatch } from './memory.js';
import type { Event } from './movements.js';
import { headerOf, payoutRead } from './payout-answers.js';

/** Two of PayPal's events are named otherwise than the status they tell of. */
const toldAs: Readonly<Record<string, string>> = { SUCCESS: 'SUCCEEDED', ONHOLD: 'HELD' };

/**
 * What PayPal announces of a payout. The event's id is as its simulator has it, the same for all; what it says of the payout
 * was true when it happened, and may no longer be when it arrives.
 */
export const payoutEvent = (made: MadeBatch, over: Partial<Event> = {}): Event => ({
  id: 'WH-2WR32451HC0233532-67976317FL4543714',
  event_type: `PAYMENT.PAYOUTS-ITEM.${toldAs[made.status] ?? made.status}`,
  create_time: new Date().toISOString(),
  resource_type: 'payouts_item',
  resource: payoutRead(made),
  ...over,
});

/** Of the whole batch; it does not say a word of the payout in it. */
export const batchEvent = (made: MadeBatch, status: 'DENIED' | 'PROCESSING' | 'SUCCESS', over: Partial<Event> = {}): Event => ({
  id: 'WH-2WR32451HC0233532-67976317FL4543714',
  event_type: `PAYMENT.PAYOUTSBATCH.${status}`,
  create_time: new Date().toISOString(),
  resource_type: 'payouts',
  resource: headerOf(made, status),
  ...over,
});
