import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidInput } from '../domain/refusal.js';
import { type Form, blankForm, formAgain } from '../web/form.js';
import { Public } from '../web/allow.js';
import { BrowserSessions } from './browser-sessions.js';
import { Invitations, type OpenInvitation, noLonger } from './invitations.js';
import { InvitationPage } from './pages.js';
import { seeOther, sendPage } from '../web/replies.js';
import { StewardAccounts } from './steward-accounts.js';

export class NewAccountBody {
  @IsOptional() @IsString() @MaxLength(300) name?: string;
  @IsOptional() @IsString() @MaxLength(1000) password?: string;
}

/** What an invitation's link opens. Only the form accepts it: programs that preview links look at pages too. */
@Controller('console/invitation')
export class InvitationsController {
  constructor(
    @Inject(Invitations) private readonly invitations: Invitations,
    @Inject(StewardAccounts) private readonly accounts: StewardAccounts,
    @Inject(BrowserSessions) private readonly browsers: BrowserSessions,
  ) {}

  @Public()
  @Get(':token')
  async look(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.show(token, request, reply, blankForm(randomUUID()));
  }

  @Public()
  @Post(':token')
  async accept(
    @Param('token') token: string,
    @Body() body: NewAccountBody,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const signedIn = await this.browsers.of(request);
    if (signedIn) {
      const { slug } = await this.invitations.accept(token, signedIn.accountId);
      return seeOther(reply, `/console/${slug}`);
    }
    try {
      const { name = '', password = '' } = body;
      const { invitation, accountId } = await this.invitations.acceptAnew(token, { name, password });
      await this.browsers.begin(request, reply, accountId);
      seeOther(reply, `/console/${invitation.slug}`);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      await this.show(token, request, reply, formAgain(randomUUID(), { name: body.name }, error.faults));
    }
  }

  private async show(token: string, request: FastifyRequest, reply: FastifyReply, form: Form): Promise<void> {
    const invitation = await this.invitations.find(token);
    const signedIn = await this.browsers.of(request);
    refuseTaken(invitation, signedIn?.accountId);
    const signedInAs = signedIn && (await this.accounts.nameOf(signedIn.accountId));
    const { name: ledgerName, role } = invitation;
    const page = <InvitationPage form={form} invitation={{ token, ledgerName, role, signedInAs }} />;
    sendPage(reply, page, form.faults.length > 0 ? 400 : 200);
  }
}

/** Whoever took it may come again, in case the program ended before the books were written. */
function refuseTaken({ acceptedBy }: OpenInvitation, accountId: string | undefined): void {
  if (acceptedBy && acceptedBy !== accountId) throw noLonger();
}
