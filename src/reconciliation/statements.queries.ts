import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { Between, type DataSource, Not, type Repository } from 'typeorm';
import { type Day, type Month, addDaysTo, dayOf, firstDayOf, lastDayOf } from '../domain/calendar.js';
import { type Explanation, unexplained } from '../domain/explanation.js';
import { type AccountStatements, type AccountWord, type SoughtOnStatement, chainFrom } from '../domain/account-word.js';
import { mailSource } from '../domain/mail.js';
import { type Money, fromJson, money } from '../domain/money.js';
import type { Statement } from '../domain/statement.js';
import { type AccountLine, type PayoutUnseen, type StatementCheck, checkStatement, edgeDays } from '../domain/statement-check.js';
import { Terms } from '../event-store/ledger-terms.js';
import { ExplanationRow, explanationOf } from './explanations.projection.js';
import { ObservationRow } from './observations.projection.js';
import { StatementRow } from './statements.projection.js';

export interface CheckedStatement extends StatementCheck {
  readonly account: string;
  /** What people said that its difference comes from. */
  readonly explained: readonly Explanation[];
  /** Of the difference, what nobody has said a word on. */
  readonly left: Money;
}

/** Which statement is meant. */
export interface StatementName {
  readonly account: string;
  readonly currency: string;
  readonly from: Day;
  readonly through: Day;
}

/** What accounts say of themselves, each statement held against the lines of its account's files. */
@Injectable()
export class Statements implements AccountStatements {
  constructor(
    @InjectRepository(StatementRow) private readonly statementRows: Repository<StatementRow>,
    @InjectRepository(ExplanationRow) private readonly explanationRows: Repository<ExplanationRow>,
    @InjectRepository(ObservationRow) private readonly observationRows: Repository<ObservationRow>,
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  /** Newest first. */
  async checked(ledger: string, account?: string): Promise<CheckedStatement[]> {
    const rows = await this.rows(ledger, account);
    return this.checks(rows, rows);
  }

  /** Those that speak of any day of a month. */
  async ofMonth(ledger: string, month: Month): Promise<CheckedStatement[]> {
    const rows = await this.rows(ledger);
    const speaking = rows.filter(({ fromDay, throughDay }) => fromDay <= lastDayOf(month) && throughDay >= firstDayOf(month));
    return this.checks(speaking, rows);
  }

  async one(ledger: string, { account, currency, from, through }: StatementName): Promise<CheckedStatement | undefined> {
    const rows = await this.rows(ledger, account);
    const row = rows.find((each) => each.currency === currency && each.fromDay === from && each.throughDay === through);
    return row && this.check(row, rows);
  }

  /** In which currencies lines of each account's files lie within a month, so that a statement of it can be expected. */
  async expected(ledger: string, month: Month): Promise<{ account: string; currency: string }[]> {
    return this.dataSource.query(
      `select distinct account_id as account, currency from observation
       where ledger_id = $1 and day between $2 and $3 and source <> $4 order by 1, 2`,
      [ledger, firstDayOf(month), lastDayOf(month), mailSource],
    );
  }

  private rows(ledger: string, account?: string): Promise<StatementRow[]> {
    return this.statementRows.find({
      where: { ledgerId: ledger, ...(account && { accountId: account }) },
      order: { throughDay: 'DESC', accountId: 'ASC', currency: 'ASC' },
    });
  }

  /** One after the other: each asks the database several times. */
  private async checks(of: readonly StatementRow[], rows: readonly StatementRow[]): Promise<CheckedStatement[]> {
    const checks: CheckedStatement[] = [];
    for (const row of of) checks.push(await this.check(row, rows));
    return checks;
  }

  private async check(row: StatementRow, rows: readonly StatementRow[]): Promise<CheckedStatement> {
    const { ledgerId, accountId, currency, fromDay, throughDay } = row;
    const statement = statementOf(row);
    const all = rows.filter((each) => each.accountId === accountId).map(statementOf);
    const lines = await this.lines(ledgerId, accountId, statement);
    const check = checkStatement(statement, all, lines, await this.unseen(ledgerId, statement));
    const said = await this.explanationRows.findBy({ ledgerId, accountId, currency, fromDay, throughDay });
    const explained = said.map(explanationOf);
    return { account: accountId, ...check, explained, left: unexplained(check.difference, explained) };
  }

  /** Of lines put aside too: what left an account is put aside by itself. Matched with something else, a line is not this one. */
  async wordOn(ledger: string, account: string, { payout, amount, from, through }: SoughtOnStatement): Promise<AccountWord> {
    const checks = await this.checked(ledger, account);
    const chain = chainFrom(checks, amount.currency, from, (day) => addDaysTo(day, 1));
    const needed = chain.filter(({ statement }) => statement.from <= through);
    const last = needed.at(-1)?.statement.through;
    const lines = await this.observationRows.findBy({
      ledgerId: ledger,
      accountId: account,
      source: Not(mailSource),
      currency: amount.currency,
      amountMinor: -amount.minor,
      day: Between(from, last ?? through),
    });
    const couldBe = lines.filter(({ status, payoutId }) => status !== 'matched' || payoutId === payout);
    return {
      ...(last && { through: last }),
      differing: needed.filter(({ difference }) => difference.minor !== 0n).map(({ statement }) => statement.through),
      debits: couldBe.length,
    };
  }

  /** Of files alone: a mail tells of money, and is no line of the account. */
  private async lines(ledger: string, account: string, { from, through }: Statement): Promise<AccountLine[]> {
    const rows = await this.observationRows.findBy({
      ledgerId: ledger,
      accountId: account,
      source: Not(mailSource),
      day: Between(addDaysTo(from, -edgeDays), addDaysTo(through, edgeDays)),
    });
    return rows.map(({ observationId, day, amountMinor, feeMinor, currency, status, reading, settled }) => ({
      ...{ line: observationId, day, status, isPending: reading === 'pending' },
      ...{ amount: money(amountMinor, currency), fee: money(feeMinor, currency), ...(settled && { settled: fromJson(settled.amount) }) },
    }));
  }

  /** Payouts that left around then, and for which no line speaks. */
  private async unseen(ledger: string, { from, through }: Statement): Promise<PayoutUnseen[]> {
    const { zone } = await this.terms.of(ledger);
    const rows: { payout_id: string; sent_at: Date; given_minor: string; given_currency: string }[] = await this.dataSource.query(
      `select payout_id, sent_at, given_minor, given_currency from payout p
       where ledger_id = $1 and sent_at >= $2 and sent_at < $3
         and not exists (select 1 from observation o where o.ledger_id = p.ledger_id and o.payout_id = p.payout_id)`,
      [ledger, addDaysTo(from, -edgeDays - 1), addDaysTo(through, 2)],
    );
    return rows.map((row) => ({
      payout: row.payout_id,
      day: dayOf(new Date(row.sent_at).toISOString(), zone),
      given: money(BigInt(row.given_minor), row.given_currency),
    }));
  }
}

const statementOf = ({ fromDay, throughDay, openingMinor, closingMinor, currency }: StatementRow): Statement => ({
  ...{ from: fromDay, through: throughDay },
  ...{ opening: money(openingMinor, currency), closing: money(closingMinor, currency) },
});
