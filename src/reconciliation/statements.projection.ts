import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, minor } from '../database/columns.js';
import { project } from '../event-store/projection.js';

/** An account's last word on a period. */
@Entity('account_statement')
export class StatementRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') accountId: string;
  @PrimaryColumn('text') currency: string;
  @PrimaryColumn('date') fromDay: string;
  @PrimaryColumn('date') throughDay: string;
  @Column(minor) openingMinor: bigint;
  @Column(minor) closingMinor: bigint;
  @Column(at) assertedAt: string;
}

export const statements = project(StatementRow, {
  StatementAsserted: (rows, { ledger, data: { account, from, through, opening, closing }, recordedAt }) => {
    const key = { ledgerId: ledger, accountId: account, currency: opening.currency, fromDay: from, throughDay: through };
    rows.remove(key);
    rows.insert({ ...key, openingMinor: opening.minor, closingMinor: closing.minor, assertedAt: recordedAt });
  },
});
