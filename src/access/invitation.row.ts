import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, atOrNull } from '../database/columns.js';
import type { Instant } from '../domain/calendar.js';
import type { Role } from '../domain/ledger.js';

/** A one-time link that makes whoever opens it a member of the ledger. For whom it was meant is not kept. */
@Entity('invitation')
export class InvitationRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') invitationId: string;
  @Column('bytea') tokenHash: Buffer;
  @Column('text') role: Role;
  @Column('text') madeBy: string;
  @Column(at) madeAt: Instant;
  @Column(at) expiresAt: Instant;
  @Column(atOrNull) acceptedAt: Instant | null;
  @Column({ type: 'uuid', nullable: true }) acceptedBy: string | null;
}
