import { createHash } from 'node:crypto';
import type { CallRow } from '../calls/calls.projection.js';
import { type Day, type Month, dayOf } from '../domain/calendar.js';
import { money } from '../domain/money.js';
import { monthInWords } from '../web/days.js';
import type { CallCard } from './pages/calls.js';

export type Order = 'shuffled' | 'by-day';

/** New each day and the same for everybody on that day: nobody's call stands first for long, and no reload is a lottery. */
export function ordered(rows: readonly CallRow[], order: Order, ledger: string, today: Day): CallRow[] {
  const lot = ({ callId }: CallRow): string => createHash('sha256').update(`${ledger} ${today} ${callId}`).digest('hex');
  const shuffled = rows
    .map((row) => ({ row, lot: lot(row) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ row }) => row);
  if (order === 'shuffled') return shuffled;
  return shuffled.toSorted((a, b) => dayGiven(a).localeCompare(dayGiven(b)));
}

/** Calls without a day come after those with one. */
const dayGiven = ({ neededBy }: CallRow): string => neededBy ?? '9999';

export const cardOf = (row: CallRow, zone: string, link: string | undefined, answeredIn: readonly Month[]): CallCard => ({
  call: row.callId,
  name: row.name,
  notedOn: dayOf(row.loggedAt, zone),
  platform: row.platform,
  ...(row.neededBy && { neededBy: row.neededBy }),
  ...(row.askedMinor !== null && { asked: money(row.askedMinor, row.askedCurrency!) }),
  ...(link && { link }),
  ...(answeredIn.length > 0 && { answeredBefore: timesIn(answeredIn) }),
});

/** "once, in October 2026", "3 times, last in October 2026": a fact, not a judgement. */
export function timesIn(months: readonly Month[]): string {
  const last = monthInWords(months.toSorted().at(-1)!);
  if (months.length === 1) return `once, in ${last}`;
  return `${months.length === 2 ? 'twice' : `${months.length} times`}, last in ${last}`;
}
