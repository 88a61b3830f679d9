import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FieldFault } from '../domain/refusal.js';
import { AllowSignedIn, SignedInAs } from '../web/allow.js';
import type { SignedIn } from '../web/asker.js';
import { blankForm } from '../web/form.js';
import { seeOther, sendPage } from '../web/replies.js';
import { letsRunPasskeys } from '../web/security-headers.js';
import { Authenticators } from './authenticators.js';
import { BrowserSessions } from './browser-sessions.js';
import { localPath } from './local-path.js';
import { ConfirmPage } from './pages.js';
import { Passkeys, type Question } from './passkeys.js';
import { SecondStep } from './second-step.js';
import { SignInThrottle, tooOften } from './sign-in-throttle.js';
import { PasskeyBody } from './sign-in.http.js';
import { siteOf } from './site.js';
import { StewardAccounts } from './steward-accounts.js';

export class ConfirmBody {
  @IsOptional() @IsString() @MaxLength(1000) password?: string;
  @IsOptional() @IsString() @MaxLength(100) code?: string;
  @IsOptional() @IsString() @MaxLength(600) next?: string;
}

/** Before money, forgetting, and who may do what: once more, who is it? */
@AllowSignedIn()
@Controller('console/confirm')
export class ConfirmController {
  constructor(
    @Inject(StewardAccounts) private readonly accounts: StewardAccounts,
    @Inject(Authenticators) private readonly authenticators: Authenticators,
    @Inject(SecondStep) private readonly second: SecondStep,
    @Inject(Passkeys) private readonly passkeys: Passkeys,
    @Inject(BrowserSessions) private readonly browsers: BrowserSessions,
    @Inject(SignInThrottle) private readonly throttle: SignInThrottle,
  ) {}

  @Get()
  form(@SignedInAs() who: SignedIn, @Res() reply: FastifyReply, @Query('next') next?: string): Promise<void> {
    return this.ask(who, reply, 200, next);
  }

  @Post()
  async confirm(@SignedInAs() who: SignedIn, @Body() body: ConfirmBody, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { password = '', code = '', next } = body;
    const seconds = this.throttle.take(who.accountId, request.ip);
    if (seconds > 0) return this.ask(who, reply.header('Retry-After', String(seconds)), 429, next, [tooOften('password', seconds)]);
    const isRight = (await this.accounts.isPasswordOf(who.accountId, password)) && (await this.second.isRight(who.accountId, code));
    if (!isRight) return this.ask(who, reply, 400, next, [notRight]);
    this.throttle.succeeded(who.accountId, request.ip);
    await this.goOn(who, request, reply, next);
  }

  @Post('passkey/ask')
  askDevice(@Req() request: FastifyRequest): Promise<Question> {
    return this.passkeys.ask(siteOf(request, this.browsers.publicUrl));
  }

  @Post('passkey')
  async passkey(@SignedInAs() who: SignedIn, @Body() body: PasskeyBody, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { step = '', answer = '', next } = body;
    const accountId = await this.passkeys.whose(step, answer, siteOf(request, this.browsers.publicUrl));
    if (accountId !== who.accountId) return this.ask(who, reply, 400, next, [notYours]);
    await this.goOn(who, request, reply, next);
  }

  private async goOn(who: SignedIn, request: FastifyRequest, reply: FastifyReply, next: string | undefined): Promise<void> {
    await this.browsers.renew(request, reply, who);
    seeOther(reply, localPath(next));
  }

  private async ask({ accountId }: SignedIn, reply: FastifyReply, status: number, next?: string, faults: readonly FieldFault[] = []) {
    const asksForCode = await this.authenticators.isOn(accountId);
    const form = { ...blankForm(randomUUID()), faults };
    const name = (await this.accounts.nameOf(accountId)) ?? '';
    sendPage(letsRunPasskeys(reply), <ConfirmPage form={form} name={name} asksForCode={asksForCode} next={localPath(next)} />, status);
  }
}

const notRight: FieldFault = { field: 'password', says: 'That is not right. Check the password, and the code if one is asked for.' };
const notYours: FieldFault = { field: 'password', says: 'That passkey is not yours here. Use your password.' };
