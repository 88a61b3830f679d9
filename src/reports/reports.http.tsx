import { Body, Controller, Get, HttpCode, Inject, NotFoundException, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { HostSettings } from '../access/host-settings.js';
import { sendPage } from '../web/replies.js';
import { dayOf, instant, isMonth } from '../domain/calendar.js';
import { toJson } from '../domain/money.js';
import { adoptPledgePolicy } from '../domain/pledge.js';
import { invalid } from '../domain/refusal.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { readCookie } from '../web/cookies.js';
import { monthCsv } from './month-csv.js';
import { monthJson } from './month-json.js';
import { MonthReportPage } from './month-report.js';
import { PolicyDto } from '../web/policy.dto.js';
import { MonthReports } from './month-reports.js';
import { PromisePreviews } from './promise-previews.js';

/** A month on paper and for spreadsheets; the address names the month, so it can be kept. */
@Controller('console/:ledger/months/:month')
export class MonthReportPages {
  constructor(
    @Inject(MonthReports) private readonly reports: MonthReports,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(HostSettings) private readonly settings: HostSettings,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('report')
  @Allow('books.view')
  async page(
    @AskedBy() asker: Asker,
    @Param('month') month: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isMonth(month)) throw new NotFoundException();
    const { currency, zone } = await this.terms.of(asker.ledgerId);
    const report = await this.reports.of(asker.ledgerId, month);
    const { offerings } = await this.ledgers.books(asker.ledgerId);
    const byOffering = report.byOffering.map((part) => ({ ...part, offering: offerings[part.offering]?.name ?? part.offering }));
    const banner = await this.settings.get('banner');
    sendPage(
      reply,
      <MonthReportPage
        ledger={{ slug: asker.slug, name: asker.ledgerName, currency }}
        report={{ ...report, byOffering }}
        readOn={dayOf(instant(this.clock()), zone)}
        hideAmounts={readCookie(request, 'hide_amounts') === 'yes'}
        {...(banner && { banner })}
      />,
    );
  }

  @Get('report.csv')
  @Allow('books.view')
  async csv(@AskedBy() asker: Asker, @Param('month') month: string, @Res() reply: FastifyReply): Promise<void> {
    if (!isMonth(month)) throw new NotFoundException();
    const report = await this.reports.of(asker.ledgerId, month);
    await reply
      .header('Content-Disposition', `attachment; filename="${asker.slug}-${month}.csv"`)
      .type('text/csv; charset=utf-8; header=present')
      .send(monthCsv(report));
  }
}

/** The same, for programs. */
@Controller('api/v1/ledgers/:ledger/reports')
export class MonthReportsController {
  constructor(@Inject(MonthReports) private readonly reports: MonthReports) {}

  @Get(':month')
  @Allow('books.view')
  async one(@AskedBy() { ledgerId }: Asker, @Param('month') month: string) {
    if (!isMonth(month)) throw invalid('month', `"${month.slice(0, 20)}" is not a month. Write it like 2026-10.`);
    return monthJson(await this.reports.of(ledgerId, month));
  }
}

/** What a wording of the promise would have meant, for programs. It is asked with the wording whole, so by POST; nothing changes. */
@Controller('api/v1/ledgers/:ledger/policies')
export class PromisePreviewController {
  constructor(
    @Inject(PromisePreviews) private readonly previews: PromisePreviews,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Allow('books.view')
  async preview(@AskedBy() asker: Asker, @Body() sent: PolicyDto) {
    const asked = { ledger: asker.ledgerId, by: asker.actor, request: 'none' };
    const [draft] = adoptPledgePolicy(await this.ledgers.books(asker.ledgerId), { ...asked, ...sent }, instant(this.clock()));
    if (draft?.type !== 'PledgePolicyAdopted') throw new Error('A promise is adopted or refused.');
    const { from, isCut, months, together, payments, withoutRate } = await this.previews.of(asker.ledgerId, draft.data);
    return {
      from,
      isCut,
      payments,
      withoutRate,
      months: months.map(({ month, was, wouldBe }) => ({ month, was: toJson(was), wouldBe: toJson(wouldBe) })),
      together: together.map(({ was, wouldBe }) => ({ was: toJson(was), wouldBe: toJson(wouldBe) })),
    };
  }
}
