import { Body, Controller, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
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
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { PayoutDetails } from './payout-details.js';
import { PayoutPresses, askedOf } from './payout-press.js';

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
  async showAddress(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('payout', ParseUUIDPipe) payout: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await this.desk.tried(
      reply,
      posted,
      async () => {
        new FormReading(posted).done();
        await this.commands.execute(new ShowPayoutCard({ ...askedOf(asker, key), payout }));
        this.desk.send(reply, await this.details.page(asker, payout, request, { card: await this.details.card(asker, payout) }));
      },
      (form) => this.details.page(asker, payout, request, { form }),
    );
  }

  @Post('sent')
  @Allow('payouts.send')
  sent(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('payout', ParseUUIDPipe) payout: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.presses.act({ asker, payout, posted, request, reply }, 'sent', async (reading) => {
      const sentAt = reading.when('sentOn', (await this.terms.of(asker.ledgerId)).zone, this.desk.now());
      const reference = reading.optional('reference', 120);
      const againOnPurpose = reading.isTicked('againOnPurpose');
      const dayOnPurpose = reading.isTicked('dayOnPurpose');
      return new RecordPayoutSent({
        ...askedOf(asker, key),
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
  notSent(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('payout', ParseUUIDPipe) payout: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.presses.act(
      { asker, payout, posted, request, reply },
      'noted',
      () => new PutBackPayout({ ...askedOf(asker, key), payout }),
    );
  }

  @Post('undo')
  @Allow('payouts.send')
  undo(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('payout', ParseUUIDPipe) payout: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.presses.act(
      { asker, payout, posted, request, reply },
      'undone',
      () => new UndoPayoutSent({ ...askedOf(asker, key), payout }),
    );
  }

  @Post('arrived')
  @Allow('payouts.send')
  arrived(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('payout', ParseUUIDPipe) payout: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.presses.act({ asker, payout, posted, request, reply }, 'arrived', (reading) => {
      const because = reading.oneOf('because', saidSo, 'Choose how you know that it arrived.');
      return new ConfirmPayout({ ...askedOf(asker, key), payout, because });
    });
  }

  @Post('came-back')
  @Allow('payouts.send')
  cameBack(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('payout', ParseUUIDPipe) payout: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.presses.act({ asker, payout, posted, request, reply }, 'back', async (reading) => {
      const reason = reading.oneOf('reason', returnReasons, 'Choose how it came back.');
      const returnedAt = reading.when('returnedOn', (await this.terms.of(asker.ledgerId)).zone, this.desk.now());
      return new RecordPayoutReturned({ ...askedOf(asker, key), payout, reason, returnedAt });
    });
  }
}
