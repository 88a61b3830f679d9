import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, textOrNull } from '../database/columns.js';
import { project } from '../event-store/projection.js';

/** One ledger of this host, as others find it by its slug. */
@Entity('ledger')
export class LedgerRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @Column('text') slug: string;
  @Column('text') name: string;
  @Column('text') zone: string;
  @Column('text') currency: string;
  @Column(textOrNull) publicAddress: string | null;
  @Column(at) openedAt: string;
}

export const ledgers = project(LedgerRow, {
  LedgerOpened: (rows, { ledger, data, recordedAt }) =>
    rows.insert({
      ledgerId: ledger,
      slug: data.slug,
      name: data.name,
      zone: data.zone,
      currency: data.currency,
      publicAddress: null,
      openedAt: recordedAt,
    }),
  PublicAddressConfirmed: (rows, { ledger, data }) => rows.set({ ledgerId: ledger }, { publicAddress: data.address }),
});
