import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, atOrNull, minor, minorOrNull, textOrNull } from '../database/columns.js';
import type { Day, Instant } from '../domain/calendar.js';
import type { Sealed } from '../domain/sealed.js';

/** At which address an account gets its e-Transfers, and whose word counts about a mail to it. */
@Entity('mail_address')
export class MailAddressRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') accountId: string;
  @Column('jsonb') address: Sealed;
  @Column(textOrNull) ownHost: string | null;
}

/** What those who hand in mails sign with. */
@Entity('mail_secret')
export class MailSecretRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') secretId: string;
  @Column('jsonb') secret: Sealed;
  @Column(at) madeAt: Instant;
  /** Null for the one in force. */
  @Column(atOrNull) endsAt: Instant | null;
}

/** A mailbox that is looked into, and how far it was read. */
@Entity('mail_box')
export class MailBoxRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') accountId: string;
  @Column('jsonb') access: Sealed;
  /** Another one than before means that the numbers of the mails begin anew (RFC 3501, section 2.3.1.1). */
  @Column(minorOrNull) uidValidity: bigint | null;
  @Column(minor) lastUid: bigint;
  @Column(atOrNull) lookedAt: Instant | null;
  @Column(textOrNull) fault: string | null;
}

@Entity('mail_count')
export class MailCountRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('date') day: Day;
  @PrimaryColumn('text') outcome: string;
  @Column('int') mails: number;
}

export const mailRows = [MailAddressRow, MailSecretRow, MailBoxRow, MailCountRow];
