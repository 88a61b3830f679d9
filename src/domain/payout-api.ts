import type { Instant, Month } from './calendar.js';
import type { Fact } from './fact.js';
import type { Money } from './money.js';
import type { Payout, Proposal } from './payout.js';
import type { RepeatReason, DoubtReason } from './paypal-payout.js';
import type { Sealed } from './sealed.js';

/** What goes out when a payout is sent by this program, fixed before the first call: docs/decisions/0009-payout-protocol.md. */
export interface Order {
  /** Ours, which PayPal refuses to take twice. */
  readonly senderBatch: string;
  /** The account of the ledger that pays. */
  readonly account: string;
  /** The exact bytes, and whose app they go to, under the payout's own key. */
  readonly request: Sealed;
  /** What the database's own clock said when the attempt was started. */
  readonly byDatabase: Instant;
}

/** Why a call that was answered did not take the payout up; the same bytes go out again. `not-written`: the journal refused, nothing was sent. */
export type PutOffReason = RepeatReason | 'account-at-fault' | 'not-written';

/**
 * Why it is not known whether a payout exists at PayPal. `interrupted`: the program ended during a call. `duplicate`: a
 * batch of this id exists and was not read yet. `found-different`: it exists and is not ours. `app-changed`: the account is
 * reached through another app, for which PayPal's guard does not hold. `only-in-journal`: these books are older than the journal,
 * which knows of a try that they do not.
 */
export type InDoubtReason =
  | DoubtReason
  | 'interrupted'
  | 'duplicate'
  | 'duplicate-without-link'
  | 'found-different'
  | 'app-changed'
  | 'only-in-journal';

/** After these nothing is tried by itself any more: a person has to look. */
export const forPeopleOnly: readonly InDoubtReason[] = ['found-different', 'app-changed', 'only-in-journal'];

/** How a batch became ours that no answer of ours named. */
export type Adoption = 'after-duplicate' | 'by-person';

/** What follows: it is followed again; or another try is on its way beside it, and a person has to look. */
export type Surfacing = 'followed' | 'beside-another';

type Of<D> = { payout: string; attempt: number } & D;

export type ApiFact =
  | Fact<'PayoutAttemptStarted', Of<{ order: Order }>>
  | Fact<'PayoutPutOff', Of<{ why: PutOffReason; code?: string }>>
  /** One call is out again, by whoever wrote this. */
  | Fact<'PayoutAttemptResumed', Of<object>>
  /** `batch`: what PayPal names as the first of our id, to be read. */
  | Fact<'PayoutInDoubt', Of<{ why: InDoubtReason; code?: string; batch?: string }>>
  | Fact<'PayoutAccepted', Of<{ batch: string; adopted?: Adoption; month: Month; belongsTo?: Month }>>
  | Fact<'PayoutUnclaimed', Of<{ transfer: string }>>
  | Fact<'PayoutHeld', Of<{ transfer: string }>>
  /** No longer unclaimed or held: PayPal goes on with it. */
  | Fact<'PayoutMovedOn', Of<{ transfer: string }>>
  | Fact<'PayoutPaid', { payout: string; because: 'paypal-success'; transfer: string }>
  /** Borne by the practice, never by the fund. */
  | Fact<'PayoutFeeCharged', { payout: string; transfer: string; fee: Money; month: Month; belongsTo?: Month }>
  /**
   * `code`: PayPal's word for it, or ours in small letters. With a transfer it was taken up first, so that its money left and
   * came back, in that month.
   */
  | Fact<'PayoutFailed', Of<{ code: string }> | Of<{ code: string; transfer: string; month: Month; belongsTo?: Month }>>
  | Fact<'PayoutReversed', Of<{ transfer: string }>>
  | Fact<'PayoutResendingStopped', Of<{ by: string }>>
  /** Nobody found a debit: PayPal's search up to that moment, a statement of the account up to that day. */
  | Fact<'PayoutNeverExisted', Of<{ searchedThrough: Instant; statementThrough: string }>>
  /** PayPal took up a try that was given up, or said never to have been created: an answer of it came after all. */
  | Fact<'PayoutSurfaced', Of<{ batch: string; then: Surfacing; month: Month; belongsTo?: Month }>>;

/** What PayPal calls an item of a batch: money on its way to one person. */
export interface Transfer {
  readonly attempt: number;
  readonly batch: string;
  /** PayPal's id; unknown until a reading tells it. */
  readonly transfer?: string;
  readonly order: Order;
}

/** A try over the API, whatever it came to. */
export interface Attempting {
  readonly proposal: Proposal;
  readonly agreedAt: Instant;
  readonly attempt: number;
  readonly order: Order;
  readonly startedAt: Instant;
}

export type OnItsWay = 'accepted' | 'unclaimed' | 'on-hold';

export type ApiPayout =
  /** One call is out. `since`: when it was written that it goes out. */
  | ({ readonly status: 'sending'; readonly since: Instant } & Attempting)
  /** `since`: when the last answer of all was written down. */
  | ({ readonly status: 'put-off'; readonly since: Instant; readonly why: PutOffReason; readonly code?: string } & Attempting)
  | ({
      readonly status: 'in-doubt';
      readonly since: Instant;
      readonly why: InDoubtReason;
      readonly code?: string;
      readonly batch?: string;
      /** When a person said that nothing is to be sent again, so that what is missing can be told from what is late. */
      readonly stoppedAt?: Instant;
      readonly stoppedBy?: string;
    } & Attempting)
  | ({ readonly status: OnItsWay; readonly sentAt: Instant; readonly sent: Transfer } & Attempting)
  /** Nothing was ever at PayPal. */
  | { readonly status: 'failed'; readonly proposal: Proposal; readonly attempts: number; readonly code: string; readonly last?: Attempting }
  | {
      readonly status: 'reversed';
      readonly proposal: Proposal;
      readonly sentAt: Instant;
      readonly published: boolean;
      /** Where its money stands in the fund: it was not known as paid, or it was. */
      readonly bucket: 'in-flight' | 'net-paid';
      readonly sent: Transfer;
    };

type Started = Exclude<Payout, { status: 'unknown' }>;

const onlyApi = {
  PayoutPutOff: true,
  PayoutAttemptResumed: true,
  PayoutInDoubt: true,
  PayoutAccepted: true,
  PayoutUnclaimed: true,
  PayoutHeld: true,
  PayoutMovedOn: true,
  PayoutFeeCharged: true,
  PayoutFailed: true,
  PayoutReversed: true,
  PayoutResendingStopped: true,
  PayoutNeverExisted: true,
  PayoutSurfaced: true,
} as const satisfies Record<Exclude<ApiFact['type'], 'PayoutAttemptStarted' | 'PayoutPaid'>, true>;

/** True for what only a payout over the API can come to; two types of fact stand for both rails. */
export const isApiFact = <F extends { readonly type: string; readonly data: object }>(fact: F): fact is F & ApiFact =>
  Object.hasOwn(onlyApi, fact.type) ||
  (fact.type === 'PayoutAttemptStarted' && 'order' in fact.data) ||
  (fact.type === 'PayoutPaid' && 'transfer' in fact.data);

export function evolveApiPayout(payout: Started, fact: ApiFact): Payout {
  switch (fact.type) {
    case 'PayoutAttemptStarted': {
      const { proposal, agreedAt } = oneOf(payout, ['approved', 'sending', 'put-off', 'in-doubt'], fact.type);
      const { attempt, order } = fact.data;
      return { status: 'sending', proposal, agreedAt, attempt, order, startedAt: fact.happenedAt, since: fact.happenedAt };
    }
    case 'PayoutPutOff': {
      const { why, code } = fact.data;
      return {
        ...attempting(expected(payout, 'sending', fact.type)),
        status: 'put-off',
        since: fact.happenedAt,
        why,
        ...(code && { code }),
      };
    }
    case 'PayoutAttemptResumed':
      return { ...attempting(expected(payout, 'put-off', fact.type)), status: 'sending', since: fact.happenedAt };
    case 'PayoutInDoubt': {
      const { why, code, batch } = fact.data;
      const before = oneOf(payout, ['sending', 'in-doubt', 'put-off'], fact.type);
      const kept = before.status === 'in-doubt' ? before : { ...attempting(before), since: fact.happenedAt };
      return { ...kept, status: 'in-doubt', why, ...(code && { code }), ...(batch && { batch }) };
    }
    case 'PayoutResendingStopped':
      return { ...expected(payout, 'in-doubt', fact.type), stoppedAt: fact.happenedAt, stoppedBy: fact.data.by };
    case 'PayoutAccepted': {
      const before = attempting(oneOf(payout, ['sending', 'in-doubt', 'put-off'], fact.type));
      const { attempt, batch } = fact.data;
      return { ...before, status: 'accepted', sentAt: fact.happenedAt, sent: { attempt, batch, order: before.order } };
    }
    case 'PayoutUnclaimed':
      return onItsWay(payout, 'unclaimed', fact);
    case 'PayoutHeld':
      return onItsWay(payout, 'on-hold', fact);
    case 'PayoutMovedOn':
      return onItsWay(payout, 'accepted', fact);
    case 'PayoutPaid': {
      const { proposal, sentAt, sent } = oneOf(payout, ['accepted', 'unclaimed', 'on-hold'], fact.type);
      return { status: 'paid', proposal, sentAt, published: false, transfer: { ...sent, transfer: fact.data.transfer } };
    }
    case 'PayoutFeeCharged':
      return payout;
    case 'PayoutNeverExisted': {
      const last = attempting(expected(payout, 'in-doubt', fact.type));
      return { status: 'failed', proposal: last.proposal, attempts: last.attempt, code: 'never-created', last };
    }
    case 'PayoutSurfaced': {
      const { attempt, batch } = fact.data;
      const last = givenUp(payout, attempt);
      if (!last) return payout;
      return { ...last, status: 'accepted', sentAt: fact.happenedAt, sent: { attempt, batch, order: last.order } };
    }
    case 'PayoutFailed':
      return failed(payout, fact);
    case 'PayoutReversed':
      return reversed(payout, fact);
  }
}

/** What every state between the start and the answer has in common, and nothing of the one it leaves. */
const attempting = ({ proposal, agreedAt, attempt, order, startedAt }: Attempting): Attempting => ({
  proposal,
  agreedAt,
  attempt,
  order,
  startedAt,
});

/** The try that nobody waits for any more, where it is the last one and no other was begun. */
export function givenUp(payout: Payout, attempt: number): Attempting | undefined {
  if (payout.status !== 'failed' && payout.status !== 'approved' && payout.status !== 'cancelled') return undefined;
  return payout.last?.attempt === attempt ? payout.last : undefined;
}

function onItsWay(payout: Payout, status: OnItsWay, { type, data }: { type: string; data: { transfer: string } }): Payout {
  const before = oneOf(payout, ['accepted', 'unclaimed', 'on-hold'], type);
  return { ...before, status, sent: { ...before.sent, transfer: data.transfer } };
}

function failed(payout: Payout, { type, data }: Extract<ApiFact, { type: 'PayoutFailed' }>): Payout {
  if ('transfer' in data) return { status: 'returned', proposal: oneOf(payout, ['accepted', 'unclaimed', 'on-hold'], type).proposal };
  const last = attempting(oneOf(payout, ['sending', 'put-off'], type));
  return { status: 'failed', proposal: last.proposal, attempts: last.attempt, code: data.code, last };
}

function reversed(payout: Payout, { type, data }: Extract<ApiFact, { type: 'PayoutReversed' }>): Payout {
  const { transfer } = data;
  if (payout.status === 'paid' && payout.transfer) {
    const { proposal, sentAt, published } = payout;
    return { status: 'reversed', proposal, sentAt, published, bucket: 'net-paid', sent: { ...payout.transfer, transfer } };
  }
  const { proposal, sentAt, sent } = oneOf(payout, ['accepted', 'unclaimed', 'on-hold'], type);
  return { status: 'reversed', proposal, sentAt, published: false, bucket: 'in-flight', sent: { ...sent, transfer } };
}

export function expected<S extends Payout['status']>(payout: Payout, status: S, type: string): Extract<Payout, { status: S }> {
  return oneOf(payout, [status], type);
}

function oneOf<S extends Payout['status']>(payout: Payout, statuses: readonly S[], type: string): Extract<Payout, { status: S }> {
  if (!statuses.some((status) => status === payout.status)) throw new Error(`${type} on a payout that is ${payout.status}.`);
  return payout as Extract<Payout, { status: S }>;
}
