import { addDaysTo, dayOf, monthOf } from './calendar.js';
import { type Books, openBooks } from './ledger.js';
import { type MonthState, beginsIn } from './month.js';
import type { Payout } from './payout.js';
import type { Sending } from './payout-decisions.js';
import { Refusal } from './refusal.js';

/** Sent first and written down afterwards is usual; longer before the approval than this, a wrong year is more likely. */
export const usualDaysBefore = 7;

/**
 * A year typed wrong puts money into an old month. A day before these books begin is refused; one long before the approval is
 * asked about, and stands if it is meant: money that moved is recorded as it was.
 */
export function refuseUnlikelyDay(payout: Payout, { sentAt, dayOnPurpose }: Sending, books: Books): void {
  if (payout.status !== 'held') return;
  const open = openBooks(books);
  const [day, approved] = [dayOf(sentAt, open.zone), dayOf(payout.agreedAt, open.zone)];
  const begins = beginsIn(open);
  if (monthOf(sentAt, open.zone) < begins) {
    throw new Refusal(
      'payout/sent-before-the-ledger',
      `This ledger and its promise begin in ${begins}, and ${day} lies before. Check the year. What was sent earlier is part of what had been paid before this ledger.`,
    );
  }
  if (day >= addDaysTo(approved, -usualDaysBefore) || dayOnPurpose) return;
  throw new Refusal('payout/sent-long-before', `This was approved on ${approved}. Is ${day} right? If so, say so and record it again.`);
}

/** Once a month is closed, it says for good that what is booked in it was sent. */
export function refuseOnceClosed(bookedIn: MonthState | undefined): void {
  if (bookedIn?.status === 'closed')
    throw new Refusal(
      'payout/undo-after-close',
      'The month in which it is booked was closed meanwhile. If the money came back, say so instead.',
    );
}
