import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, IsUrl, MaxLength } from 'class-validator';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { type CallChange, CloseCall, LogCall, type LoggedCall, type RailName, rails } from '../domain/call.js';
import { money, toJson } from '../domain/money.js';
import type { Decided } from '../event-store/event-store.js';
import { MoneyDto, OneAmount, positiveOf } from '../web/money.dto.js';
import { RequestKey } from '../web/request-key.js';
import type { CallRow } from './calls.projection.js';
import { Calls } from './calls.queries.js';

const reasons = ['answered', 'answered-elsewhere', 'not-this-time'] as const satisfies readonly CallChange['reason'][];

/** There is no field for who the person is, what they need, or why. */
export class CallDto {
  /** Sealed; nothing is ever fetched from it. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true })
  @MaxLength(2000)
  link?: string;

  /** If the person gave an amount. */
  @IsOptional()
  @OneAmount()
  asked?: MoneyDto;

  /** If the person gave a day. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  neededBy?: string;

  @IsIn(rails)
  rail: RailName;

  /** Where money reaches the person on that rail; sealed, and shown to the holder of a payout's card alone. */
  @IsString()
  @MaxLength(200)
  address: string;

  /** Name for the transfer, where the rail asks for one; sealed. */
  @IsOptional()
  @IsString()
  @MaxLength(120)
  payee?: string;

  /** An earlier call of the same person; left out for someone new. */
  @IsOptional()
  @IsUUID()
  earlier?: string;

  /** The steward's word that the call fits the promise. */
  @IsBoolean()
  fitsThePromise: boolean;
}

export class CallClosingDto {
  @IsIn(reasons)
  reason: CallChange['reason'];
}

/** Calls for mutual aid under their two words, for programs. */
@Controller('api/v1/ledgers/:ledger/calls')
export class CallsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Calls) private readonly calls: Calls,
  ) {}

  /** Those that are open, oldest first. */
  @Get()
  @Allow('calls.view')
  async list(@AskedBy() { ledgerId }: Asker) {
    return { items: (await this.calls.open(ledgerId)).map(callView) };
  }

  @Post()
  @Allow('calls.log')
  async log(@AskedBy() asker: Asker, @RequestKey() request: string, @Body() { asked, ...sent }: CallDto) {
    const decided: Decided = await this.commands.execute(
      new LogCall({
        ledger: asker.ledgerId,
        by: asker.actor,
        request,
        ...sent,
        ...(asked && { asked: positiveOf(asked, 'asked') }),
      }),
    );
    return decided.events.flatMap((event) => (event.type === 'CallLogged' ? [loggedView(event.data)] : []))[0];
  }

  @Post(':call/close')
  @HttpCode(200)
  @Allow('calls.log')
  async close(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('call', ParseUUIDPipe) call: string,
    @Body() { reason }: CallClosingDto,
  ) {
    await this.commands.execute(new CloseCall({ ledger: asker.ledgerId, by: asker.actor, request, call, reason }));
    return { call, status: 'closed' };
  }
}

const callView = (row: CallRow) => ({
  call: row.callId,
  name: row.name,
  platform: row.platform,
  status: row.status,
  ...(row.askedMinor !== null && row.askedCurrency && { asked: toJson(money(row.askedMinor, row.askedCurrency)) }),
  ...(row.neededBy && { neededBy: row.neededBy }),
  loggedAt: row.loggedAt,
});

const loggedView = ({ call, name, platform, asked, neededBy }: LoggedCall) => ({
  call,
  name,
  platform,
  status: 'open',
  ...(asked && { asked: toJson(asked) }),
  ...(neededBy && { neededBy }),
});
