import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { dayOf } from '../domain/calendar.js';
import { Refusal } from '../domain/refusal.js';
import { Terms } from '../event-store/ledger-terms.js';
import { HeldLedgers } from '../safekeeping/held-ledgers.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { isAllowed } from '../web/permissions.js';
import { Desk } from './desk.js';
import { FormReading } from './form-reading.js';
import { HeldPage } from './pages/held.js';
import { pathsOf } from './pages/paths.js';
import { type Press, Pressed } from './presses.js';

/** A ledger that was put back from a backup: what it lacks, and its release. */
@Controller('console/:ledger/settings/held')
export class HeldPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(HeldLedgers) private readonly held: HeldLedgers,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('books.view')
  async look(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.page(asker, request, this.desk.blank()));
  }

  /** What must be so is looked up once more; only what a person may know better is hers to say. */
  @Post()
  @Allow('payouts.limit')
  release(@Pressed() { asker, posted, request }: Press, @Res() reply: FastifyReply) {
    return this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        reading.text('certain', 'Say that you have looked at it.');
        reading.done();
        const released = await this.held.release(asker.ledgerId, asker.actor, true);
        if (released.length === 0 && (await this.held.isHeld(asker.ledgerId)))
          throw new Refusal('ledger/still-held', 'Something is missing for which nobody can vouch. See below what it is.');
        this.desk.goOn(reply, pathsOf(asker.slug).held, 'released');
      },
      (form) => this.page(asker, request, form),
    );
  }

  private async page(asker: Asker, request: FastifyRequest, form: Form) {
    const held = await this.held.of(asker.ledgerId);
    const { zone } = await this.terms.of(asker.ledgerId);
    return (
      <HeldPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        mayRelease={isAllowed(asker, 'payouts.limit')}
        {...(held && { held: { ...held, since: dayOf(held.since, zone), booksUntil: dayOf(held.booksUntil, zone) } })}
      />
    );
  }
}
