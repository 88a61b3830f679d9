import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Calls } from '../calls/calls.queries.js';
import { dayOf, instant } from '../domain/calendar.js';
import { RecheckCall } from '../domain/call.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import type { Asker } from '../web/asker.js';

/** "Is it still open?", asked where money is proposed: nothing is sent to a call that nobody has looked at again. */
@Injectable()
export class CallsRechecked {
  constructor(
    @Inject(Calls) private readonly calls: Calls,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Said of a call that was seen open today, it says nothing new. */
  async stillOpen(asker: Asker, chosen: readonly string[]): Promise<void> {
    const { zone } = await this.terms.of(asker.ledgerId);
    const today = dayOf(instant(this.clock()), zone);
    const open = await this.calls.open(asker.ledgerId);
    for (const { callId, seenAt } of open)
      if (chosen.includes(callId) && dayOf(seenAt, zone) < today) await this.rechecked(asker, callId, true);
  }

  /** Puts them away. One that was put away meanwhile stays so. */
  async notOpen(asker: Asker, chosen: readonly string[]): Promise<void> {
    for (const call of chosen) await this.rechecked(asker, call, false);
  }

  private rechecked({ ledgerId: ledger, actor: by }: Asker, call: string, stillOpen: boolean): Promise<unknown> {
    return this.commands.execute(new RecheckCall({ ledger, by, request: randomUUID(), call, stillOpen }));
  }
}
