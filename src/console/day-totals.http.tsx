import { Controller, Get, Inject, NotFoundException, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isMonth } from '../domain/calendar.js';
import { StateDayTotals, WithdrawDayTotal } from '../domain/day-total.js';
import { methods } from '../domain/payment.js';
import { Refusal, invalid } from '../domain/refusal.js';
import { DayTotals } from '../reconciliation/day-totals.queries.js';
import { ImportDrafts } from '../reconciliation/import-drafts.queries.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { isAllowed } from '../web/permissions.js';
import { Desk } from './desk.js';
import { DayTotalsPage, DayTotalsPreviewPage } from './pages/day-totals.js';
import { pathsOf } from './pages/paths.js';
import { type Press, Pressed, Presses, askedOf } from './presses.js';

/** What a booking program says of days, beside the ledger. */
@Controller('console/:ledger/totals')
export class DayTotalsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(DayTotals) private readonly totals: DayTotals,
    @Inject(ImportDrafts) private readonly drafts: ImportDrafts,
    @Inject(Presses) private readonly presses: Presses,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
  ) {}

  @Get()
  @Allow('books.view')
  async compare(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('month') month?: string) {
    this.desk.send(reply, await this.page(asker, request, this.desk.blank(), month));
  }

  @Get('imports/:import')
  @Allow('observations.import')
  async look(
    @AskedBy() asker: Asker,
    @Param('import', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    this.desk.send(reply, await this.preview(asker, request, id, this.desk.blank()));
  }

  @Post('imports/:import')
  @Allow('observations.import')
  keep(@Pressed() press: Press, @Param('import', ParseUUIDPipe) id: string, @Res() reply: FastifyReply) {
    const { asker, request } = press;
    return this.presses.act(press, reply, {
      read: async () => new StateDayTotals({ ...askedOf(press), ...(await this.stated(asker, id)) }),
      leadsTo: pathsOf(asker.slug).totals,
      done: 'totals',
      again: (form) => this.preview(asker, request, id, form),
    });
  }

  /** Where a browser stands after a refusal: back to the list. */
  @Get('withdraw')
  @Allow('books.view')
  back(@AskedBy() asker: Asker, @Res() reply: FastifyReply) {
    this.desk.goOn(reply, pathsOf(asker.slug).totals);
  }

  @Post('withdraw')
  @Allow('observations.match')
  withdraw(@Pressed() press: Press, @Res() reply: FastifyReply) {
    const { asker, request } = press;
    return this.presses.act(press, reply, {
      read: (reading) => {
        const account = reading.text('account', 'Open the page again: the account is missing.', 40);
        if (!isUUID(account)) throw invalid('account', 'Open the page again: this is no account.');
        return new WithdrawDayTotal({
          ...askedOf(press),
          account,
          day: reading.day('day'),
          method: reading.oneOf('method', methods, 'Open the page again: the method is missing.'),
          currency: reading.text('currency', 'Open the page again: the currency is missing.', 3),
        });
      },
      leadsTo: pathsOf(asker.slug).totals,
      done: 'withdrawn',
      again: (form) => this.page(asker, request, form),
    });
  }

  private async stated({ ledgerId }: Asker, id: string) {
    const { account, totals } = await this.drafts.open(ledgerId, id);
    if (!totals) throw new Refusal('import/no-totals', 'This file holds movements and no totals. Open its own preview.');
    return { account, totals };
  }

  private async preview(asker: Asker, request: FastifyRequest, id: string, form: Form) {
    const { totals } = await this.stated(asker, id);
    return <DayTotalsPreviewPage frame={await this.desk.frame(asker, request)} form={form} import={id} totals={totals} />;
  }

  private async page(asker: Asker, request: FastifyRequest, form: Form, month?: string) {
    if (month !== undefined && !isMonth(month)) throw new NotFoundException('There is no such month. Write it like 2026-10.');
    const accounts = await this.reconciliation.accounts(asker.ledgerId);
    return (
      <DayTotalsPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        month={month}
        compared={await this.totals.compared(asker.ledgerId, month)}
        accounts={new Map(accounts.map(({ accountId, name }) => [accountId, name]))}
        mayWithdraw={isAllowed(asker, 'observations.match')}
      />
    );
  }
}
