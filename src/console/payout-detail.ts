import type { Asker } from '../web/asker.js';
import { isAllowed } from '../web/permissions.js';
import { type Instant, addMinutes, millisOf } from '../domain/calendar.js';
import { undoMinutes } from '../domain/payout-decisions.js';
import type { PayoutRow } from '../payouts/payouts.projection.js';
import type { PayoutAct } from './pages/paths.js';

/** A payout as one of its stewards stands before it. */
export interface Standing {
  readonly row: PayoutRow;
  readonly asker: Asker;
  readonly now: Instant;
  /** True when the fund has less than it would give up. */
  readonly isShort: boolean;
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
      return ifAllowed('payouts.send', 'came-back');
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
export function whyNot({ row, asker, isShort }: Standing, holder: string | undefined): string | undefined {
  switch (row.status) {
    case 'proposed':
      if (isShort) return 'There is less ready to send than this. It can be approved once more has come in.';
      return isAllowed(asker, 'payouts.approve') ? undefined : 'It waits for somebody who may approve it.';
    case 'approved':
      return row.code ? undefined : 'Its card is being prepared. Look again in a moment.';
    case 'held':
      return row.holder === asker.actor ? undefined : `${holder ?? 'Somebody'} has its card open. Only they can say whether they sent it.`;
    case 'sent':
    case 'paid':
    case 'returned':
    case 'cancelled':
      return undefined;
  }
}
