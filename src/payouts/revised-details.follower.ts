import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { VoidRevisedPayout } from '../domain/payout-sending.js';
import { type Follower, effectOf } from '../event-store/follower.js';
import type { RecordedEvent } from '../event-store/recorded.js';
import { PayoutLinks } from './payouts.links.js';
import { PayoutRow } from './payouts.projection.js';

/** Once a person is to be paid in another way, what was approved for the way before is void: its money does not lie reserved for nothing. */
@Injectable()
export class RevisedDetailsFollower implements Follower {
  readonly name = 'revised-details';
  readonly types = ['RecipientKnown'] as const;

  constructor(
    @InjectRepository(PayoutRow) private readonly rows: Repository<PayoutRow>,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  async act(event: RecordedEvent): Promise<void> {
    if (event.type !== 'RecipientKnown' || event.data.addressVersion === 1) return;
    const { ledger } = event;
    const approved = await this.rows.findBy({ ledgerId: ledger, status: 'approved' });
    const links = await this.links.openMany(ledger, approved);
    for (const [index, { payoutId: payout }] of approved.entries()) {
      if (links[index]?.recipient !== event.data.recipient) continue;
      await this.commands.execute(new VoidRevisedPayout({ ledger, by: 'rail', request: `${effectOf(this, event)}-${payout}`, payout }));
    }
  }
}
