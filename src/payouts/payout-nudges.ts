import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { instant } from '../domain/calendar.js';
import { isId } from '../domain/id.js';
import type { NudgedPayout, PayoutNudges } from '../domain/paypal-payout.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { payouts } from '../queue/queue-names.js';
import { Queues } from '../queue/queues.js';
import { PayoutWatch } from './payout-watch.js';
import { stepJobId, stepPayout } from './payouts.follower.js';

const meantSql = `
  select payout_id from payout where ledger_id = $1 and rail = 'paypal' and payout_id = $2
  union select payout_id from payout where ledger_id = $1 and transfer = $3
  union select payout_id from payout where ledger_id = $1 and batch = $4
  limit 1`;

/** A payout that something happened to is looked at soon. What happened is read from PayPal by the step that comes. */
@Injectable()
export class NudgesToPayouts implements PayoutNudges {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(PayoutWatch) private readonly watch: PayoutWatch,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async nudge(ledger: string, { payout, transfer, batch }: NudgedPayout): Promise<boolean> {
    const ours = isId(payout) ? payout : null;
    const [meant] = await this.dataSource.query<{ payout_id: string }[]>(meantSql, [ledger, ours, transfer ?? null, batch ?? null]);
    if (!meant) return false;
    const due = { ledger, payout: meant.payout_id };
    await this.watch.nudge(due, instant(this.clock()));
    await this.queues.enqueue(payouts, stepPayout, { jobId: stepJobId(due.payout) }, due);
    return true;
  }
}
