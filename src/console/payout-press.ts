import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { pathsOf } from './pages/paths.js';
import { PayoutDetails } from './payout-details.js';
import { type FormAct, type Press, Presses } from './presses.js';

/** What every act on a payout has in common: it leads back to the page, and a refusal stands on it. */
@Injectable()
export class PayoutPresses {
  constructor(
    @Inject(Presses) private readonly presses: Presses,
    @Inject(PayoutDetails) private readonly details: PayoutDetails,
  ) {}

  act(press: Press, reply: FastifyReply, payout: string, done: string, read: FormAct['read']): Promise<void> {
    const { asker, posted, request } = press;
    return this.presses.act(press, reply, {
      read,
      leadsTo: pathsOf(asker.slug).payout(payout),
      done,
      again: (form, refusal) =>
        this.details.page(asker, payout, request, {
          form,
          alike: posted.againOnPurpose !== undefined || refusal?.code === 'payout/like-another',
          lineAlike: posted.alikeAreOthers !== undefined || refusal?.code === 'payout/debit-on-statement',
          early: posted.dayOnPurpose !== undefined || refusal?.code === 'payout/sent-long-before',
        }),
    });
  }
}
