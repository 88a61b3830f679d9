import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import { ApiTokens } from '../access/api-tokens.js';
import type { Asker } from '../web/asker.js';
import { addDays, dayOf } from '../domain/calendar.js';
import { roles } from '../domain/ledger.js';
import { Terms } from '../event-store/ledger-terms.js';
import type { Form } from '../web/form.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { pathsOf } from './pages/paths.js';
import { TokensPage } from './pages/tokens.js';
import { PressedOnce } from './pressed-once.js';

/** A token made here lasts a year. */
const lastsDays = 365;

/** Ways in for programs. A secret is shown in the one answer that makes it. */
@Controller('console/:ledger/tokens')
export class TokensPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(ApiTokens) private readonly tokens: ApiTokens,
    @Inject(PressedOnce) private readonly once: PressedOnce,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('tokens.manage')
  async list(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.page(asker, request, this.desk.blank()));
  }

  private async page(asker: Asker, request: FastifyRequest, form: Form, secret?: string) {
    const { zone } = await this.terms.of(asker.ledgerId);
    const tokens = (await this.tokens.ofLedger(asker.ledgerId)).map(({ tokenId, label, role, madeAt, lastUsedOn, expiresAt }) => ({
      token: tokenId,
      name: label,
      role,
      madeOn: dayOf(madeAt, zone),
      until: dayOf(expiresAt, zone),
      ...(lastUsedOn && { lastUsed: lastUsedOn }),
    }));
    return <TokensPage frame={await this.desk.frame(asker, request)} tokens={tokens} form={form} secret={secret} />;
  }

  @Post()
  @Allow('tokens.manage')
  async make(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        const label = reading.text('name', 'Say what the token is for, like “bookkeeping sheet”.', 60);
        const role = reading.oneOf('role', roles, 'Choose a role.');
        reading.done();
        const wish = { label, role, by: asker.actor, expiresAt: addDays(this.desk.now(), lastsDays) };
        const secret = await this.once.answer(`${asker.actor} ${key}`, () => this.tokens.issue(asker.ledgerId, wish));
        this.desk.send(reply, await this.page(asker, request, this.desk.blank(), secret));
      },
      (form) => this.page(asker, request, form),
    );
  }

  @Post(':token/revoke')
  @Allow('tokens.manage')
  async revoke(@AskedBy() asker: Asker, @Param('token', ParseUUIDPipe) token: string, @Res() reply: FastifyReply) {
    await this.tokens.revoke(asker.ledgerId, token);
    this.desk.goOn(reply, pathsOf(asker.slug).tokens, 'revoked');
  }
}
