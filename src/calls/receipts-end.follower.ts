import { Inject, Injectable } from '@nestjs/common';
import type { Follower } from '../event-store/follower.js';
import type { RecordedEvent } from '../event-store/recorded.js';
import { SlotKeys } from './slot-keys.queries.js';

/** The key to a person's receipts goes with their consent also where the program was ended between the two. */
@Injectable()
export class ReceiptsEndFollower implements Follower {
  readonly name = 'receipts-end';
  readonly types = ['ConsentWithdrawn', 'CallWithdrawn'] as const;

  constructor(@Inject(SlotKeys) private readonly slots: SlotKeys) {}

  async act(event: RecordedEvent): Promise<void> {
    if (event.type !== 'ConsentWithdrawn' && event.type !== 'CallWithdrawn') return;
    await this.slots.destroyUnlessAgreed(event.ledger, event.data.call);
  }
}
