import { Body, Controller, Get, Inject, NotFoundException, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Month, dayOf, isMonth } from '../domain/calendar.js';
import { money } from '../domain/money.js';
import { CloseMonth } from '../domain/month.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import type { ObligationRow } from '../obligations/obligations.projection.js';
import type { Decided } from '../event-store/event-store.js';
import { Obligations } from '../obligations/obligations.queries.js';
import { Checklists } from '../months/checklist.queries.js';
import { ClosingDays } from '../months/closing-days.queries.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { Payouts } from '../payouts/payouts.queries.js';
import { type MonthReport, MonthReports } from '../reports/month-reports.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { FieldFault } from '../domain/refusal.js';
import type { Form } from '../web/form.js';
import { isAllowed } from '../web/permissions.js';
import { RequestKey } from '../web/request-key.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { MonthPage } from './pages/month.js';
import { MonthsPage } from './pages/months.js';
import { pathsOf } from './pages/paths.js';
import { type Press, Pressed } from './presses.js';
import { PayoutLines } from './payout-lines.js';

/** Months: the list, one month's books, and closing it. */
@Controller('console/:ledger/months')
export class MonthsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(MonthReports) private readonly reports: MonthReports,
    @Inject(Obligations) private readonly obligations: Obligations,
    @Inject(Payouts) private readonly payouts: Payouts,
    @Inject(Checklists) private readonly checklists: Checklists,
    @Inject(ClosingDays) private readonly days: ClosingDays,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(PayoutLines) private readonly lines: PayoutLines,
  ) {}

  @Get()
  @Allow('books.view')
  async list(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.listPage(asker, request, this.desk.blank()));
  }

  @Post('closing-day')
  @Allow('months.close')
  async setDay(@Pressed() { asker, posted, request }: Press, @Res() reply: FastifyReply) {
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        const day = reading.text('day', 'Choose a day from 1 to 28.', 2);
        reading.done();
        await this.days.set(asker.ledgerId, /^\d{1,2}$/.test(day) ? Number(day) : 0);
        this.desk.goOn(reply, pathsOf(asker.slug).months, 'closing-day');
      },
      (form) => this.listPage(asker, request, form),
    );
  }

  private async listPage(asker: Asker, request: FastifyRequest, form: Form) {
    return (
      <MonthsPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        months={await this.reports.list(asker.ledgerId)}
        closingDay={isAllowed(asker, 'months.close') ? await this.days.of(asker.ledgerId) : undefined}
        mayTakeAll={isAllowed(asker, 'export.take')}
      />
    );
  }

  @Get(':month')
  @Allow('books.view')
  async one(@AskedBy() asker: Asker, @Param('month') month: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.send(reply, await this.page(asker, month, request));
  }

  @Post(':month/close')
  @Allow('months.close')
  async close(
    @AskedBy() asker: Asker,
    @RequestKey() key: string,
    @Param('month') month: string,
    @Body() posted: Posted,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await this.desk.tried(
      reply,
      posted,
      async () => {
        new FormReading(posted).done();
        const asked = { ledger: asker.ledgerId, by: asker.actor, request: key };
        const { events }: Decided = await this.commands.execute(new CloseMonth({ ...asked, month }));
        this.desk.goOn(reply, pathsOf(asker.slug).month(month), events.length > 0 ? 'closed' : 'closed-before');
      },
      ({ faults }) => this.page(asker, month, request, faults),
    );
  }

  private async page(asker: Asker, month: Month, request: FastifyRequest, faults: readonly FieldFault[] = []) {
    if (!isMonth(month)) throw new NotFoundException('There is no such month. Write it like 2026-10.');
    const { ledgerId, slug } = asker;
    const report = await this.reports.of(ledgerId, month);
    const { offerings, zone } = await this.ledgers.books(ledgerId);
    const derived = (await this.obligations.ofMonth(ledgerId, month)).filter(({ kind }) => kind === 'derived').sort(byTime);
    const at = pathsOf(slug).month(month);
    return (
      <MonthPage
        frame={await this.desk.frame(asker, request)}
        month={month}
        state={report.state}
        closing={faults[0]?.says ?? closingWords(report)}
        open={report.state === 'closed' ? undefined : await this.checklists.of(ledgerId, month)}
        accounts={new Map((await this.reconciliation.accounts(ledgerId)).map(({ accountId, name }) => [accountId, name]))}
        seal={report.seal}
        restatements={report.restatements}
        mayClose={report.state === 'ended' && isAllowed(asker, 'months.close')}
        funds={report.funds}
        byOffering={report.byOffering.map((part) => ({ ...part, offering: offerings[part.offering]?.name ?? part.offering }))}
        byMethod={report.byMethod}
        obligations={derived.map((row) => obligationLine(row, zone))}
        payouts={await this.lines.of(asker, await this.payouts.ofMonth(ledgerId, month))}
        downloads={[
          { href: `${at}/report`, words: 'The report, to print' },
          { href: `${at}/report.csv`, words: 'The report as CSV, for a spreadsheet' },
        ]}
      />
    );
  }
}

function closingWords({ state }: MonthReport): string {
  switch (state) {
    case 'running':
      return 'This month is still running. It can be closed once it has ended.';
    case 'ended':
      return 'Closing it seals these figures. What comes late is booked in the next open month and names this one.';
    case 'closed':
      return 'This month is closed and never changes.';
  }
}

/** As the money came in; a file brought in later brings its lines later. */
const byTime = (one: ObligationRow, other: ObligationRow): number =>
  one.happenedAt < other.happenedAt ? -1 : one.happenedAt > other.happenedAt ? 1 : 0;

const obligationLine = (row: ObligationRow, zone: string) => ({
  day: dayOf(row.happenedAt, zone),
  payment: row.paymentId!,
  base: money(row.baseMinor ?? 0n, row.currency),
  shareBp: row.shareBp ?? 0,
  policyVersion: row.policyVersion ?? 0,
  owed: money(row.owedMinor, row.currency),
});
