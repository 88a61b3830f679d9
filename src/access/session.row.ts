import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at } from '../database/columns.js';
import type { Day, Instant } from '../domain/calendar.js';

/** One browser in which somebody is signed in. No address and no kind of browser is kept. */
@Entity('session')
export class SessionRow {
  @PrimaryColumn('uuid') sessionId: string;
  @Column('uuid') accountId: string;
  @Column('bytea') tokenHash: Buffer;
  @Column(at) madeAt: Instant;
  /** In UTC. */
  @Column('date') lastUsedOn: Day;
  @Column(at) expiresAt: Instant;
  /** When its person last said who they are. */
  @Column(at) confirmedAt: Instant;
}
