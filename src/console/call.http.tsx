import { Controller, Get, Inject, NotFoundException, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserSessions } from '../access/browser-sessions.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { isAllowed } from '../web/permissions.js';
import { seeOther } from '../web/replies.js';
import type { CallRow } from '../calls/calls.projection.js';
import { Calls } from '../calls/calls.queries.js';
import { RecheckCall, WithdrawCall, consents } from '../domain/call.js';
import { dayOf } from '../domain/calendar.js';
import { GiveConsent, WithdrawConsent } from '../domain/consent.js';
import { EraseRecipient, erasureLeaves, erasureReaches } from '../domain/erasure.js';
import { Refusal } from '../domain/refusal.js';
import { Terms } from '../event-store/ledger-terms.js';
import type { Form } from '../web/form.js';
import { PersonCodes } from '../yours/person-codes.queries.js';
import { cardOf } from './calls-board.js';
import { Desk } from './desk.js';
import { FormReading } from './form-reading.js';
import { CallPage, type OneCall } from './pages/call.js';
import { ForgetPage, type Forgot, ForgottenPage } from './pages/forget.js';
import { pathsOf } from './pages/paths.js';
import { PressedOnce } from './pressed-once.js';
import { type FormAct, type Press, Pressed, Presses, askedOf } from './presses.js';

/** What the page says beside how things stand. */
interface Said {
  readonly refusal?: Refusal | undefined;
  readonly form?: Form;
  readonly given?: OneCall['given'];
}

/** One call: looked at again, agreed to, taken back; and the person behind it forgotten. */
@Controller('console/:ledger/calls/:call')
export class OneCallPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Presses) private readonly presses: Presses,
    @Inject(Calls) private readonly calls: Calls,
    @Inject(PersonCodes) private readonly codes: PersonCodes,
    @Inject(PressedOnce) private readonly once: PressedOnce,
    @Inject(BrowserSessions) private readonly browsers: BrowserSessions,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('calls.view')
  async one(
    @AskedBy() asker: Asker,
    @Param('call', ParseUUIDPipe) call: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    this.desk.send(reply, await this.page(asker, request, call));
  }

  @Post('recheck')
  @Allow('calls.log')
  recheck(@Pressed() press: Press, @Param('call', ParseUUIDPipe) call: string, @Res() reply: FastifyReply) {
    return this.act(press, reply, call, (reading) => {
      const stillOpen = reading.oneOf('open', ['yes', 'no'] as const, 'Say whether it is still open.') === 'yes';
      return new RecheckCall({ ...askedOf(press), call, stillOpen });
    });
  }

  @Post('take-back')
  @Allow('calls.log')
  takeBack(@Pressed() press: Press, @Param('call', ParseUUIDPipe) call: string, @Res() reply: FastifyReply) {
    return this.act(press, reply, call, () => new WithdrawCall({ ...askedOf(press), call }));
  }

  @Post('consent')
  @Allow('calls.log')
  consent(@Pressed() press: Press, @Param('call', ParseUUIDPipe) call: string, @Res() reply: FastifyReply) {
    return this.act(press, reply, call, (reading) => {
      const consent = reading.oneOf('consent', consents, 'Choose what they agreed to.');
      const says = reading.oneOf('says', ['yes', 'no'] as const, 'Say whether they agreed.');
      const change = { ...askedOf(press), call, consent };
      return says === 'yes' ? new GiveConsent(change) : new WithdrawConsent(change);
    });
  }

  /** Answers with the code itself: it is shown once, and stands in no address of ours. A new one ends the one before. */
  @Post('code')
  @Allow('calls.code')
  async giveCode(@Pressed() press: Press, @Param('call', ParseUUIDPipe) call: string, @Res() reply: FastifyReply) {
    const { asker, key, posted, request } = press;
    await this.desk.tried(
      reply,
      posted,
      async () => {
        new FormReading(posted).done();
        const person = await this.personBehind(asker, call);
        const code = await this.once.answer(`${asker.actor} ${key}`, () => this.codes.issue(asker.ledgerId, person));
        const base = this.browsers.publicUrl ?? `${request.protocol}://${request.host}`;
        const given = { code, link: `${base}/${asker.slug}/yours#${code}` };
        this.desk.send(reply, await this.page(asker, request, call, { given }));
      },
      (form, refusal) => this.page(asker, request, call, { form, refusal }),
    );
  }

  @Post('end-code')
  @Allow('calls.log')
  async endCode(@Pressed() { asker }: Press, @Param('call', ParseUUIDPipe) call: string, @Res() reply: FastifyReply) {
    await this.codes.end(asker.ledgerId, await this.personBehind(asker, call));
    this.desk.goOn(reply, pathsOf(asker.slug).call(call), 'noted');
  }

  @Get('forget')
  @Allow('people.erase')
  async askToForget(
    @AskedBy() asker: Asker,
    @Param('call', ParseUUIDPipe) call: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    this.desk.send(reply, await this.forgetPage(asker, request, call, this.desk.blank()));
  }

  /** Answers with what was done. Pressed twice, it says the same. */
  @Post('forget')
  @Allow('people.erase')
  async forget(@Pressed() press: Press, @Param('call', ParseUUIDPipe) call: string, @Res() reply: FastifyReply) {
    const { asker, posted, request } = press;
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        reading.text('certain', 'Say that you are certain. It cannot be undone.');
        reading.done();
        const [recipient] = await this.calls.peopleOf(asker.ledgerId, [await this.row(asker, call)]);
        const forgot =
          recipient && (await this.commands.execute<EraseRecipient, Forgot>(new EraseRecipient({ ...askedOf(press), recipient })));
        this.desk.send(reply, <ForgottenPage frame={await this.desk.frame(asker, request)} {...(forgot && { forgot })} />);
      },
      (form) => this.forgetPage(asker, request, call, form),
    );
  }

  /** Where a browser stands after an act that was answered without leading on: back to the page. */
  @Get(':act')
  @Allow('calls.view')
  back(@AskedBy() asker: Asker, @Param('call', ParseUUIDPipe) call: string, @Res() reply: FastifyReply) {
    seeOther(reply, pathsOf(asker.slug).call(call));
  }

  private act(press: Press, reply: FastifyReply, call: string, read: FormAct['read']): Promise<void> {
    return this.presses.act(press, reply, {
      read,
      leadsTo: pathsOf(press.asker.slug).call(call),
      done: 'noted',
      again: (form, refusal) => this.page(press.asker, press.request, call, { form, refusal }),
    });
  }

  private async row({ ledgerId }: Asker, call: string): Promise<CallRow> {
    const row = await this.calls.one(ledgerId, call);
    if (!row) throw new NotFoundException('There is no such call in this ledger.');
    return row;
  }

  private async personBehind(asker: Asker, call: string): Promise<string> {
    const [person] = await this.calls.peopleOf(asker.ledgerId, [await this.row(asker, call)]);
    if (!person) throw new Refusal('recipient/erased', 'This person asked to be forgotten. There is nobody to give it to.');
    return person;
  }

  private async page(asker: Asker, request: FastifyRequest, call: string, { refusal, form, given }: Said = {}) {
    const row = await this.row(asker, call);
    const { zone } = await this.terms.of(asker.ledgerId);
    const [person] = await this.calls.peopleOf(asker.ledgerId, [row]);
    const says = refusal?.message ?? form?.faults[0]?.says;
    return (
      <CallPage
        frame={await this.desk.frame(asker, request)}
        card={cardOf(row, zone, await this.calls.link(asker.ledgerId, call), [])}
        status={row.status}
        seenOn={dayOf(row.seenAt, zone)}
        agreed={consents.filter((consent) => (consent === 'receipt' ? row.agreedReceipt : row.agreedAcknowledgement))}
        hasPerson={person !== undefined}
        mayForget={isAllowed(asker, 'people.erase')}
        {...(given && { given })}
        {...(says && { refusal: says })}
      />
    );
  }

  private async forgetPage(asker: Asker, request: FastifyRequest, call: string, form: Form) {
    const row = await this.row(asker, call);
    const [person] = await this.calls.peopleOf(asker.ledgerId, [row]);
    const frame = await this.desk.frame(asker, request);
    if (!person) return <ForgottenPage frame={frame} />;
    return <ForgetPage frame={frame} call={call} name={row.name} form={form} reaches={erasureReaches} leaves={erasureLeaves} />;
  }
}
