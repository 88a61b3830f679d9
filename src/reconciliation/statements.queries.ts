import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { Between, type DataSource, Not, type Repository } from 'typeorm';
import { type AccountStatements, type AccountWord, type SoughtOnStatement, chainFrom } from '../domain/account-word.js';
import { addDaysTo, dayOf } from '../domain/calendar.js';
import { mailSource } from '../domain/mail.js';
import { money } from '../domain/money.js';
import type { Statement } from '../domain/statement.js';
import { type AccountLine, type PayoutUnseen, type StatementCheck, checkStatement, edgeDays } from '../domain/statement-check.js';
import { Terms } from '../event-store/ledger-terms.js';
import { ObservationRow } from './observations.projection.js';
import { StatementRow } from './statements.projection.js';

export interface CheckedStatement extends StatementCheck {
  readonly account: string;
}

/** What accounts say of themselves, each statement held against the lines of its account's files. */
@Injectable()
export class Statements implements AccountStatements {
  constructor(
    @InjectRepository(StatementRow) private readonly statementRows: Repository<StatementRow>,
    @InjectRepository(ObservationRow) private readonly observationRows: Repository<ObservationRow>,
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  /** Newest first. */
  async checked(ledger: string, account?: string): Promise<CheckedStatement[]> {
    const rows = await this.statementRows.find({
      where: { ledgerId: ledger, ...(account && { accountId: account }) },
      order: { throughDay: 'DESC', accountId: 'ASC', currency: 'ASC' },
    });
    const checks: CheckedStatement[] = [];
    for (const row of rows) {
      const statement = statementOf(row);
      const all = rows.filter(({ accountId }) => accountId === row.accountId).map(statementOf);
      const lines = await this.lines(ledger, row.accountId, statement);
      checks.push({ account: row.accountId, ...checkStatement(statement, all, lines, await this.unseen(ledger, statement)) });
    }
    return checks;
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
    return rows.map(({ observationId, day, amountMinor, feeMinor, currency, status, reading }) => ({
      ...{ line: observationId, day, status, isPending: reading === 'pending' },
      ...{ amount: money(amountMinor, currency), fee: money(feeMinor, currency) },
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
