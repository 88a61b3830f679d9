import { type Day, dayOf } from '../domain/calendar.js';
import { type Money, money } from '../domain/money.js';
import type { PayoutRow } from '../payouts/payouts.projection.js';
import { type Expected, type SaidOfPayout, expectedOf, saidOfPayout } from './payout-state.js';

export interface SentToYou {
  readonly payout: string;
  readonly day: Day;
  /** Where it stands, as a sentence that ends with its day. */
  readonly state: SaidOfPayout;
  /** When it can be expected, where anything is left to expect or to do; with the last day of it, where there is one. */
  readonly expected?: Expected;
  /** Present only after "show". */
  readonly amount?: Money;
  /** On its way: the person can say that it arrived. */
  readonly mayArrive: boolean;
  /** On its way: the person can say that it did not. */
  readonly mayMiss: boolean;
  /** They agreed to a receipt, and the money is in the public log. */
  readonly hasReceipt: boolean;
}

/** What is only proposed is no promise yet, and what was cancelled never was one. */
export function sentToYou(row: PayoutRow, zone: string, { isShown, hasReceipts }: { isShown: boolean; hasReceipts: boolean }): SentToYou[] {
  const isMissed = row.missedAt !== null && onItsWay.includes(row.status);
  const state = isMissed ? 'yours.missed' : saidOfPayout(row.status);
  if (!state) return [];
  const day = dayOf(row.sentAt ?? row.proposedAt, zone);
  const amount = money(row.amountMinor, row.currency);
  const expected = isMissed ? undefined : expectedOf(row, zone);
  return [
    {
      payout: row.payoutId,
      day,
      state,
      ...(expected && { expected }),
      mayArrive: row.status === 'sent',
      mayMiss: !isMissed && onItsWay.includes(row.status),
      hasReceipt: hasReceipts && row.publishedPeriod !== null,
      ...(isShown && { amount }),
    },
  ];
}

/** Where they say is of use: somebody can still look. */
const onItsWay: readonly string[] = ['sent', 'accepted', 'on-hold'];
