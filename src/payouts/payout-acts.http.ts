import { Body, Controller, HttpCode, Inject, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { instant, parseWhen } from '../domain/calendar.js';
import { money, toJson } from '../domain/money.js';
import {
  ApprovePayout,
  CancelPayout,
  ConfirmPayout,
  PutBackPayout,
  RecordPayoutReturned,
  RecordPayoutSent,
  ShowPayoutCard,
  UndoPayoutSent,
} from '../domain/payout-decisions.js';
import { Refusal } from '../domain/refusal.js';
import type { Decided } from '../event-store/event-store.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { RequestKey } from '../web/request-key.js';
import { ArrivalDto, CardDto, ReturnDto, SendingDto } from './payouts.dto.js';
import { Payouts } from './payouts.queries.js';
import { statusFrom } from './payouts.views.js';

/** Says nothing about anyone; the code beside it is how the bank's line is found again. */
const memo = 'Thank you';

/** What is done with one payout, step by step. Every answer says where it stands then. */
@Controller('api/v1/ledgers/:ledger/payouts/:payout')
export class PayoutActsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Payouts) private readonly payouts: Payouts,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('approve')
  @HttpCode(200)
  @Allow('payouts.approve')
  approve(@AskedBy() asker: Asker, @RequestKey() request: string, @Param('payout', ParseUUIDPipe) payout: string) {
    return this.act(asker, payout, new ApprovePayout(asked(asker, request, payout)));
  }

  /**
   * Shows where the money goes, to one holder. A repeat of an old request shows nothing once the card was put back or the
   * money was sent: then nobody is on record as seeing it.
   */
  @Post('card')
  @HttpCode(200)
  @Allow('payouts.send')
  async card(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('payout', ParseUUIDPipe) payout: string,
    @Body() { notInAccount }: CardDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.commands.execute(new ShowPayoutCard({ ...asked(asker, request, payout), ...(notInAccount && { notInAccount }) }));
    const row = await this.payouts.one(asker.ledgerId, payout);
    if (row?.status !== 'held' || row.holder !== asker.actor) {
      throw new Refusal('payout/card-not-open', 'This card is no longer open. Open it again with a new request.');
    }
    const way = await this.payouts.wayToPay(asker.ledgerId, row);
    if (!way) throw new Refusal('recipient/erased', 'This person asked to be forgotten. Nothing more can be sent.');
    void reply.header('Cache-Control', 'no-store');
    return {
      payout,
      status: row.status,
      amount: toJson(money(row.amountMinor, row.currency)),
      rail: row.rail,
      ...way,
      memo,
      code: row.code,
    };
  }

  /** "I did not send it." */
  @Post('put-back')
  @HttpCode(200)
  @Allow('payouts.send')
  putBack(@AskedBy() asker: Asker, @RequestKey() request: string, @Param('payout', ParseUUIDPipe) payout: string) {
    return this.act(asker, payout, new PutBackPayout(asked(asker, request, payout)));
  }

  @Post('sent')
  @HttpCode(200)
  @Allow('payouts.send')
  async sent(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('payout', ParseUUIDPipe) payout: string,
    @Body() sent: SendingDto,
  ) {
    const { sentAt, ...rest } = sent;
    return this.act(
      asker,
      payout,
      new RecordPayoutSent({ ...asked(asker, request, payout), ...rest, sentAt: await this.when(asker, sentAt, 'sentAt') }),
    );
  }

  @Post('undo')
  @HttpCode(200)
  @Allow('payouts.send')
  undo(@AskedBy() asker: Asker, @RequestKey() request: string, @Param('payout', ParseUUIDPipe) payout: string) {
    return this.act(asker, payout, new UndoPayoutSent(asked(asker, request, payout)));
  }

  @Post('confirm')
  @HttpCode(200)
  @Allow('payouts.send')
  confirm(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('payout', ParseUUIDPipe) payout: string,
    @Body() { because }: ArrivalDto,
  ) {
    return this.act(asker, payout, new ConfirmPayout({ ...asked(asker, request, payout), because }));
  }

  @Post('returned')
  @HttpCode(200)
  @Allow('payouts.send')
  async returned(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('payout', ParseUUIDPipe) payout: string,
    @Body() sent: ReturnDto,
  ) {
    const returnedAt = await this.when(asker, sent.returnedAt, 'returnedAt');
    return this.act(asker, payout, new RecordPayoutReturned({ ...asked(asker, request, payout), reason: sent.reason, returnedAt }));
  }

  @Post('cancel')
  @HttpCode(200)
  @Allow('payouts.stop')
  cancel(@AskedBy() asker: Asker, @RequestKey() request: string, @Param('payout', ParseUUIDPipe) payout: string) {
    return this.act(asker, payout, new CancelPayout(asked(asker, request, payout)));
  }

  /** An act that found its work done already changes nothing and says how things stand. */
  private async act({ ledgerId }: Asker, payout: string, command: object) {
    const decided: Decided = await this.commands.execute(command as never);
    return { payout, status: statusFrom(decided) ?? (await this.payouts.one(ledgerId, payout))?.status };
  }

  private async when({ ledgerId }: Asker, text: string, field: string): Promise<string> {
    return parseWhen(text, (await this.terms.of(ledgerId)).zone, instant(this.clock()), field);
  }
}

const asked = ({ ledgerId, actor }: Asker, request: string, payout: string) => ({ ledger: ledgerId, by: actor, request, payout });
