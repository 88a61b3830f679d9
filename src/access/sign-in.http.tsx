import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FieldFault } from '../domain/refusal.js';
import { blankForm } from '../web/form.js';
import { AllowSignedIn, Public, SignedInAs } from '../web/allow.js';
import type { SignedIn } from '../web/asker.js';
import { letsRunPasskeys } from '../web/security-headers.js';
import { BrowserSessions } from './browser-sessions.js';
import { localPath } from './local-path.js';
import { CodePage, SessionsPage, SignInPage } from './pages.js';
import { Passkeys, type Question } from './passkeys.js';
import { seeOther, sendPage } from '../web/replies.js';
import { SecondStep } from './second-step.js';
import { Sessions } from './sessions.js';
import { SignInThrottle, tooOften } from './sign-in-throttle.js';
import { siteOf } from './site.js';
import { StewardAccounts } from './steward-accounts.js';

export class SignInBody {
  @IsOptional() @IsString() @MaxLength(300) name?: string;
  @IsOptional() @IsString() @MaxLength(1000) password?: string;
  @IsOptional() @IsString() @MaxLength(600) next?: string;
}

export class CodeBody {
  @IsOptional() @IsString() @MaxLength(100) step?: string;
  @IsOptional() @IsString() @MaxLength(100) code?: string;
  @IsOptional() @IsString() @MaxLength(600) next?: string;
}

export class PasskeyBody {
  @IsOptional() @IsString() @MaxLength(100) step?: string;
  @IsOptional() @IsString() @MaxLength(20_000) answer?: string;
  @IsOptional() @IsString() @MaxLength(600) next?: string;
}

/** In and out, and a list of the browsers in which one is in. */
@Controller('console')
export class SignInController {
  constructor(
    @Inject(StewardAccounts) private readonly accounts: StewardAccounts,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(BrowserSessions) private readonly browsers: BrowserSessions,
    @Inject(SignInThrottle) private readonly throttle: SignInThrottle,
    @Inject(SecondStep) private readonly second: SecondStep,
    @Inject(Passkeys) private readonly passkeys: Passkeys,
  ) {}

  @Public()
  @Get('sign-in')
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('next') next?: string): Promise<void> {
    if (await this.browsers.of(request)) seeOther(reply, localPath(next));
    else askAgain(reply, 200, { next });
  }

  @Public()
  @Post('sign-in')
  async signIn(@Body() body: SignInBody, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name = '', password = '' } = body;
    const missing = missingIn(name, password);
    if (missing.length > 0) return askAgain(reply, 400, body, missing);
    const seconds = this.throttle.take(name, request.ip);
    if (seconds > 0) return askAgain(reply.header('Retry-After', String(seconds)), 429, body, [tooOften('name', seconds)]);
    const accountId = await this.accounts.whose({ name, password });
    if (!accountId) return askAgain(reply, 400, body, [notRight]);
    this.throttle.succeeded(name, request.ip);
    const step = await this.second.begin(accountId);
    if (step) return askForCode(reply, 200, { step, next: body.next });
    await this.letIn(request, reply, accountId, body.next);
  }

  /** After the password: the code of the app, or one for recovery. */
  @Public()
  @Post('sign-in/code')
  async code(@Body() body: CodeBody, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { step = '', code = '' } = body;
    const seconds = this.throttle.take(`code ${step}`, request.ip);
    if (seconds > 0) return askForCode(reply.header('Retry-After', String(seconds)), 429, body, [tooOften('code', seconds)]);
    const outcome = await this.second.take(step, code);
    if (outcome === 'over') return askAgain(reply, 400, { next: body.next }, [startAgain]);
    if (outcome === 'wrong') return askForCode(reply, 400, body, [wrongCode]);
    this.throttle.succeeded(`code ${step}`, request.ip);
    await this.letIn(request, reply, outcome.accountId, body.next);
  }

  @Public()
  @Post('sign-in/passkey/ask')
  askDevice(@Req() request: FastifyRequest): Promise<Question> {
    return this.passkeys.ask(siteOf(request, this.browsers.publicUrl));
  }

  @Public()
  @Post('sign-in/passkey')
  async passkey(@Body() body: PasskeyBody, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const tried = `passkey ${body.step ?? ''}`;
    const seconds = this.throttle.take(tried, request.ip);
    if (seconds > 0) return askAgain(reply.header('Retry-After', String(seconds)), 429, body, [tooOften('name', seconds)]);
    const accountId = await this.passkeys.whose(body.step ?? '', body.answer ?? '', siteOf(request, this.browsers.publicUrl));
    if (!accountId) return askAgain(reply, 400, { next: body.next }, [unknownPasskey]);
    this.throttle.succeeded(tried, request.ip);
    await this.letIn(request, reply, accountId, body.next);
  }

  @AllowSignedIn()
  @Get('sign-out')
  async list(@SignedInAs() { accountId, sessionId }: SignedIn, @Res() reply: FastifyReply): Promise<void> {
    const name = (await this.accounts.nameOf(accountId)) ?? '';
    const lines = (await this.sessions.ofAccount(accountId)).map((session) => ({
      sessionId: session.sessionId,
      madeOn: session.madeAt.slice(0, 10),
      lastUsedOn: session.lastUsedOn,
      isThisOne: session.sessionId === sessionId,
    }));
    sendPage(reply, <SessionsPage name={name} lines={lines} formKey={randomUUID()} />);
  }

  /** Public, so that signing out twice is as good as once. */
  @Public()
  @Post('sign-out')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.browsers.end(request, reply);
    seeOther(reply, '/console/sign-in');
  }

  @AllowSignedIn()
  @Post('sign-out/:session')
  async signOutThere(
    @SignedInAs() { accountId }: SignedIn,
    @Param('session', ParseUUIDPipe) session: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.end(accountId, session);
    seeOther(reply, '/console/sign-out');
  }

  private async letIn(request: FastifyRequest, reply: FastifyReply, accountId: string, next: string | undefined): Promise<void> {
    await this.browsers.begin(request, reply, accountId);
    seeOther(reply, localPath(next));
  }
}

function askAgain(reply: FastifyReply, status: number, { name, next }: SignInBody, faults: readonly FieldFault[] = []): void {
  const form = { ...blankForm(randomUUID(), { name }), faults };
  sendPage(letsRunPasskeys(reply), <SignInPage form={form} next={localPath(next)} />, status);
}

function askForCode(reply: FastifyReply, status: number, { step = '', next }: CodeBody, faults: readonly FieldFault[] = []): void {
  sendPage(reply, <CodePage form={{ ...blankForm(randomUUID()), faults }} step={step} next={localPath(next)} />, status);
}

function missingIn(name: string, password: string): FieldFault[] {
  const faults: FieldFault[] = [];
  if (!name.trim()) faults.push({ field: 'name', says: 'Enter the name you sign in with.' });
  if (!password) faults.push({ field: 'password', says: 'Enter your password.' });
  return faults;
}

/** Does not say which of the two: that would tell strangers which names exist. */
const notRight: FieldFault = { field: 'name', says: 'The name or the password is not right. Check both and try again.' };
const startAgain: FieldFault = { field: 'name', says: 'That took too long, or too many tries. Sign in once more.' };
const wrongCode: FieldFault = { field: 'code', says: 'That code is not right, or was used already. Wait for the next one.' };
const unknownPasskey: FieldFault = { field: 'name', says: 'This passkey is not known here. Sign in with your name and password.' };
