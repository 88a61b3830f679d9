import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../domain/ledger.js';

/** Who holds which role in which ledger; projected from the ledger's own events. */
@Entity('membership')
export class MembershipRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') accountId: string;
  @Column('text') role: Role;
}
