import { Body, Controller, Get, Inject, NotFoundException, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { ProposePayout } from '../domain/payout-proposal.js';
import type { Decided } from '../event-store/event-store.js';
import { readId } from '../web/cursors.js';
import { positiveOf, settlementOf } from '../web/money.dto.js';
import { PageQuery, answerPage } from '../web/paging.js';
import { RequestKey } from '../web/request-key.js';
import { PayoutPages } from './payout-pages.js';
import { ProposalDto } from './payouts.dto.js';
import { Payouts } from './payouts.queries.js';
import { payoutView, proposedView } from './payouts.views.js';

/** Payouts, for programs: what stands, and what is proposed. What is done with one of them is in `payout-acts.http.ts`. */
@Controller('api/v1/ledgers/:ledger/payouts')
export class PayoutsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Payouts) private readonly payouts: Payouts,
    @Inject(PayoutPages) private readonly pages: PayoutPages,
  ) {}

  @Get()
  @Allow('books.view')
  async list(
    @AskedBy() { ledgerId }: Asker,
    @Query() { limit, after }: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const rows = await this.pages.page(ledgerId, limit, readId(after));
    return answerPage(request, reply, rows.map(payoutView), limit, ({ payout }) => [payout]);
  }

  @Get(':payout')
  @Allow('books.view')
  async one(@AskedBy() { ledgerId }: Asker, @Param('payout', ParseUUIDPipe) payout: string) {
    const row = await this.payouts.one(ledgerId, payout);
    if (!row) throw new NotFoundException('There is no such payout in this ledger.');
    return payoutView(row);
  }

  @Post()
  @Allow('payouts.propose')
  async propose(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() { call, amount, given }: ProposalDto) {
    const decided: Decided = await this.commands.execute(
      new ProposePayout({
        ledger: asker.ledgerId,
        by: asker.actor,
        request,
        call,
        amount: positiveOf(amount, 'amount'),
        ...(given && { given: settlementOf(given, 'given') }),
      }),
    );
    return proposedView(decided);
  }
}
