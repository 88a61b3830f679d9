import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at } from '../database/columns.js';
import type { Instant } from '../domain/calendar.js';

/** One who signs in: of the host, not of a ledger. What they may do in a ledger is a `MembershipRow`. */
@Entity('steward_account')
export class StewardAccountRow {
  /** UUIDv7. Events name people by it alone. */
  @PrimaryColumn('uuid') accountId: string;
  @Column('text') signInName: string;
  /** Argon2id in PHC form. */
  @Column('text') passwordHash: string;
  @Column(at) madeAt: Instant;
}
