import type { Money } from './money.js';
import type { PayPalCredentials, PayPalWindow } from './paypal.js';

/** One payout is one batch with one line in it: the batch id is what PayPal refuses to take twice, so it has to guard one person. */
export interface PayPalPayoutRequest {
  /** Ours, the `sender_batch_id`: one for each attempt. */
  readonly senderBatch: string;
  /** The exact characters that are kept sealed with the attempt; sent again, they are sent unchanged. */
  readonly body: string;
}

/** Why nothing was said of the payout. Nothing was created by this call, so the same bytes are sent again. */
export const repeatReasons = ['unauthorised', 'too-many', 'not-reached'] as const;
/** Why it is not known whether the payout was created. `unlisted` is a no of PayPal's that the table below does not know. */
export const doubtReasons = ['timeout', 'cut', 'their-fault', 'unreadable', 'too-large', 'unlisted'] as const;

export type RepeatReason = (typeof repeatReasons)[number];
export type DoubtReason = (typeof doubtReasons)[number];

/** PayPal's own name for an exchange; its support asks for it. */
interface Exchange {
  readonly debugId?: string;
}

/** What is known after one call that asks for a payout. Nothing in it says who or how much. */
export type BatchAnswer = Exchange &
  (
    | {
        /** PayPal took it up under a number of its own. Nobody is paid yet, and the number of the payout in it is not told. */
        readonly kind: 'accepted';
        readonly batch: string;
      }
    | {
        /** The batch id was used before. With the first batch where PayPal names it; without, it is still a duplicate. */
        readonly kind: 'duplicate';
        readonly batch?: string;
      }
    | {
        /** Listed below. As the first answer for a batch id it means that nothing was created; after a doubt it says nothing. */
        readonly kind: 'rejected';
        readonly code: string;
        readonly next: Rejection;
      }
    | { readonly kind: 'repeat'; readonly because: RepeatReason; readonly afterSeconds?: number }
    | { readonly kind: 'unknown'; readonly because: DoubtReason; readonly code?: string; readonly afterSeconds?: number }
  );

/** `failed`: these bytes will never be taken. `same-id-again`: the account is at fault, and the same bytes are sent when it is mended. */
export type Rejection = 'failed' | 'same-id-again';

/**
 * What PayPal's public reference of the Payouts API lists as refused before anything is created. Not here, and so a doubt:
 * `USER_BUSINESS_ERROR`, which says too little; `PREVIOUS_REQUEST_IN_PROGRESS`, which says that an earlier call may yet be
 * taken; and whatever PayPal comes to say in future.
 */
const rejections: ReadonlyMap<string, Rejection> = new Map([
  ['VALIDATION_ERROR', 'failed'],
  ['INVALID_REQUEST', 'failed'],
  ['NON_HOLDING_CURRENCY', 'failed'],
  ['INSUFFICIENT_FUNDS', 'same-id-again'],
  ['AUTHORIZATION_ERROR', 'same-id-again'],
  ['NOT_AUTHORIZED', 'same-id-again'],
  ['REQUIRED_SCOPE_MISSING', 'same-id-again'],
  ['SENDER_RESTRICTED', 'same-id-again'],
  ['SENDER_LOCKED', 'same-id-again'],
  ['SENDER_EMAIL_UNCONFIRMED', 'same-id-again'],
  ['SENDER_ACCOUNT_UNVERIFIED', 'same-id-again'],
  ['CIP_NOT_VERIFIED', 'same-id-again'],
]);

export const rejectionOf = (code: string): Rejection | undefined => rejections.get(code);

/**
 * Where the money of one payout stands. `back`: with us again, or never gone. `reversed`: taken back after it was paid, for
 * a person to look at. `other`: a word that we do not know; it is watched, never guessed.
 */
export type PayPalStanding = 'paid' | 'on-its-way' | 'unclaimed' | 'held' | 'back' | 'reversed' | 'other';

/** PayPal's words for a payout: those of its document, and two that only its webhooks use. */
const standings: ReadonlyMap<string, PayPalStanding> = new Map([
  ['SUCCESS', 'paid'],
  ['PENDING', 'on-its-way'],
  ['PROCESSING', 'on-its-way'],
  ['UNCLAIMED', 'unclaimed'],
  ['ONHOLD', 'held'],
  ['RETURNED', 'back'],
  ['FAILED', 'back'],
  ['DENIED', 'back'],
  ['BLOCKED', 'back'],
  ['CANCELED', 'back'],
  ['REFUNDED', 'back'],
  ['REVERSED', 'reversed'],
]);

/** Of the payout's own status. A batch's says only that its payouts were looked at. */
export const payPalStandingOf = (status: string): PayPalStanding => standings.get(status) ?? 'other';

/** One payout as a fresh reading tells it. What PayPal calls an item of a batch. */
export interface SentPayout {
  /** PayPal's id, which stays; the one of the money's movement changes when money comes back. */
  readonly payout: string;
  readonly batch: string;
  /** Ours, as it was sent; a reading of the whole batch tells it once, of the batch. */
  readonly senderBatch?: string;
  /** Ours, as it was sent. */
  readonly senderPayout?: string;
  /** `SUCCESS`, `UNCLAIMED`, …: as PayPal says it, also where we do not know the word. */
  readonly status: string;
  readonly standing: PayPalStanding;
  readonly amount: Money;
  readonly receiver: string;
  /** What PayPal charged the sender, on top. */
  readonly fee?: Money;
  /** PayPal's id of the money's movement, by which its search lists it. */
  readonly movement?: string;
  /** Why it did not arrive, in PayPal's word. */
  readonly errorCode?: string;
}

/** A batch as a fresh reading tells it. Shortly after it was created, it may list no payout yet. */
export interface SentBatch {
  readonly batch: string;
  readonly senderBatch: string;
  /** Of the batch: SUCCESS says that its payouts were looked at, not that anyone was paid. */
  readonly status: string;
  readonly payouts: readonly SentPayout[];
}

/** The end of a reading. Nothing can be concluded from `not-there`: PayPal forgets, and may be late. */
export type ReadEnd<T> =
  | { readonly kind: 'read'; readonly read: T }
  | { readonly kind: 'not-there' }
  | { readonly kind: 'later'; readonly because: RepeatReason | DoubtReason; readonly afterSeconds?: number };

/** The end of a cancelling. What became of the payout is told by reading it again, whatever this says. */
export type CancelEnd = ReadEnd<SentPayout> | { readonly kind: 'not-unclaimed' };

/** A payout as PayPal's search would list it. */
export interface SoughtDebit {
  /** Ours, as it was sent; the search lists it with what PayPal paid. */
  readonly payout: string;
  readonly amount: Money;
}

/** Ids of money that left the account, as far as it can be this payout: PayPal says so, or it may be, by its amount alone. */
export interface FoundDebits {
  readonly named: readonly string[];
  readonly alike: readonly string[];
}

/** What the payouts ask of PayPal. One call is one request; nothing here repeats by itself what may have moved money. */
export interface PayPalPayoutDoor {
  create(credentials: PayPalCredentials, request: PayPalPayoutRequest): Promise<BatchAnswer>;
  readBatch(credentials: PayPalCredentials, batch: string): Promise<ReadEnd<SentBatch>>;
  readPayout(credentials: PayPalCredentials, payout: string): Promise<ReadEnd<SentPayout>>;
  /** Only one that nobody claimed can be cancelled; its money comes back. */
  cancelUnclaimed(credentials: PayPalCredentials, payout: string): Promise<CancelEnd>;
  /** All of a window of at most 31 days. What moved in its last three hours may be missing. */
  debits(credentials: PayPalCredentials, window: PayPalWindow, sought: SoughtDebit): Promise<ReadEnd<FoundDebits>>;
}

export const PAYPAL_PAYOUTS = Symbol('paypal payouts');

/** Which payout a webhook is about, as far as it says so: by our id, by PayPal's of the payout, by PayPal's of the batch. */
export interface NudgedPayout {
  readonly payout?: string;
  readonly transfer?: string;
  readonly batch?: string;
}

/** Has a payout looked at soon. Nothing is taken from what a webhook says but which one to look at. */
export interface PayoutNudges {
  /** @returns false where no payout of this ledger is meant */
  nudge(ledger: string, nudged: NudgedPayout): Promise<boolean>;
}

export const PAYOUT_NUDGES = Symbol('payout nudges');
