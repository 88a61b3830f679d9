import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidInput, invalid } from '../domain/refusal.js';
import { AllowSignedIn, SignedInAs } from '../web/allow.js';
import type { SignedIn } from '../web/asker.js';
import { type Form, blankForm, formAgain } from '../web/form.js';
import { sendPage } from '../web/replies.js';
import { letsRunPasskeys } from '../web/security-headers.js';
import { AccountPage, type AccountView } from './account-page.js';
import { AskedAgain } from './asked-again.js';
import { Authenticators } from './authenticators.js';
import { BrowserSessions } from './browser-sessions.js';
import { appLink, base32 } from './one-time-codes.js';
import { Passkeys, type Question } from './passkeys.js';
import { RecoveryCodes } from './recovery-codes.js';
import { Sessions } from './sessions.js';
import { siteOf } from './site.js';
import { StewardAccounts } from './steward-accounts.js';

export class AccountBody {
  @IsOptional() @IsString() @MaxLength(1000) password?: string;
  @IsOptional() @IsString() @MaxLength(100) code?: string;
}

export class NewPasskeyBody {
  @IsOptional() @IsString() @MaxLength(60) device?: string;
  @IsOptional() @IsString() @MaxLength(100) step?: string;
  @IsOptional() @IsString() @MaxLength(20_000) answer?: string;
}

type Said = Pick<AccountView, 'recovery' | 'done'>;

/** How somebody signs in: of the host, not of a ledger. Everything here asks once more who it is. */
@AllowSignedIn()
@Controller('console/account')
export class AccountController {
  constructor(
    @Inject(StewardAccounts) private readonly accounts: StewardAccounts,
    @Inject(Authenticators) private readonly authenticators: Authenticators,
    @Inject(RecoveryCodes) private readonly recovery: RecoveryCodes,
    @Inject(Passkeys) private readonly passkeys: Passkeys,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(BrowserSessions) private readonly browsers: BrowserSessions,
  ) {}

  @AskedAgain()
  @Get()
  look(@SignedInAs() who: SignedIn, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.show(who, request, reply, blankForm(randomUUID()));
  }

  @AskedAgain()
  @Post('password')
  password(
    @SignedInAs() who: SignedIn,
    @Body() body: AccountBody,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.tried(who, request, reply, async () => {
      await this.accounts.changePassword(who.accountId, body.password ?? '');
      await this.sessions.endOthers(who.accountId, who.sessionId);
      return { done: 'Your password is changed. Every other browser is signed out.' };
    });
  }

  @AskedAgain()
  @Post('codes/begin')
  begin(@SignedInAs() who: SignedIn, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.tried(who, request, reply, async () => {
      await this.authenticators.begin(who.accountId);
      return {};
    });
  }

  @AskedAgain()
  @Post('codes')
  confirm(
    @SignedInAs() who: SignedIn,
    @Body() body: AccountBody,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.tried(who, request, reply, async () => {
      if (!(await this.authenticators.confirm(who.accountId, body.code ?? '')))
        throw invalid('code', 'That code is not right. See that the clock of the phone is, and enter the next one.');
      await this.sessions.endOthers(who.accountId, who.sessionId);
      return { done: 'From now on a code is asked for beside your password.', recovery: await this.recovery.make(who.accountId) };
    });
  }

  @AskedAgain()
  @Post('codes/end')
  end(@SignedInAs() who: SignedIn, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.tried(who, request, reply, async () => {
      await this.authenticators.end(who.accountId);
      await this.recovery.end(who.accountId);
      return { done: 'No code is asked for any more.' };
    });
  }

  @AskedAgain()
  @Post('recovery')
  newCodes(@SignedInAs() who: SignedIn, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.tried(who, request, reply, async () => {
      if (!(await this.authenticators.isOn(who.accountId))) throw invalid('code', 'No code is asked for: set up codes first.');
      return { recovery: await this.recovery.make(who.accountId) };
    });
  }

  @AskedAgain()
  @Post('passkeys/ask')
  async ask(@SignedInAs() { accountId }: SignedIn, @Req() request: FastifyRequest): Promise<Question> {
    return this.passkeys.askForNew(accountId, (await this.accounts.nameOf(accountId)) ?? '', siteOf(request, this.browsers.publicUrl));
  }

  @AskedAgain()
  @Post('passkeys')
  add(
    @SignedInAs() who: SignedIn,
    @Body() body: NewPasskeyBody,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.tried(who, request, reply, async () => {
      const { device, step = '', answer = '' } = body;
      const given = { step, answer, name: device?.trim() || 'A device' };
      await this.passkeys.add(who.accountId, given, siteOf(request, this.browsers.publicUrl));
      return { done: 'The passkey is made. Use it the next time you sign in.' };
    });
  }

  @AskedAgain()
  @Post('passkeys/:passkey/end')
  endPasskey(
    @SignedInAs() who: SignedIn,
    @Param('passkey', ParseUUIDPipe) passkey: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.tried(who, request, reply, async () => {
      await this.passkeys.end(who.accountId, passkey);
      return { done: 'That passkey signs nobody in any more.' };
    });
  }

  private async tried(who: SignedIn, request: FastifyRequest, reply: FastifyReply, act: () => Promise<Said>): Promise<void> {
    try {
      const said = await act();
      await this.show(who, request, reply, blankForm(randomUUID()), said);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      await this.show(who, request, reply, formAgain(randomUUID(), {}, error.faults));
    }
  }

  private async show({ accountId }: SignedIn, request: FastifyRequest, reply: FastifyReply, form: Form, said: Said = {}): Promise<void> {
    const name = (await this.accounts.nameOf(accountId)) ?? '';
    const secret = await this.authenticators.waiting(accountId);
    const passkeys = (await this.passkeys.ofAccount(accountId)).map(({ madeAt, ...passkey }) => ({
      ...passkey,
      madeOn: madeAt.toISOString().slice(0, 10),
    }));
    const view: AccountView = {
      name,
      passkeys,
      asksForCodes: await this.authenticators.isOn(accountId),
      ...(secret && { setUp: { secret: base32(secret), link: appLink(siteOf(request, this.browsers.publicUrl).name, name, secret) } }),
      recoveryLeft: await this.recovery.left(accountId),
      form,
      ...said,
    };
    sendPage(letsRunPasskeys(reply), <AccountPage {...view} />, form.faults.length > 0 ? 400 : 200);
  }
}
