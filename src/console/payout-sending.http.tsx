import { Controller, Inject, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Allow } from '../web/allow.js';
import { returnReasons } from '../domain/payout.js';
import {
  ConfirmPayout,
  PutBackPayout,
  RecordPayoutReturned,
  RecordPayoutSent,
  ShowPayoutCard,
  UndoPayoutSent,
} from '../domain/payout-decisions.js';
import { Terms } from '../event-store/ledger-terms.js';
import { Desk } from './desk.js';
import { FormReading } from './form-reading.js';
import { PayoutDetails } from './payout-details.js';
import { PayoutPresses } from './payout-press.js';
import { type Press, Pressed, askedOf } from './presses.js';

/** Five weeks pass by themselves, and cash is final at once: a person says only what she knows. */
const saidSo = ['person-said-so', 'mail-accepted'] as const;

/** From the open card to how it ended: sending by hand. */
@Controller('console/:ledger/payouts/:payout')
export class PayoutSendingPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PayoutDetails) private readonly details: PayoutDetails,
    @Inject(PayoutPresses) private readonly presses: PayoutPresses,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  /** Answers with the page itself: the address stands in no GET, and so in no history and no cache. */
  @Post('show-address')
  @Allow('payouts.send')
  async showAddress(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    const { asker, posted, request } = press;
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        const notInAccount = reading.isTicked('notInAccount');
        reading.done();
        await this.commands.execute(new ShowPayoutCard({ ...askedOf(press), payout, ...(notInAccount && { notInAccount }) }));
        this.desk.send(reply, await this.details.page(asker, payout, request, { card: await this.details.card(asker, payout) }));
      },
      (form, refusal) =>
        this.details.page(asker, payout, request, {
          form,
          shownBefore: posted.notInAccount !== undefined || refusal?.code === 'payout/shown-before',
        }),
    );
  }

  @Post('sent')
  @Allow('payouts.send')
  sent(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, payout, 'sent', async (reading) => {
      const sentAt = reading.when('sentOn', (await this.terms.of(press.asker.ledgerId)).zone, this.desk.now());
      const reference = reading.optional('reference', 120);
      const againOnPurpose = reading.isTicked('againOnPurpose');
      const dayOnPurpose = reading.isTicked('dayOnPurpose');
      return new RecordPayoutSent({
        ...askedOf(press),
        payout,
        sentAt,
        ...(reference && { reference }),
        ...(againOnPurpose && { againOnPurpose }),
        ...(dayOnPurpose && { dayOnPurpose }),
      });
    });
  }

  @Post('not-sent')
  @Allow('payouts.send')
  notSent(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, payout, 'noted', () => new PutBackPayout({ ...askedOf(press), payout }));
  }

  @Post('undo')
  @Allow('payouts.send')
  undo(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, payout, 'undone', () => new UndoPayoutSent({ ...askedOf(press), payout }));
  }

  @Post('arrived')
  @Allow('payouts.send')
  arrived(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, payout, 'arrived', (reading) => {
      const because = reading.oneOf('because', saidSo, 'Choose how you know that it arrived.');
      return new ConfirmPayout({ ...askedOf(press), payout, because });
    });
  }

  @Post('came-back')
  @Allow('payouts.send')
  cameBack(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, payout, 'back', async (reading) => {
      const reason = reading.oneOf('reason', returnReasons, 'Choose how it came back.');
      const returnedAt = reading.when('returnedOn', (await this.terms.of(press.asker.ledgerId)).zone, this.desk.now());
      return new RecordPayoutReturned({ ...askedOf(press), payout, reason, returnedAt });
    });
  }
}
