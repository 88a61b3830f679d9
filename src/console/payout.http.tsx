import { Controller, Get, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { seeOther } from '../web/replies.js';
import { AdvanceFund } from '../domain/fund.js';
import { ApprovePayout, CancelPayout } from '../domain/payout-decisions.js';
import { Desk } from './desk.js';
import { pathsOf } from './pages/paths.js';
import { PayoutDetails } from './payout-details.js';
import { PayoutPresses } from './payout-press.js';
import { type Press, Pressed, askedOf } from './presses.js';

/** One payout: its page, and what is decided about it before it is sent. */
@Controller('console/:ledger/payouts/:payout')
export class OnePayoutPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(PayoutDetails) private readonly details: PayoutDetails,
    @Inject(PayoutPresses) private readonly presses: PayoutPresses,
  ) {}

  @Get()
  @Allow('books.view')
  async one(
    @AskedBy() asker: Asker,
    @Param('payout', ParseUUIDPipe) payout: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    this.desk.send(reply, await this.details.page(asker, payout, request));
  }

  /** Where a browser stands after an act that was answered without leading on: back to the page. */
  @Get(':act')
  @Allow('books.view')
  back(@AskedBy() asker: Asker, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    seeOther(reply, pathsOf(asker.slug).payout(payout));
  }

  @Post('approve')
  @Allow('payouts.approve')
  approve(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, payout, 'approved', () => new ApprovePayout({ ...askedOf(press), payout }));
  }

  @Post('cancel')
  @Allow('payouts.stop')
  cancel(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, payout, 'cancelled', () => new CancelPayout({ ...askedOf(press), payout }));
  }

  /** She covers what is missing and no more; pressed again when nothing is, it changes nothing. */
  @Post('cover')
  @Allow('fund.advance')
  cover(@Pressed() press: Press, @Param('payout', ParseUUIDPipe) payout: string, @Res() reply: FastifyReply) {
    return this.presses.act(press, reply, payout, 'noted', async () => {
      const amount = await this.details.missing(press.asker.ledgerId, payout);
      return amount && new AdvanceFund({ ...askedOf(press), amount });
    });
  }
}
