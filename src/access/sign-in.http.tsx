import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FieldFault } from '../domain/refusal.js';
import { blankForm } from '../web/form.js';
import { AllowSignedIn, Public, SignedInAs } from '../web/allow.js';
import type { SignedIn } from '../web/asker.js';
import { BrowserSessions } from './browser-sessions.js';
import { localPath } from './local-path.js';
import { SessionsPage, SignInPage } from './pages.js';
import { seeOther, sendPage } from '../web/replies.js';
import { Sessions } from './sessions.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { StewardAccounts } from './steward-accounts.js';

export class SignInBody {
  @IsOptional() @IsString() @MaxLength(300) name?: string;
  @IsOptional() @IsString() @MaxLength(1000) password?: string;
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
    if (seconds > 0) return askAgain(reply.header('Retry-After', String(seconds)), 429, body, [tooOften(seconds)]);
    const accountId = await this.accounts.whose({ name, password });
    if (!accountId) return askAgain(reply, 400, body, [notRight]);
    this.throttle.succeeded(name, request.ip);
    await this.browsers.begin(request, reply, accountId);
    seeOther(reply, localPath(body.next));
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
}

function askAgain(reply: FastifyReply, status: number, { name, next }: SignInBody, faults: readonly FieldFault[] = []): void {
  const form = { ...blankForm(randomUUID(), { name }), faults };
  sendPage(reply, <SignInPage form={form} next={localPath(next)} />, status);
}

function missingIn(name: string, password: string): FieldFault[] {
  const faults: FieldFault[] = [];
  if (!name.trim()) faults.push({ field: 'name', says: 'Enter the name you sign in with.' });
  if (!password) faults.push({ field: 'password', says: 'Enter your password.' });
  return faults;
}

/** Does not say which of the two: that would tell strangers which names exist. */
const notRight: FieldFault = { field: 'name', says: 'The name or the password is not right. Check both and try again.' };

function tooOften(seconds: number): FieldFault {
  const wait = seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return { field: 'name', says: `That was tried several times from here. Wait ${wait} and try again.` };
}
