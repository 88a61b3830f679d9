import { Inject, Injectable } from '@nestjs/common';
import type { Follower } from '../event-store/follower.js';
import type { RecordedEvent } from '../event-store/recorded.js';
import { payouts } from '../queue/queue-names.js';
import { Queues } from '../queue/queues.js';

/** The name of the job, and of its id, that carries one approved payout to its rail. */
export const carryPayout = 'carry-payout';
/** The name of the job that takes a payout over PayPal's API one step on. */
export const stepPayout = 'step-payout';
export const stepJobId = (payout: string): string => `${stepPayout}-${payout}`;

export const carryJobId = (payout: string): string => `${carryPayout}-${payout}`;

/** Puts each approved payout on its way. The queue may lose it: the sweep finds what is still due. */
@Injectable()
export class PayoutsFollower implements Follower {
  readonly name = 'payouts-to-rails';
  readonly types = ['PayoutAgreed'] as const;

  constructor(@Inject(Queues) private readonly queues: Queues) {}

  async act(event: RecordedEvent): Promise<void> {
    if (event.type !== 'PayoutAgreed') return;
    const { payout } = event.data;
    await this.queues.enqueue(payouts, carryPayout, { jobId: carryJobId(payout) }, { ledger: event.ledger, payout });
  }
}
