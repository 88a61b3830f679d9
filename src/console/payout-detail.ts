import type { Asker } from '../web/asker.js';
import { isAllowed } from '../web/permissions.js';
import { type Instant, addMinutes, millisOf } from '../domain/calendar.js';
import { undoMinutes } from '../domain/payout-decisions.js';
import { claimDays, claimableUntil } from '../domain/payout-readings.js';
import type { PayoutRow } from '../payouts/payouts.projection.js';
import { dayInWords } from '../web/days.js';
import type { PayoutAct } from './pages/paths.js';
import { doubtInWords, failureInWords, putOffInWords } from './payout-words.js';

/** A payout as one of its stewards stands before it. */
export interface Standing {
  readonly row: PayoutRow;
  readonly asker: Asker;
  readonly now: Instant;
  /** True when the fund has less than it would give up. */
  readonly isShort: boolean;
  readonly zone: string;
  /** True on the page that answers "Show the address": it need not be offered again. */
  readonly isShown: boolean;
}

/** What may be done now, from the payout's state and the asker's role. The books decide again; this only offers. */
export function mayNow(standing: Standing): PayoutAct[] {
  const { row, asker, isShort, isShown } = standing;
  const ifAllowed = (permission: Parameters<typeof isAllowed>[1], ...acts: PayoutAct[]): PayoutAct[] =>
    isAllowed(asker, permission) ? acts : [];
  switch (row.status) {
    case 'proposed':
      return [
        ...(isShort ? ifAllowed('fund.advance', 'cover') : ifAllowed('payouts.approve', 'approve')),
        ...ifAllowed('payouts.stop', 'cancel'),
      ];
    case 'approved':
      return [...(row.code ? ifAllowed('payouts.send', 'show-address') : []), ...ifAllowed('payouts.stop', 'cancel')];
    case 'held':
      if (row.holder !== asker.actor) return [];
      return ifAllowed('payouts.send', ...(isShown ? [] : ['show-address' as const]), 'sent', 'not-sent');
    case 'sent':
      return ifAllowed('payouts.send', ...(undoLeft(standing) > 0 ? ['undo' as const] : []), 'arrived', 'came-back');
    case 'paid':
      return row.rail === 'paypal' ? [] : ifAllowed('payouts.send', 'came-back');
    case 'reversed':
      return ifAllowed('payouts.send', 'came-back');
    case 'failed':
      return [...(isShort ? [] : ifAllowed('payouts.approve', 'approve')), ...ifAllowed('payouts.stop', 'cancel')];
    case 'put-off':
      return ifAllowed('payouts.stop', 'end-attempt');
    case 'in-doubt':
      return [
        ...ifAllowed('payouts.send', 'say-paid'),
        ...(row.stoppedAt ? ifAllowed('payouts.approve', 'say-never-created') : ifAllowed('payouts.stop', 'stop-resending')),
      ];
    case 'unclaimed':
      return ifAllowed('payouts.stop', 'take-back');
    case 'sending':
    case 'accepted':
    case 'on-hold':
    case 'returned':
    case 'cancelled':
      return [];
  }
}

/** Whole minutes in which the holder can still take "I sent it" back. */
export function undoLeft({ row, asker, now }: Pick<Standing, 'row' | 'asker' | 'now'>): number {
  if (row.status !== 'sent' || !row.saidAt || row.holder !== asker.actor) return 0;
  return Math.max(0, Math.ceil((millisOf(addMinutes(row.saidAt, undoMinutes)) - millisOf(now)) / 60_000));
}

/** Why something that one might expect is not offered. */
export function whyNot({ row, asker, zone, isShort }: Standing, holder: string | undefined): string | undefined {
  switch (row.status) {
    case 'proposed':
      if (isShort) return 'There is less ready to send than this. It can be approved once more has come in.';
      return isAllowed(asker, 'payouts.approve') ? undefined : 'It waits for somebody who may approve it.';
    case 'approved':
      if (row.rail === 'paypal') return 'The program hands it to PayPal by itself, unless all sending is stopped.';
      return row.code ? undefined : 'Its card is being prepared. Look again in a moment.';
    case 'held':
      return row.holder === asker.actor ? undefined : `${holder ?? 'Somebody'} has its card open. Only they can say whether they sent it.`;
    case 'put-off':
      return `PayPal has answered, and not taken it: ${putOffInWords(row.why ?? '')}. The same is sent again by itself.`;
    case 'in-doubt':
      return `Nobody knows yet whether PayPal took it up: ${doubtInWords(row.why ?? '')}. Its money stays held, and nothing is sent twice.`;
    case 'failed':
      return `Nothing was sent: ${failureInWords(row.why ?? '')}. Its money is ready to send again.`;
    case 'reversed':
      return 'PayPal says that it was paid, and then taken back. Look at it in your PayPal account. Nothing moves here until you say so.';
    case 'unclaimed':
      return `Nobody has claimed it at PayPal yet. If nobody does, it comes back by itself after ${claimDays} days${onDay(row.sentAt, zone)}, and its money is ready to send again.`;
    case 'on-hold':
      return 'PayPal holds it for a review. It goes on by itself, or comes back.';
    case 'sent':
    case 'sending':
    case 'accepted':
    case 'paid':
    case 'returned':
    case 'cancelled':
      return undefined;
  }
}

const onDay = (sentAt: Instant | null, zone: string): string => (sentAt ? `, on ${dayInWords(claimableUntil(sentAt, zone))}` : '');
