import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Job } from 'bullmq';
import { type DataSource, LessThan, LessThanOrEqual } from 'typeorm';
import { addDays, instant } from '../domain/calendar.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { JobWorker, TakesJobsOf } from '../queue/job-worker.js';
import { accounts } from '../queue/queue-names.js';
import { type JobIds, Queues } from '../queue/queues.js';
import { PayPalConnectionRow, PayPalWebhookRow, webhooksKeptDays } from './paypal-rows.js';
import { PayPalSearch } from './paypal-search.js';

const searchPayPal = 'search-paypal';

@TakesJobsOf(accounts)
export class AccountsWorker extends JobWorker {
  constructor(@Inject(PayPalSearch) private readonly search: PayPalSearch) {
    super();
  }

  async run({ data }: Job<JobIds>): Promise<void> {
    await this.search.run(data.ledger!, data.account!);
  }
}

/** When PayPal accounts are asked. The row says when; the queue only makes it soon. */
@Injectable()
export class PayPalSweep {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async enqueueDue(): Promise<void> {
    const due = await this.dataSource.manager.findBy(PayPalConnectionRow, { nextSearchAt: LessThanOrEqual(instant(this.clock())) });
    for (const { ledgerId, accountId } of due) await this.enqueue(ledgerId, accountId);
  }

  /** Something is known to have moved: the account is asked now. One that is in trouble keeps its pause. */
  async soon(ledgerId: string, accountId: string): Promise<void> {
    const now = instant(this.clock());
    await this.dataSource.query(
      `update paypal_connection set next_search_at = least(next_search_at, $3::timestamptz)
       where ledger_id = $1 and account_id = $2 and trouble is null`,
      [ledgerId, accountId, now],
    );
    await this.enqueue(ledgerId, accountId);
  }

  /** What webhooks said, once a repeat of it is refused for its age alone. */
  async forgetOldWebhooks(): Promise<void> {
    const before = addDays(instant(this.clock()), -webhooksKeptDays);
    await this.dataSource.manager.delete(PayPalWebhookRow, { receivedAt: LessThan(before) });
  }

  private enqueue(ledger: string, account: string): Promise<void> {
    return this.queues.enqueue(accounts, searchPayPal, { jobId: `${searchPayPal}-${account}` }, { ledger, account });
  }
}
