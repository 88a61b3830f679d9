import { Controller, Get, Inject, NotFoundException, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addDaysTo, isDay, lastDayOf, monthOfDay } from '../domain/calendar.js';
import { ExplainDifference, reasons } from '../domain/explanation.js';
import { formatAmount } from '../domain/money.js';
import { AssertStatement } from '../domain/statement.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { type CheckedStatement, Statements } from '../reconciliation/statements.queries.js';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { isAllowed } from '../web/permissions.js';
import { currenciesFor } from './currencies.js';
import { Desk } from './desk.js';
import { OneStatementPage } from './pages/one-statement.js';
import { pathsOf } from './pages/paths.js';
import { StatementsPage } from './pages/statements.js';
import { type Press, Pressed, Presses, askedOf } from './presses.js';

/** Accounts' own words on periods, held against their lines, and what their differences come from. */
@Controller('console/:ledger/statements')
export class StatementsPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Presses) private readonly presses: Presses,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(Statements) private readonly statements: Statements,
  ) {}

  @Get()
  @Allow('books.view')
  async list(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('account') account?: string) {
    const checked = await this.statements.checked(asker.ledgerId);
    const form = this.desk.blank(await this.proposed(asker, checked, account));
    this.desk.send(reply, await this.page(asker, request, form, checked));
  }

  @Post()
  @Allow('accounts.manage')
  state(@Pressed() press: Press, @Res() reply: FastifyReply) {
    const { asker, request } = press;
    return this.presses.act(press, reply, {
      read: async (reading) => {
        const account = reading.text('account', 'Choose the account that the statement is of.', 40);
        const currency = reading.text('currency', 'Choose the currency of the statement.', 20);
        await this.refuseUnknown(asker, account);
        return new AssertStatement({
          ...{ ...askedOf(press), account, from: reading.day('from'), through: reading.day('through') },
          ...{ opening: reading.signedMoney('opening', currency), closing: reading.signedMoney('closing', currency) },
        });
      },
      leadsTo: pathsOf(asker.slug).statements,
      done: 'statement',
      again: async (form) => this.page(asker, request, form, await this.statements.checked(asker.ledgerId)),
    });
  }

  @Get(':account/:currency/:from/:through')
  @Allow('books.view')
  async one(
    @AskedBy() asker: Asker,
    @Param('account', ParseUUIDPipe) account: string,
    @Param() named: { currency: string; from: string; through: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    this.desk.send(reply, await this.onePage(asker, request, { account, ...named }, this.desk.blank()));
  }

  @Post(':account/:currency/:from/:through')
  @Allow('months.close')
  explain(
    @Pressed() press: Press,
    @Param('account', ParseUUIDPipe) account: string,
    @Param() { currency, from, through }: { currency: string; from: string; through: string },
    @Res() reply: FastifyReply,
  ) {
    const { asker, request } = press;
    const named = { account, currency, from, through };
    return this.presses.act(press, reply, {
      read: (reading) => {
        const [line, payout] = [reading.optional('line', 40), reading.optional('payout', 40)];
        return new ExplainDifference({
          ...{ ...askedOf(press), account, from, through },
          ...{ amount: reading.signedMoney('amount', currency), difference: reading.signedMoney('difference', currency) },
          because: reading.oneOf('because', reasons, 'Choose what the difference comes from.'),
          ...{ ...(line && { line }), ...(payout && { payout }) },
        });
      },
      leadsTo: pathsOf(asker.slug).statement(named),
      done: 'noted',
      again: (form) => this.onePage(asker, request, named, form),
    });
  }

  /** The next statement begins where the last one of that account ended, with what stood there then. */
  private async proposed({ ledgerId }: Asker, checked: readonly CheckedStatement[], account?: string): Promise<Record<string, string>> {
    const last = checked.find((each) => account === undefined || each.account === account);
    if (!last) return account ? { account } : {};
    const { statement } = last;
    const from = addDaysTo(statement.through, 1);
    const through = lastDayOf(monthOfDay(from));
    const { closing } = statement;
    return {
      ...{ account: last.account, currency: closing.currency, from, opening: formatAmount(closing) },
      ...(through <= (await this.desk.today(ledgerId)) && { through }),
    };
  }

  private async refuseUnknown({ ledgerId }: Asker, account: string): Promise<void> {
    const accounts = await this.reconciliation.accounts(ledgerId);
    if (account && !accounts.some(({ accountId }) => accountId === account)) throw new NotFoundException('There is no such account.');
  }

  private async page(asker: Asker, request: FastifyRequest, form: Form, checked: readonly CheckedStatement[]) {
    const accounts = await this.reconciliation.accounts(asker.ledgerId);
    const frame = await this.desk.frame(asker, request);
    return (
      <StatementsPage
        frame={frame}
        form={form}
        accounts={accounts.map(({ accountId, name, currency }) => ({ account: accountId, name, currency }))}
        checked={checked}
        currencies={currenciesFor(frame.ledger.currency)}
        mayState={isAllowed(asker, 'accounts.manage')}
      />
    );
  }

  private async onePage(
    asker: Asker,
    request: FastifyRequest,
    named: { account: string; currency: string; from: string; through: string },
    form: Form,
  ) {
    const checked = isDay(named.from) && isDay(named.through) ? await this.statements.one(asker.ledgerId, named) : undefined;
    if (!checked) throw new NotFoundException('There is no such statement.');
    const accounts = await this.reconciliation.accounts(asker.ledgerId);
    return (
      <OneStatementPage
        frame={await this.desk.frame(asker, request)}
        form={form}
        account={accounts.find(({ accountId }) => accountId === named.account)?.name ?? 'An account'}
        checked={checked}
        mayExplain={isAllowed(asker, 'months.close')}
      />
    );
  }
}
