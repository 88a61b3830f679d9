import { Inject, Injectable } from '@nestjs/common';
import { Calls } from '../calls/calls.queries.js';
import { type Month, dayOf, firstDayOf, instant, lastDayOf } from '../domain/calendar.js';
import type { Checklist, StatementOpen } from '../domain/checklist.js';
import { daysWithout } from '../domain/statement.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { AllFeedback } from '../feedback/feedback.queries.js';
import { Payouts } from '../payouts/payouts.queries.js';
import { DayTotals } from '../reconciliation/day-totals.queries.js';
import { ImportRuns } from '../reconciliation/import-runs.queries.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { Statements } from '../reconciliation/statements.queries.js';

/** What is open before a month is closed. */
@Injectable()
export class Checklists {
  constructor(
    @Inject(Calls) private readonly calls: Calls,
    @Inject(AllFeedback) private readonly feedback: AllFeedback,
    @Inject(ImportRuns) private readonly imports: ImportRuns,
    @Inject(Payouts) private readonly payouts: Payouts,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(Statements) private readonly statements: Statements,
    @Inject(DayTotals) private readonly totals: DayTotals,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async of(ledger: string, month: Month): Promise<Checklist> {
    const { zone } = await this.terms.of(ledger);
    const today = dayOf(instant(this.clock()), zone);
    const waiting = await this.reconciliation.countToReviewIn(ledger, month);
    return {
      statements: await this.openStatements(ledger, month),
      lines: waiting.file,
      mails: waiting.mail,
      differs: (await this.totals.compared(ledger, month)).some(({ isSame }) => !isSame),
      stoppedImports: (await this.imports.unfinished(ledger)).filter(({ is }) => is === 'stopped').length,
      payoutsInDoubt: (await this.payouts.notFinal(ledger)).filter(({ status }) => status === 'in-doubt').length,
      feedback: await this.feedback.countWaiting(ledger),
      callsPast: (await this.calls.open(ledger)).filter(({ neededBy }) => neededBy !== null && neededBy < today).length,
    };
  }

  /** Of accounts with lines in the month or a statement that touches it: days of which none speaks, and differences left open. */
  private async openStatements(ledger: string, month: Month): Promise<StatementOpen[]> {
    const stated = await this.statements.ofMonth(ledger, month);
    const named = stated.map(({ account, statement }) => ({ account, currency: statement.closing.currency }));
    const accounts = [...(await this.statements.expected(ledger, month)), ...named];
    const distinct = [...new Map(accounts.map((each) => [`${each.account} ${each.currency}`, each])).values()];
    const missing = distinct.flatMap(({ account, currency }) => {
      const own = stated.filter((each) => each.account === account && each.statement.closing.currency === currency);
      const days = daysWithout(
        own.map(({ statement }) => statement),
        firstDayOf(month),
        lastDayOf(month),
      );
      return days.map((run): StatementOpen => ({ is: 'missing', account, currency, ...run }));
    });
    const unexplained = stated.flatMap(({ account, statement: { from, through, closing }, left }): StatementOpen[] =>
      left.minor === 0n ? [] : [{ is: 'unexplained', account, currency: closing.currency, from, through, left }],
    );
    return [...missing, ...unexplained];
  }
}
