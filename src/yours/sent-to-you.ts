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
  /** Sent by hand: the person can say that it arrived. Over PayPal, PayPal's word decides, which is asked anyway. */
  readonly mayArrive: boolean;
  /** On its way: the person can say that it did not. Where PayPal says that it is in their account, it is for them and PayPal. */
  readonly mayMiss: boolean;
  /** They agreed to a receipt, and the money is in the public log. */
  readonly hasReceipt: boolean;
}

/** What is only proposed is no promise yet, and what was cancelled never was one. */
export function sentToYou(row: PayoutRow, zone: string, { isShown, hasReceipts }: { isShown: boolean; hasReceipts: boolean }): SentToYou[] {
  const isMissed = isMissing(row);
  const state = isMissed ? 'yours.missed' : saidOfPayout(row.status);
  if (!state) return [];
  const day = dayOf(row.sentAt ?? row.proposedAt, zone);
  const amount = money(row.amountMinor, row.currency);
  const expected = isMissed && row.status !== 'unclaimed' ? undefined : expectedOf(row, zone);
  return [
    {
      payout: row.payoutId,
      day,
      state,
      ...(expected && { expected }),
      ...mayBeSaid(row),
      hasReceipt: hasReceipts && row.publishedPeriod !== null,
      ...(isShown && { amount }),
    },
  ];
}

/** Where they say is of use: somebody can still look. */
const onItsWay: readonly string[] = ['sent', 'accepted', 'unclaimed', 'on-hold'];
const isMissing = ({ status, missedAt }: PayoutRow): boolean => missedAt !== null && onItsWay.includes(status);

export const mayBeSaid = (row: PayoutRow): Pick<SentToYou, 'mayArrive' | 'mayMiss'> => ({
  mayArrive: row.status === 'sent',
  mayMiss: !isMissing(row) && onItsWay.includes(row.status),
});
