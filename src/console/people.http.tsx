import { Body, Controller, Get, Inject, NotFoundException, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { BrowserSessions } from '../access/browser-sessions.js';
import { Invitations } from '../access/invitations.js';
import { Memberships } from '../access/memberships.js';
import { isAllowed } from '../web/permissions.js';
import { seeOther } from '../web/replies.js';
import { dayOf } from '../domain/calendar.js';
import { roles } from '../domain/ledger.js';
import { Terms } from '../event-store/ledger-terms.js';
import type { Form } from '../web/form.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { hostPaths, pathsOf } from './pages/paths.js';
import { PeoplePage } from './pages/people.js';
import { PressedOnce } from './pressed-once.js';

/** Who holds this ledger: roles, and one-time links into it. */
@Controller('console/:ledger/people')
export class PeoplePages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Memberships) private readonly memberships: Memberships,
    @Inject(Invitations) private readonly invitations: Invitations,
    @Inject(BrowserSessions) private readonly browsers: BrowserSessions,
    @Inject(PressedOnce) private readonly once: PressedOnce,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('books.view')
  async people(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.page(asker, request, this.desk.blank()));
  }

  private async page(asker: Asker, request: FastifyRequest, form: Form, link?: string) {
    const { zone } = await this.terms.of(asker.ledgerId);
    const mayChange = isAllowed(asker, 'people.manage');
    const people = await this.memberships.ofLedger(asker.ledgerId);
    const open = mayChange ? await this.invitations.open(asker.ledgerId) : [];
    return (
      <PeoplePage
        frame={await this.desk.frame(asker, request)}
        form={form}
        link={link}
        mayChange={mayChange}
        people={people.map(({ accountId, signInName, role }) => ({
          account: accountId,
          name: signInName,
          role,
          isYou: accountId === asker.id,
        }))}
        invitations={open.map(({ invitationId, role, expiresAt }) => ({ invitation: invitationId, role, until: dayOf(expiresAt, zone) }))}
      />
    );
  }

  /** Answers with the link itself: it is shown once, and stands in no address of ours. */
  @Post('invitations')
  @Allow('people.manage')
  async invite(
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
        const role = reading.oneOf('role', roles, 'Choose a role.');
        reading.done();
        const token = await this.once.answer(`${asker.actor} ${key}`, () => this.invitations.invite(asker.ledgerId, role, asker.actor));
        this.desk.send(reply, await this.page(asker, request, this.desk.blank(), `${this.hostOf(request)}/console/invitation/${token}`));
      },
      (form) => this.page(asker, request, form),
    );
  }

  private hostOf({ protocol, host }: FastifyRequest): string {
    return this.browsers.publicUrl ?? `${protocol}://${host}`;
  }

  @Get('invitations')
  @Allow('people.manage')
  back(@AskedBy() asker: Asker, @Res() reply: FastifyReply) {
    seeOther(reply, pathsOf(asker.slug).people);
  }

  @Post('invitations/:invitation/take-back')
  @Allow('people.manage')
  async takeBack(@AskedBy() asker: Asker, @Param('invitation', ParseUUIDPipe) invitation: string, @Res() reply: FastifyReply) {
    await this.invitations.takeBack(asker.ledgerId, invitation);
    this.desk.goOn(reply, pathsOf(asker.slug).people, 'changed');
  }

  /** Who lets herself go is led to her other ledgers. */
  @Post(':account/role')
  @Allow('people.manage')
  async change(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('account', ParseUUIDPipe) account: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        const chosen = reading.oneOf('role', [...roles, 'none'] as const, 'Choose a role.');
        reading.done();
        await this.refuseStranger(asker.ledgerId, account, chosen);
        const change = { ledger: asker.ledgerId, by: asker.actor, request: key, steward: account };
        await this.memberships.change(chosen === 'none' ? change : { ...change, role: chosen });
        const isGone = account === asker.id && chosen === 'none';
        this.desk.goOn(reply, isGone ? hostPaths.ledgers : pathsOf(asker.slug).people, isGone ? undefined : 'changed');
      },
      (form) => this.page(asker, request, form),
    );
  }

  /** Nobody becomes one of these people by an id in an address; that takes an invitation. Letting go twice is as good as once. */
  private async refuseStranger(ledger: string, account: string, chosen: string): Promise<void> {
    const isHere = (await this.memberships.ofLedger(ledger)).some(({ accountId }) => accountId === account);
    if (!isHere && chosen !== 'none') throw new NotFoundException('There is no such person in this ledger. Send them an invitation.');
  }
}
