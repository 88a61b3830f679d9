import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { Memberships } from '../access/memberships.js';
import { isAllowed } from '../web/permissions.js';
import { isId } from '../domain/id.js';
import { minus } from '../domain/money.js';
import { ProposePayout } from '../domain/payout-proposal.js';
import type { Decided } from '../event-store/event-store.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { GivenToCalls } from '../payouts/given-to-calls.queries.js';
import { Payouts } from '../payouts/payouts.queries.js';
import { dayInWords } from '../web/days.js';
import type { Form } from '../web/form.js';
import { RequestKey } from '../web/request-key.js';
import { AnsweredBefore } from './answered-before.js';
import { CallsRechecked } from './calls-rechecked.js';
import { Desk } from './desk.js';
import { FormReading, type Posted, typedOf } from './form-reading.js';
import { pathsOf } from './pages/paths.js';
import { NewPayoutPage, PayoutCheckPage } from './pages/payout-new.js';
import { PayoutsPage } from './pages/payouts.js';
import { PayableCalls } from './payable-calls.js';
import { PayoutLines } from './payout-lines.js';
import { ReadyFunds, readyOf } from './ready-funds.js';

const pageSize = 50;
const mostShown = 1000;

/** Money out: the list, and proposing a payout in two steps. */
@Controller('console/:ledger/payouts')
export class PayoutsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Payouts) private readonly payouts: Payouts,
    @Inject(PayoutLines) private readonly lines: PayoutLines,
    @Inject(GivenToCalls) private readonly given: GivenToCalls,
    @Inject(CallsRechecked) private readonly rechecked: CallsRechecked,
    @Inject(PayableCalls) private readonly calls: PayableCalls,
    @Inject(AnsweredBefore) private readonly answered: AnsweredBefore,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(Memberships) private readonly memberships: Memberships,
    @Inject(ReadyFunds) private readonly funds: ReadyFunds,
  ) {}

  /** All that are under way, and the latest; `shown` says how many of these. */
  @Get()
  @Allow('books.view')
  async list(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('shown') asked?: string) {
    const { ledgerId, slug } = asker;
    const shown = shownOf(asked);
    const latest = await this.payouts.latest(ledgerId, shown);
    const underWay = (await this.payouts.notFinal(ledgerId)).filter(({ payoutId }) => latest.every((row) => row.payoutId !== payoutId));
    this.desk.send(
      reply,
      <PayoutsPage
        frame={await this.desk.frame(asker, request)}
        ready={await this.funds.all(ledgerId)}
        payouts={await this.lines.of(asker, [...underWay, ...latest])}
        older={latest.length === shown && shown < mostShown ? `${pathsOf(slug).payouts}?shown=${shown + pageSize}` : undefined}
      />,
    );
  }

  @Get('new')
  @Allow('payouts.propose')
  async blank(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('call') call?: string) {
    this.desk.send(reply, await this.newPage(asker, request, this.desk.blank({ call })));
  }

  @Post()
  @Allow('payouts.propose')
  async propose(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const again = (form: Form) => this.newPage(asker, request, form);
    await this.desk.tried(
      reply,
      posted,
      async () => {
        if (posted.step === 'change') return this.desk.send(reply, await again(this.desk.blank(typedOf(posted))));
        const command = new ProposePayout({ ledger: asker.ledgerId, by: asker.actor, request: key, ...readProposal(posted) });
        if (posted.step === 'not-open') {
          await this.rechecked.notOpen(asker, [command.input.call]);
          return this.desk.goOn(reply, pathsOf(asker.slug).call(command.input.call), 'away');
        }
        if (posted.step !== 'propose') return this.check(asker, request, reply, posted, command);
        await this.rechecked.stillOpen(asker, [command.input.call]);
        const { events }: Decided = await this.commands.execute(command);
        const proposed = events.find(({ type }) => type === 'PayoutProposed');
        if (proposed?.type !== 'PayoutProposed') throw new Error('A payout was proposed without being in the books.');
        this.desk.goOn(reply, pathsOf(asker.slug).payout(proposed.data.payout), 'proposed');
      },
      again,
    );
  }

  private async check(asker: Asker, request: FastifyRequest, reply: FastifyReply, posted: Posted, { input }: ProposePayout) {
    const { ledgerId } = asker;
    const { name, rail, seenOn, row } = await this.calls.check(input, await this.ledgers.books(ledgerId), this.desk.now());
    const { amount } = input;
    await this.given.refuseAboveCeilings(ledgerId, input.call, amount);
    const ready = await this.funds.ready(ledgerId, amount.currency);
    const after = minus(ready, amount);
    const sentOn = await this.answered.alike(ledgerId, row, amount, await this.desk.today(ledgerId));
    const warnings = [
      ...(sentOn ? [`The same person was sent the same amount on ${dayInWords(sentOn)}.`] : []),
      ...(after.minor < 0n ? ['This is more than is ready to send. You can propose it; it can be approved once more has come in.'] : []),
    ];
    this.desk.send(
      reply,
      <PayoutCheckPage
        frame={await this.desk.frame(asker, request)}
        form={this.desk.blank(typedOf(posted))}
        callName={name}
        seenOn={seenOn}
        rail={rail}
        amount={amount}
        ready={ready}
        after={readyOf(after)}
        approval={await this.approvalWords(asker)}
        warning={warnings.join(' ') || undefined}
      />,
    );
  }

  private async approvalWords({ ledgerId }: Asker): Promise<string> {
    const approvers = (await this.memberships.ofLedger(ledgerId)).filter(({ role }) =>
      isAllowed({ role, kind: 'account' }, 'payouts.approve'),
    );
    return approvers.length > 1 ? 'You, or somebody else who may approve.' : 'You approve it yourself, in the next step.';
  }

  private async newPage(asker: Asker, request: FastifyRequest, form: Form) {
    return (
      <NewPayoutPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        calls={await this.calls.all(asker.ledgerId)}
        funds={await this.funds.sendable(asker.ledgerId)}
      />
    );
  }
}

const shownOf = (asked = ''): number => (/^\d{2,4}$/.test(asked) ? Math.min(Math.max(Number(asked), pageSize), mostShown) : pageSize);

function readProposal(posted: Posted) {
  const reading = new FormReading(posted);
  const call = reading.oneOf('call', [posted.call].flat().filter(isId), 'Choose which call you answer.');
  const amount = reading.money('amount');
  reading.done();
  return { call, amount };
}
