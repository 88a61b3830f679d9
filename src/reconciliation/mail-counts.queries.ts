import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type Day, addDaysTo, dayOf, instant } from '../domain/calendar.js';
import type { MailFault } from '../domain/mail.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';

/** What became of a mail: kept for a person, known already, of a wording that we have not met, or refused and why. */
export type MailOutcome = 'kept' | 'here-already' | 'unknown-wording' | MailFault;

const shownDays = 30;

/** How many mails came in, by what became of them. What is refused is counted and not kept. */
@Injectable()
export class MailCounts {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async note(ledger: string, outcome: MailOutcome): Promise<void> {
    await this.dataSource.query(
      `insert into mail_count (ledger_id, day, outcome, mails) values ($1, $2, $3, 1)
       on conflict (ledger_id, day, outcome) do update set mails = mail_count.mails + 1`,
      [ledger, await this.today(ledger), outcome],
    );
  }

  /** Of the last 30 days, the most frequent first. */
  async lately(ledger: string): Promise<readonly { readonly outcome: MailOutcome; readonly mails: number }[]> {
    return this.dataSource.query(
      `select outcome, sum(mails)::int as mails from mail_count where ledger_id = $1 and day > $2
       group by outcome order by mails desc, outcome`,
      [ledger, addDaysTo(await this.today(ledger), -shownDays)],
    );
  }

  private async today(ledger: string): Promise<Day> {
    return dayOf(instant(this.clock()), (await this.terms.of(ledger)).zone);
  }
}
