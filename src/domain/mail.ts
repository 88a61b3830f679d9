import type { Asked } from './asked.js';
import type { Instant } from './calendar.js';
import type { ObservedLine } from './observed.js';

/** How a mail reached us: what may speak for it depends on that. */
export type MailWay = 'upload' | 'webhook' | 'imap';

/** To whom a mail must have been sent, and whom we believe about it. */
export interface MailPlace {
  readonly zone: string;
  readonly way: MailWay;
  readonly now: Instant;
  /** The addresses at which this ledger gets its e-Transfers, in lower case. */
  readonly addresses: readonly string[];
  /** The name under which the practice's own mail host signs its findings (RFC 8601); believed unless `way` is `upload`. */
  readonly ownHost?: string;
}

/** A mail that stands the tests: still a claim that money moved, never a payment by itself. */
export interface ReadMail {
  readonly line: ObservedLine;
  /** Which of our addresses it was sent to. */
  readonly to: string;
}

/** Why a mail does not count, from what is wrong with it as a message to what is wrong with its sender. */
export const mailFaults = [
  'unreadable',
  'too-large',
  'header-twice',
  'more-than-one-from',
  'not-from-interac',
  'other-address',
  'not-signed',
  'signed-in-part',
  'not-covered',
  'key-unknown',
  'signature-broken',
  'impossible-day',
  'seen-in-this-file',
] as const;
export type MailFault = (typeof mailFaults)[number];

/** A mail that counts for nothing, with the reason in one sentence that holds no personal detail. */
export interface RefusedMail {
  readonly line: number;
  readonly fault: MailFault;
  readonly why: string;
}

export const isRefused = (mail: ReadMail | RefusedMail): mail is RefusedMail => 'fault' in mail;

/** Understands raw mails (RFC 5322). Implemented by the intake and bound in app.module; looks at nothing but what it is given. */
export interface MailReader {
  /** By the first bytes: a mail as it was saved (.eml), or a mailbox of them (.mbox). */
  recognises(head: Uint8Array): boolean;
  readOne(bytes: Uint8Array, place: MailPlace): Promise<ReadMail | RefusedMail>;
  /** Every mail of a file, in its order. @throws InvalidInput when the file as a whole cannot be read */
  readAll(bytes: Uint8Array, place: MailPlace): Promise<readonly (ReadMail | RefusedMail)[]>;
}

export const mailSource = 'interac-mail';

/** No mail of Interac's is larger; what is, carries something else. In bytes. */
export const largestMailBytes = 2 * 1024 * 1024;

export interface MailNote extends Asked {
  readonly account: string;
  readonly line: ObservedLine;
}

/** Keeps what a mail claims, for a person to look at. */
export class NoteMail {
  constructor(readonly input: MailNote) {}
}

/** How a mailbox is opened over IMAP. */
export interface MailboxAccess {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly password: string;
  readonly folder: string;
}

/** How far a mailbox was read. Where the server numbers its mails anew, `uidValidity` is another one. */
export interface MailboxPlace {
  readonly uidValidity?: bigint;
  readonly lastUid: bigint;
  /** Mails from before this day are left alone. */
  readonly since: Instant;
}

/** Why a mailbox could not be read. */
export const mailboxFaults = ['sign-in-refused', 'no-such-folder', 'no-answer', 'not-allowed-here'] as const;
export type MailboxFault = (typeof mailboxFaults)[number];

export class MailboxUnreachable extends Error {
  override readonly name = 'MailboxUnreachable';
  constructor(
    readonly fault: MailboxFault,
    options?: ErrorOptions,
  ) {
    super(fault, options);
  }
}

/** Reads mailboxes, and changes nothing in them. Implemented by the intake and bound in app.module. */
export interface MailboxReader {
  /**
   * Hands over what came from Interac since, oldest first; `undefined` for a mail larger than any that is read. A mail that
   * could not be taken is handed over again at the next visit.
   * @returns how far it was read
   * @throws MailboxUnreachable
   */
  visit(
    access: MailboxAccess,
    place: MailboxPlace,
    take: (mail: Uint8Array | undefined) => Promise<void>,
  ): Promise<{ readonly uidValidity: bigint; readonly lastUid: bigint }>;
}
