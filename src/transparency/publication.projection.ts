import { Column, Entity, PrimaryColumn } from 'typeorm';
import { minor } from '../database/columns.js';
import { project } from '../event-store/projection.js';

/** One entry of the public log, as the world may see it: exact bytes, append only. All that public pages draw on. */
@Entity('publication')
export class PublicationRow {
  @PrimaryColumn('uuid') ledgerId: string;
  /** Place among all entries of the ledger, over all of its logs. */
  @PrimaryColumn(minor) entryIndex: bigint;
  /** Entries of the logs before its own. */
  @Column(minor) base: bigint;
  @Column('date') date: string;
  @Column('text') period: string;
  @Column('text') entry: string;
}

export const publication = project(PublicationRow, {
  PublicationMade: (rows, { ledger, data }) => {
    const { base = 0, firstIndex, date, period } = data;
    for (const [offset, entry] of data.entries.entries()) {
      rows.insert({ ledgerId: ledger, entryIndex: BigInt(base + firstIndex + offset), base: BigInt(base), date, period, entry });
    }
  },
});
