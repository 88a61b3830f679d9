import { Column, Entity, PrimaryColumn } from 'typeorm';
import { minor } from '../database/columns.js';
import type { Month } from '../domain/calendar.js';
import { type Money, minus, negated } from '../domain/money.js';
import { project } from '../event-store/projection.js';
import type { RowChanges } from '../event-store/rows.js';

/** What is summed month by month: the lines of what is owed. */
export type MonthTotalKind = 'opening' | 'derived' | 'adjusted' | 'advanced';

/** One sum over everything of a kind that was booked in a month, in minor units: so a report need not add up what came before. */
@Entity('month_total')
export class MonthTotalRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('text') month: Month;
  @PrimaryColumn('text') kind: MonthTotalKind;
  @PrimaryColumn('text') currency: string;
  @Column(minor) minor: bigint;
  /** Of how many lines it is the sum. */
  @Column(minor) lines: bigint;
}

function count(rows: RowChanges<MonthTotalRow>, ledgerId: string, month: Month, kind: MonthTotalKind, amount: Money): void {
  rows.total({ ledgerId, month, kind, currency: amount.currency }, { minor: amount.minor, lines: 1n });
}

export const monthTotals = project(MonthTotalRow, {
  ObligationDerived: (rows, { ledger, data }) => count(rows, ledger, data.month, 'derived', data.owed),
  ObligationAdjusted: (rows, { ledger, data }) => count(rows, ledger, data.month, 'adjusted', data.by),
  OpeningBalanceStated: (rows, { ledger, data }) => count(rows, ledger, data.month, 'opening', minus(data.owed, data.paid)),
  FundAdvanced: (rows, { ledger, data }) => count(rows, ledger, data.month, 'advanced', data.amount),
  AdvanceMet: (rows, { ledger, data }) => count(rows, ledger, data.month, 'advanced', negated(data.amount)),
});
