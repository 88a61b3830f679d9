import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { seeOther } from '../access/replies.js';
import { AdvanceFund } from '../domain/fund.js';
import { returnReasons } from '../domain/payout.js';
import {
  ApprovePayout, CancelPayout, ConfirmPayout, PutBackPayout, RecordPayoutReturned, RecordPayoutSent, ShowPayoutCard, UndoPayoutSent,
} from '../domain/payout-decisions.js';
import { Refusal } from '../domain/refusal.js';
import { Terms } from '../event-store/ledger-terms.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { pathsOf } from './pages/paths.js';
import { PayoutDetails, type Showing } from './payout-details.js';

/** Five weeks pass by themselves, and cash is final at once: a person says only what she knows. */
const saidSo = ['person-said-so', 'mail-accepted'] as const;

/** One press of a button on a payout's page. */
interface Press {
  readonly asker: Asker;
  readonly payout: string;
  readonly posted: Posted;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** One payout: its page, and each act that it offers. */
@Controller('console/:ledger/payouts/:payout')
export class OnePayoutPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PayoutDetails) private readonly details: PayoutDetails,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('books.view')
  async one(@AskedBy() asker: Asker, @Param('payout', ParseUUIDPipe) payout: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
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
  approve(
    @AskedBy() asker: Asker, @RequestKey() key: string, @Param('payout', ParseUUIDPipe) payout: string, @Body() posted: Posted,
    @Req() request: FastifyRequest, @Res() reply: FastifyReply,
  ) {
    return this.act({ asker, payout, posted, request, reply }, 'approved', () => new ApprovePayout({ ...askedOf(asker, key), payout }));
  }

  @Post('cancel')
  @Allow('payouts.stop')
  cancel(
    @AskedBy() asker: Asker, @RequestKey() key: string, @Param('payout', ParseUUIDPipe) payout: string, @Body() posted: Posted,
    @Req() request: FastifyRequest, @Res() reply: FastifyReply,
  ) {
    return this.act({ asker, payout, posted, request, reply }, 'cancelled', () => new CancelPayout({ ...askedOf(asker, key), payout }));
  }

  /** She covers what is missing and no more; pressed again when nothing is, it changes nothing. */
  @Post('cover')
  @Allow('fund.advance')
  cover(
    @AskedBy() asker: Asker, @RequestKey() key: string, @Param('payout', ParseUUIDPipe) payout: string, @Body() posted: Posted,
    @Req() request: FastifyRequest, @Res() reply: FastifyReply,
  ) {
    return this.act({ asker, payout, posted, request, reply }, 'noted', async () => {
      const amount = await this.details.missing(asker.ledgerId, payout);
      return amount && new AdvanceFund({ ...askedOf(asker, key), amount });
    });
  }

  /** Answers with the page itself: the address stands in no GET, and so in no history and no cache. */
  @Post('show-address')
  @Allow('payouts.send')
  async showAddress(
    @AskedBy() asker: Asker, @RequestKey() key: string, @Param('payout', ParseUUIDPipe) payout: string, @Body() posted: Posted,
    @Req() request: FastifyRequest, @Res() reply: FastifyReply,
  ) {
    await this.desk.tried(reply, posted, async () => {
      new FormReading(posted).done();
      await this.commands.execute(new ShowPayoutCard({ ...askedOf(asker, key), payout }));
      this.desk.send(reply, await this.details.page(asker, payout, request, { card: await this.details.card(asker, payout) }));
    }, (form) => this.details.page(asker, payout, request, { form }));
  }

  @Post('sent')
  @Allow('payouts.send')
  sent(
    @AskedBy() asker: Asker, @RequestKey() key: string, @Param('payout', ParseUUIDPipe) payout: string, @Body() posted: Posted,
    @Req() request: FastifyRequest, @Res() reply: FastifyReply,
  ) {
    return this.act({ asker, payout, posted, request, reply }, 'sent', async (reading) => {
      const sentAt = reading.when('sentOn', (await this.terms.of(asker.ledgerId)).zone, this.desk.now());
      const reference = reading.optional('reference', 120);
      const againOnPurpose = reading.isTicked('againOnPurpose');
      return new RecordPayoutSent({ ...askedOf(asker, key), payout, sentAt, ...(reference && { reference }), ...(againOnPurpose && { againOnPurpose }) });
    });
  }

  @Post('not-sent')
  @Allow('payouts.send')
  notSent(
    @AskedBy() asker: Asker, @RequestKey() key: string, @Param('payout', ParseUUIDPipe) payout: string, @Body() posted: Posted,
    @Req() request: FastifyRequest, @Res() reply: FastifyReply,
  ) {
    return this.act({ asker, payout, posted, request, reply }, 'noted', () => new PutBackPayout({ ...askedOf(asker, key), payout }));
  }

  @Post('undo')
  @Allow('payouts.send')
  undo(
    @AskedBy() asker: Asker, @RequestKey() key: string, @Param('payout', ParseUUIDPipe) payout: string, @Body() posted: Posted,
    @Req() request: FastifyRequest, @Res() reply: FastifyReply,
  ) {
    return this.act({ asker, payout, posted, request, reply }, 'undone', () => new UndoPayoutSent({ ...askedOf(asker, key), payout }));
  }

  @Post('arrived')
  @Allow('payouts.send')
  arrived(
    @AskedBy() asker: Asker, @RequestKey() key: string, @Param('payout', ParseUUIDPipe) payout: string, @Body() posted: Posted,
    @Req() request: FastifyRequest, @Res() reply: FastifyReply,
  ) {
    return this.act({ asker, payout, posted, request, reply }, 'arrived', (reading) => {
      const because = reading.oneOf('because', saidSo, 'Choose how you know that it arrived.');
      return new ConfirmPayout({ ...askedOf(asker, key), payout, because });
    });
  }

  @Post('came-back')
  @Allow('payouts.send')
  cameBack(
    @AskedBy() asker: Asker, @RequestKey() key: string, @Param('payout', ParseUUIDPipe) payout: string, @Body() posted: Posted,
    @Req() request: FastifyRequest, @Res() reply: FastifyReply,
  ) {
    return this.act({ asker, payout, posted, request, reply }, 'back', async (reading) => {
      const reason = reading.oneOf('reason', returnReasons, 'Choose how it came back.');
      const returnedAt = reading.when('returnedOn', (await this.terms.of(asker.ledgerId)).zone, this.desk.now());
      return new RecordPayoutReturned({ ...askedOf(asker, key), payout, reason, returnedAt });
    });
  }

  /** Reads, executes, leads back to the page. A refusal stands on the page as it is by then. */
  private async act(press: Press, done: string, read: (reading: FormReading) => object | undefined | Promise<object | undefined>) {
    const { asker, payout, posted, request, reply } = press;
    const showing: { alike?: boolean } = { alike: posted.againOnPurpose !== undefined };
    await this.desk.tried(reply, posted, async () => {
      const reading = new FormReading(posted);
      const command = await read(reading);
      reading.done();
      if (command) await this.executed(command, showing);
      this.desk.goOn(reply, pathsOf(asker.slug).payout(payout), done);
    }, (form) => this.details.page(asker, payout, request, { form, ...showing } satisfies Showing));
  }

  private async executed(command: object, showing: { alike?: boolean }): Promise<void> {
    try {
      await this.commands.execute(command as never);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'payout/like-another') showing.alike = true;
      throw error;
    }
  }
}

const askedOf = ({ ledgerId, actor }: Asker, request: string) => ({ ledger: ledgerId, by: actor, request });
