import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, minor } from '../database/columns.js';
import type { Method } from '../domain/payment.js';
import { project } from '../event-store/projection.js';

/** The booking program's last word on a day and a method. */
@Entity('day_total')
export class DayTotalRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') accountId: string;
  @PrimaryColumn('date') day: string;
  @PrimaryColumn('text') method: Method;
  @PrimaryColumn('text') currency: string;
  @Column(minor) amountMinor: bigint;
  /** How many payments; null where it does not say. */
  @Column({ type: 'integer', nullable: true }) payments: number | null;
  @Column(at) statedAt: string;
}

export const dayTotals = project(DayTotalRow, {
  DayTotalStated: (rows, { ledger, data, recordedAt }) => {
    const key = { ledgerId: ledger, accountId: data.account, day: data.day, method: data.method, currency: data.amount.currency };
    rows.remove(key);
    rows.insert({ ...key, amountMinor: data.amount.minor, payments: data.count ?? null, statedAt: recordedAt });
  },
  DayTotalWithdrawn: (rows, { ledger, data: { account, day, method, currency } }) =>
    rows.remove({ ledgerId: ledger, accountId: account, day, method, currency }),
});
