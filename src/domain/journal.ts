import type { Instant } from './calendar.js';

/** A try at sending money that is about to touch the outside. Ids only: no name, no address, no amount. */
export interface PayoutAttemptEntry {
  readonly kind: 'payout-attempt';
  readonly ledger: string;
  readonly payout: string;
  /** Counted from 1 within the payout. */
  readonly attempt: number;
  /** The batch id under which the API is asked; absent where a person sends by hand. */
  readonly senderBatch?: string;
  /** A mark of the app through which the API is asked, which says no more than whether it is the same one. Absent before version 0.2. */
  readonly app?: string;
  readonly at: Instant;
}

/** One try at sending, as all lines of the journal on it tell. */
export interface JournaledAttempt extends Omit<PayoutAttemptEntry, 'kind' | 'ledger' | 'payout' | 'at'> {
  /** When it was first about to touch the outside, and when last. */
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

/** A person asked to be forgotten. Applied again to whatever an older copy brings back. */
export interface ErasureEntry {
  readonly kind: 'erasure';
  readonly ledger: string;
  readonly recipient: string;
  readonly at: Instant;
}

/**
 * Whoever made a payment asked to be forgotten. It names one payment, from which the rest are found while their name still opens; a
 * list of what one person paid would outlive them.
 */
export interface PayerErasureEntry {
  readonly kind: 'payer-erasure';
  readonly ledger: string;
  readonly payment: string;
  readonly at: Instant;
}

/** A head of the public log that is about to be signed. */
export interface SignedHeadEntry {
  readonly kind: 'signed-head';
  readonly ledger: string;
  readonly origin: string;
  readonly size: number;
  /** Root hash of the tree of that size, in base64. */
  readonly root: string;
  readonly at: Instant;
}

/** A head of another practice's log that this host is about to stand by as its witness. Of the host: of no ledger. */
export interface WitnessedHeadEntry {
  readonly kind: 'witnessed-head';
  readonly origin: string;
  readonly size: number;
  /** As above. */
  readonly root: string;
  readonly at: Instant;
}

export type JournalEntry = PayoutAttemptEntry | ErasureEntry | PayerErasureEntry | SignedHeadEntry | WitnessedHeadEntry;

/**
 * What must never roll back, kept outside the database and outside its backups. An entry is on disk for good once `write` has
 * answered; where it throws, the act that it announces is not done. The same entry written twice says nothing new.
 */
export interface Journal {
  write(entry: JournalEntry): Promise<void>;
  /** Everything that was ever written, in its order. */
  read(): Promise<{ readonly entries: readonly JournalEntry[] }>;
  /** What was ever tried for one payout, the last try at the end. Cheap: asked before each call. */
  attempts(ledger: string, payout: string): Promise<readonly JournaledAttempt[]>;
}

export const JOURNAL = Symbol('journal');
