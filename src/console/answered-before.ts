import { Inject, Injectable } from '@nestjs/common';
import type { CallRow } from '../calls/calls.projection.js';
import { Calls } from '../calls/calls.queries.js';
import { type Day, type Month, addDaysTo, dayOf } from '../domain/calendar.js';
import type { Money } from '../domain/money.js';
import { Terms } from '../event-store/ledger-terms.js';
import type { PayoutRow } from '../payouts/payouts.projection.js';
import { Payouts } from '../payouts/payouts.queries.js';

/** So far back one looks, in payouts. */
const looksBack = 500;
const alikeDays = 7;

/** Whether the person behind a call was sent money before: neutral facts that block nothing. */
@Injectable()
export class AnsweredBefore {
  constructor(
    @Inject(Calls) private readonly calls: Calls,
    @Inject(Payouts) private readonly payouts: Payouts,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  /** For each call the months in which its person was sent money, once for each time. */
  async monthsOf(ledger: string, rows: readonly CallRow[]): Promise<readonly (readonly Month[])[]> {
    if (rows.length === 0) return [];
    const people = await this.calls.peopleOf(ledger, rows);
    const sent = await this.sent(ledger);
    return people.map((person) => sent.flatMap(({ row, to }) => (person !== undefined && to === person ? [row.month!] : [])));
  }

  /** The day on which the same person was last sent the same amount, if that was within a week. */
  async alike(ledger: string, call: CallRow, amount: Money, today: Day): Promise<Day | undefined> {
    const [person] = await this.calls.peopleOf(ledger, [call]);
    const { zone } = await this.terms.of(ledger);
    const near = (await this.sent(ledger)).filter(
      ({ row, to }) => to === person && row.amountMinor === amount.minor && row.currency === amount.currency,
    );
    const days = near.map(({ row }) => dayOf(row.sentAt!, zone)).sort();
    const last = days.at(-1);
    return person !== undefined && last && last >= addDaysTo(today, -alikeDays) ? last : undefined;
  }

  private async sent(ledger: string): Promise<{ row: PayoutRow; to: string }[]> {
    const rows = (await this.payouts.latest(ledger, looksBack)).filter(({ status }) => status === 'sent' || status === 'paid');
    const people = await this.payouts.peopleTags(ledger, rows);
    return rows.map((row, index) => ({ row, to: people[index]! }));
  }
}
