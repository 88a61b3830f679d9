import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, IsUrl, MaxLength } from 'class-validator';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import {
  type CallChange,
  CloseCall,
  type Consent,
  LogCall,
  type LoggedCall,
  type RailName,
  RecheckCall,
  WithdrawCall,
  consents,
  rails,
} from '../domain/call.js';
import { GiveConsent, WithdrawConsent } from '../domain/consent.js';
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

export class CallRecheckDto {
  /** What the steward saw when she looked; nothing is fetched by this program. */
  @IsBoolean()
  stillOpen: boolean;
}

export class ConsentDto {
  /** One thing at a time; no payout depends on it. */
  @IsIn(consents)
  consent: Consent;
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
    const same = sent.earlier ? [] : await this.calls.perhapsOfSame(asker.ledgerId, sent);
    const decided: Decided = await this.commands.execute(
      new LogCall({
        ledger: asker.ledgerId,
        by: asker.actor,
        request,
        ...sent,
        ...(asked && { asked: positiveOf(asked, 'asked') }),
      }),
    );
    const logged = decided.events.flatMap((event) => (event.type === 'CallLogged' ? [loggedView(event.data)] : []))[0];
    const others = same.filter(({ callId }) => callId !== logged?.call);
    return { ...logged, ...(others.length > 0 && { perhapsOfSamePerson: others.map(({ callId, name }) => ({ call: callId, name })) }) };
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

  /** "Is it still open?" Looked at before money is sent. */
  @Post(':call/recheck')
  @HttpCode(200)
  @Allow('calls.log')
  recheck(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('call', ParseUUIDPipe) call: string,
    @Body() { stillOpen }: CallRecheckDto,
  ) {
    return this.act(asker, call, new RecheckCall({ ...asked(asker, request, call), stillOpen }));
  }

  /** The person took it back. */
  @Post(':call/withdraw')
  @HttpCode(200)
  @Allow('calls.log')
  withdraw(@AskedBy() asker: Asker, @RequestKey() request: string, @Param('call', ParseUUIDPipe) call: string) {
    return this.act(asker, call, new WithdrawCall(asked(asker, request, call)));
  }

  @Post(':call/consents')
  @HttpCode(200)
  @Allow('calls.log')
  agree(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('call', ParseUUIDPipe) call: string,
    @Body() { consent }: ConsentDto,
  ) {
    return this.act(asker, call, new GiveConsent({ ...asked(asker, request, call), consent }));
  }

  @Post(':call/consents/withdraw')
  @HttpCode(200)
  @Allow('calls.log')
  takeBack(
    @AskedBy() asker: Asker,
    @RequestKey() request: string,
    @Param('call', ParseUUIDPipe) call: string,
    @Body() { consent }: ConsentDto,
  ) {
    return this.act(asker, call, new WithdrawConsent({ ...asked(asker, request, call), consent }));
  }

  /** Says how things stand, also where there was nothing to do. */
  private async act({ ledgerId }: Asker, call: string, command: object) {
    await this.commands.execute(command as never);
    const row = await this.calls.one(ledgerId, call);
    return row && callView(row);
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
  seenOpenAt: row.seenAt,
  consents: consents.filter((consent) => (consent === 'receipt' ? row.agreedReceipt : row.agreedAcknowledgement)),
});

const asked = ({ ledgerId, actor }: Asker, request: string, call: string) => ({ ledger: ledgerId, by: actor, request, call });

const loggedView = ({ call, name, platform, asked, neededBy }: LoggedCall) => ({
  call,
  name,
  platform,
  status: 'open',
  ...(asked && { asked: toJson(asked) }),
  ...(neededBy && { neededBy }),
});
