import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, atOrNull } from '../database/columns.js';
import type { Instant } from '../domain/calendar.js';

/** Whose key: a person's, a thing's that concerns a person, what the ledger gets its mails or asks an account with, what a person opens their slots in the public log with, what somebody wrote to the practice, or its own for its fingerprints. */
export type SubjectKind =
  | 'recipient'
  | 'call'
  | 'payout'
  | 'payer'
  | 'observation'
  | 'import'
  | 'mail'
  | 'account'
  | 'slot'
  | 'feedback'
  | 'ledger';

/** The key of one subject, wrapped. Deleting the row is what erases the subject. */
@Entity('subject_key')
export class SubjectKeyRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') subjectId: string;
  @Column('text') kind: SubjectKind;
  /** Nonce 12, ciphertext 32, tag 16. */
  @Column('bytea') wrappedKey: Buffer;
  @Column('text') wrappingKeyId: string;
  @Column(at) createdAt: Instant;
  /** From then on the sweep may destroy the key, once nothing needs it any more. It opens fields until it is destroyed. */
  @Column(atOrNull) expiresAt: Instant | null;
}
