import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at } from '../database/columns.js';
import type { Day, Instant } from '../domain/calendar.js';
import type { Role } from '../domain/ledger.js';

/** A program's way in to one ledger, with one role, until a day. */
@Entity('api_token')
export class ApiTokenRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') tokenId: string;
  @Column('bytea') tokenHash: Buffer;
  @Column('text') role: Role;
  /** What it is for, in a steward's words. */
  @Column('text') label: string;
  @Column('text') madeBy: string;
  @Column(at) madeAt: Instant;
  @Column(at) expiresAt: Instant;
  /** In UTC; null until it is used. */
  @Column({ type: 'date', nullable: true }) lastUsedOn: Day | null;
}
