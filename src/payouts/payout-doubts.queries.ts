import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, Not, type Repository } from 'typeorm';
import { payouts } from '../queue/queue-names.js';
import { type DeadJob, Queues } from '../queue/queues.js';
import { PayoutWatch, type PayoutWatchRow } from './payout-watch.js';
import { PayoutRow } from './payouts.projection.js';

export interface Doubts {
  readonly rows: readonly PayoutRow[];
  /** When the program looks at each again, and what it was told last. */
  readonly watches: ReadonlyMap<string, PayoutWatchRow>;
}

/** Payouts that are neither sent nor unsent for certain, that did not arrive, or that went out although they were given up; and work that the queue has given up. */
@Injectable()
export class PayoutDoubts {
  constructor(
    @InjectRepository(PayoutRow) private readonly rows: Repository<PayoutRow>,
    @Inject(PayoutWatch) private readonly watch: PayoutWatch,
    @Inject(Queues) private readonly queues: Queues,
  ) {}

  async of(ledger: string): Promise<Doubts> {
    const rows = await this.rows.find({
      where: [
        { ledgerId: ledger, status: In(['in-doubt', 'put-off', 'reversed']) },
        { ledgerId: ledger, status: In(['sent', 'accepted', 'unclaimed', 'on-hold']), missedAt: Not(IsNull()) },
        { ledgerId: ledger, surfacedAt: Not(IsNull()) },
      ],
      order: { since: 'ASC' },
    });
    const watches = await this.watch.ofLedger(ledger);
    return { rows, watches: new Map(watches.map((each) => [each.payoutId, each])) };
  }

  /** Jobs about this ledger's payouts that failed for good. What they were for stays due, and the sweep finds it again. */
  async deadJobs(ledger: string): Promise<readonly DeadJob[]> {
    return (await this.queues.dead(payouts)).filter(({ ids }) => ids.ledger === ledger);
  }
}
