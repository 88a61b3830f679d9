import { Body, Controller, Get, Inject, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AllowSignedIn, SignedInAs } from '../web/allow.js';
import type { SignedIn } from '../web/asker.js';
import { localPath } from '../access/local-path.js';
import { Memberships } from '../access/memberships.js';
import { seeOther } from '../web/replies.js';
import { StewardAccounts } from '../access/steward-accounts.js';
import { keepChoice } from '../web/cookies.js';
import { Desk, hideAmountsCookie } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { LedgersPage } from './pages/ledgers.js';
import { pathsOf } from './pages/paths.js';

/** Of the host, not of one ledger: which ledgers she holds, and whether amounts are covered in this browser. */
@Controller('console')
export class LedgersPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Memberships) private readonly memberships: Memberships,
    @Inject(StewardAccounts) private readonly accounts: StewardAccounts,
  ) {}

  @Get()
  @AllowSignedIn()
  async choose(@SignedInAs() { accountId }: SignedIn, @Res() reply: FastifyReply) {
    const ledgers = await this.memberships.ofAccount(accountId);
    const [only] = ledgers;
    if (only && ledgers.length === 1) return seeOther(reply, pathsOf(only.slug).today);
    this.desk.send(reply, <LedgersPage steward={(await this.accounts.nameOf(accountId)) ?? ''} ledgers={ledgers} />);
  }

  @Post('hide-amounts')
  @AllowSignedIn()
  hideAmounts(@Body() posted: Posted, @Res() reply: FastifyReply) {
    const reading = new FormReading(posted);
    const hide = reading.oneOf('hide', ['yes', 'no'] as const, 'Choose whether amounts are covered.');
    const back = localPath(reading.optional('back', 500));
    reading.done();
    seeOther(keepChoice(reply, hideAmountsCookie, hide), back);
  }
}
