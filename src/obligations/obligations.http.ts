import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { AdvanceFund, type AdvancedAs, MeetAdvance, StateOpeningBalance, advancedAs } from '../domain/fund.js';
import type { Decided } from '../event-store/event-store.js';
import { readPosition } from '../web/cursors.js';
import { MoneyDto, OneAmount, amountOf, positiveOf } from '../web/money.dto.js';
import { PageQuery, answerPage } from '../web/paging.js';
import { RequestKey } from '../web/request-key.js';
import { ObligationPages } from './obligation-pages.js';
import { Obligations } from './obligations.queries.js';
import { answerOf, fundView, obligationView } from './obligations.views.js';

export class OpeningBalanceDto {
  /** What was owed before this ledger began, whole. */
  @OneAmount()
  owed: MoneyDto;

  /** What of it was passed on before. */
  @OneAmount()
  paid: MoneyDto;
}

export class AdvanceDto {
  @OneAmount()
  amount: MoneyDto;

  /** `credit` unless said: what comes in may meet it. `for-good`: beyond the promise, and never met. */
  @IsOptional()
  @IsIn(advancedAs)
  as?: AdvancedAs;
}

export class MeetingDto {
  @OneAmount()
  amount: MoneyDto;
}

/** What is owed to the commons, for programs. */
@Controller('api/v1/ledgers/:ledger/obligations')
export class ObligationsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Obligations) private readonly obligations: Obligations,
    @Inject(ObligationPages) private readonly pages: ObligationPages,
  ) {}

  @Get()
  @Allow('books.view')
  async list(
    @AskedBy() { ledgerId }: Asker,
    @Query() { limit, after }: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const rows = await this.pages.page(ledgerId, limit, readPosition(after));
    return answerPage(request, reply, rows.map(obligationView), limit, ({ position }) => [position]);
  }

  @Get('funds')
  @Allow('books.view')
  async funds(@AskedBy() { ledgerId }: Asker) {
    const funds = await this.obligations.funds(ledgerId);
    return { items: [...funds].map(([currency, fund]) => fundView(currency, fund)) };
  }

  @Post('opening-balance')
  @Allow('policies.manage')
  async stateOpeningBalance(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() { owed, paid }: OpeningBalanceDto) {
    const decided: Decided = await this.commands.execute(
      new StateOpeningBalance({
        ledger: asker.ledgerId,
        by: asker.actor,
        request,
        owed: amountOf(owed, 'owed'),
        paid: amountOf(paid, 'paid'),
      }),
    );
    return answerOf(decided);
  }

  @Post('advances')
  @Allow('fund.advance')
  async advance(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() { amount, as }: AdvanceDto) {
    const decided: Decided = await this.commands.execute(
      new AdvanceFund({
        ledger: asker.ledgerId,
        by: asker.actor,
        request,
        amount: positiveOf(amount, 'amount'),
        ...(as && { as }),
      }),
    );
    return answerOf(decided);
  }

  /** What came in since meets a part of what was covered ahead. */
  @Post('advances/met')
  @Allow('fund.advance')
  async meet(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() { amount }: MeetingDto) {
    const decided: Decided = await this.commands.execute(
      new MeetAdvance({ ledger: asker.ledgerId, by: asker.actor, request, amount: positiveOf(amount, 'amount') }),
    );
    return answerOf(decided);
  }
}
