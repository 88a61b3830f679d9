import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { Calls } from '../calls/calls.queries.js';
import { CloseCall, LogCall, manualRails, rails } from '../domain/call.js';
import { dayOf } from '../domain/calendar.js';
import { Terms } from '../event-store/ledger-terms.js';
import { type Form, typedIn } from '../web/form.js';
import { RequestKey } from '../web/request-key.js';
import { SendingRules } from '../payouts/sending-rules.queries.js';
import { AnsweredBefore } from './answered-before.js';
import { freshName, readCall } from './call-form.js';
import { type Order, cardOf, ordered } from './calls-board.js';
import { currenciesFor } from './currencies.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { NewCallPage } from './pages/call-new.js';
import { CallsPage } from './pages/calls.js';
import { CallsAwayPage } from './pages/calls-away.js';
import { pathsOf } from './pages/paths.js';

const earlierShown = 100;

/** Calls for mutual aid: the board, noting one, putting one away. A link is shown to the steward and never fetched. */
@Controller('console/:ledger/calls')
export class CallsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Calls) private readonly calls: Calls,
    @Inject(AnsweredBefore) private readonly answered: AnsweredBefore,
    @Inject(SendingRules) private readonly sending: SendingRules,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('calls.view')
  async board(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('order') asked?: string) {
    const { ledgerId } = asker;
    const order: Order = asked === 'by-day' ? 'by-day' : 'shuffled';
    const { zone } = await this.terms.of(ledgerId);
    const rows = ordered(await this.calls.open(ledgerId), order, ledgerId, await this.desk.today(ledgerId));
    const links = await Promise.all(rows.map(({ callId }) => this.calls.link(ledgerId, callId)));
    const months = await this.answered.monthsOf(ledgerId, rows);
    const cards = rows.map((row, index) => cardOf(row, zone, links[index], months[index]!));
    this.desk.send(reply, <CallsPage frame={await this.desk.frame(asker, request)} order={order} calls={cards} />);
  }

  /** Newest first: whoever writes again, or asks to be forgotten, is found here. */
  @Get('away')
  @Allow('calls.view')
  async away(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { zone } = await this.terms.of(asker.ledgerId);
    const rows = (await this.calls.all(asker.ledgerId)).filter(({ status }) => status !== 'open');
    const calls = rows.map(({ callId, name, loggedAt, status }) => {
      return { call: callId, name, notedOn: dayOf(loggedAt, zone), isTakenBack: status === 'withdrawn' };
    });
    this.desk.send(reply, <CallsAwayPage frame={await this.desk.frame(asker, request)} calls={calls} />);
  }

  @Get('new')
  @Allow('calls.log')
  async blank(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.newPage(asker, request, this.desk.blank()));
  }

  @Post()
  @Allow('calls.log')
  async note(
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
        await this.commands.execute(new LogCall({ ledger: asker.ledgerId, by: asker.actor, request: key, ...readCall(posted) }));
        this.desk.goOn(reply, pathsOf(asker.slug).calls, 'noted');
      },
      (form) => this.newPage(asker, request, form),
    );
  }

  private async newPage(asker: Asker, request: FastifyRequest, form: Form) {
    const { currency } = await this.terms.of(asker.ledgerId);
    const all = await this.calls.all(asker.ledgerId);
    return (
      <NewCallPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        currencies={currenciesFor(currency)}
        rails={(await this.sending.rules(asker.ledgerId)).account ? rails : manualRails}
        proposedName={typedIn(form, 'name') ?? freshName(all.map(({ name }) => name))}
        earlier={all.slice(0, earlierShown).map(({ callId, name }) => ({ call: callId, name }))}
      />
    );
  }

  @Post(':call/put-away')
  @Allow('calls.log')
  async putAway(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('call', ParseUUIDPipe) call: string,
    @Body() posted: Posted,
    @Res() reply: FastifyReply,
  ) {
    const reading = new FormReading(posted);
    const reason = reading.oneOf('reason', ['not-this-time', 'answered-elsewhere', 'answered'] as const, 'Choose how to put it away.');
    reading.done();
    await this.commands.execute(new CloseCall({ ledger: asker.ledgerId, by: asker.actor, request: key, call, reason }));
    this.desk.goOn(reply, pathsOf(asker.slug).calls, 'away');
  }
}
