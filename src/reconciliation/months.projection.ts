import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, minor } from '../database/columns.js';
import { project } from '../event-store/projection.js';

/** A month that is closed and never changes again. */
@Entity('month_close')
export class MonthCloseRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('text') month: string;
  @Column(at) closedAt: string;
  /** Where the books stood when it was closed. */
  @Column(minor) position: bigint;
}

export const monthCloses = project(MonthCloseRow, {
  MonthClosed: (rows, { ledger, data, recordedAt, position }) =>
    rows.insert({ ledgerId: ledger, month: data.month, closedAt: recordedAt, position }),
});
