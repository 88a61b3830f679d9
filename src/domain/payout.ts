import type { Instant, Month } from './calendar.js';
import type { RailName } from './call.js';
import type { Fact, Stream } from './fact.js';
import type { Money } from './money.js';
import { type ApiFact, type ApiPayout, type Attempting, type Transfer, evolveApiPayout, expected, isApiFact } from './payout-api.js';
import type { Sealed } from './sealed.js';

/** What is to be sent, to whom and how. Approval covers all of it. */
export interface Proposal {
  readonly payout: string;
  /** In the currency the person receives; a whole multiple of its unit. */
  readonly amount: Money;
  /** What the fund gives up; equal to `amount` unless converted. */
  readonly given: Money;
  /** Where a conversion's rate comes from. */
  readonly rateSource?: string;
  readonly rail: RailName;
  readonly addressVersion: number;
  /** The person and the call, under the payout's own key, which erasing the person destroys: then no list of their payouts exists. */
  readonly to: Sealed;
}

/** Why a payout by hand is final: an accepted or deposited mail, the person's own word, five weeks without a return, or cash. */
export const finalities = ['mail-accepted', 'person-said-so', 'no-return-in-35-days', 'cash'] as const;
export type Finality = (typeof finalities)[number];
export const returnReasons = ['expired', 'declined', 'cancelled', 'sent-back'] as const;
export type ReturnReason = (typeof returnReasons)[number];
/** Why a payout is not sent after all, where nobody cancelled it: what was approved no longer holds. */
export type VoidReason = 'details-revised' | 'person-forgotten' | 'rail-refuses';

export type PayoutFact =
  | Fact<'PayoutProposed', Proposal>
  /** The payout's own line of its approval; the fund's `PayoutApproved` reserves the money in the same append. */
  | Fact<'PayoutAgreed', { payout: string }>
  /** The rail has made the card: a short code for the memo, by which the bank line is found again. */
  | Fact<'PayoutPrepared', { payout: string; code: string }>
  /** By hand: it has a holder, who sees the address. */
  | Fact<'PayoutAttemptStarted', { payout: string; attempt: number; holder: string }>
  | Fact<'PayoutNotSent', { payout: string; attempt: number }>
  | Fact<'PayoutSentByHand', { payout: string; attempt: number; saidAt: Instant; month: Month; belongsTo?: Month; reference?: Sealed }>
  | Fact<'PayoutSendingUndone', { payout: string; attempt: number }>
  /** The person says that it has not arrived. Nothing moves by it; somebody has to look. */
  | Fact<'PayoutMissed', { payout: string }>
  | Fact<'PayoutPaid', { payout: string; because: Finality }>
  | Fact<'PayoutReturned', { payout: string; reason: ReturnReason; month: Month; belongsTo?: Month }>
  | Fact<'PayoutCancelled', { payout: string; because?: VoidReason }>
  /** Counted in a publication; what comes back afterwards is set apart. */
  | Fact<'PayoutPublished', { payout: string; period: Month }>
  | ApiFact;

/** One try at sending by hand: who opened the card. Others see who holds it; only the holder puts it back. */
interface Attempt {
  readonly agreedAt: Instant;
  readonly attempt: number;
  readonly holder: string;
  readonly code: string;
}

export type Payout =
  | { readonly status: 'unknown' }
  | { readonly status: 'proposed'; readonly proposal: Proposal }
  | {
      readonly status: 'approved';
      readonly proposal: Proposal;
      readonly agreedAt: Instant;
      readonly attempts: number;
      readonly code?: string;
      /** The try over the API that failed before it was approved again. */
      readonly last?: Attempting;
    }
  | ({ readonly status: 'held'; readonly proposal: Proposal } & Attempt)
  | ({
      readonly status: 'sent';
      readonly proposal: Proposal;
      readonly sentAt: Instant;
      readonly saidAt: Instant;
      readonly missed?: true;
    } & Attempt)
  | {
      readonly status: 'paid';
      readonly proposal: Proposal;
      readonly sentAt: Instant;
      readonly published: boolean;
      /** Over the API only: what can still be taken back. */
      readonly transfer?: Transfer;
    }
  | { readonly status: 'returned'; readonly proposal: Proposal }
  | { readonly status: 'cancelled'; readonly proposal: Proposal; readonly last?: Attempting }
  | ApiPayout;

export const payoutStream = (payout: string): Stream<Payout, PayoutFact> => ({
  name: `payout/${payout}`,
  unborn: { status: 'unknown' },
  evolve: evolvePayout,
});

export function evolvePayout(payout: Payout, fact: PayoutFact): Payout {
  if (fact.type === 'PayoutProposed') return { status: 'proposed', proposal: fact.data };
  if (payout.status === 'unknown') throw new Error(`${fact.type} on a payout that was never proposed.`);
  const { proposal } = payout;
  if (isApiFact(fact)) return evolveApiPayout(payout, fact);
  switch (fact.type) {
    case 'PayoutAgreed':
      return {
        status: 'approved',
        proposal,
        agreedAt: fact.happenedAt,
        attempts: payout.status === 'failed' ? payout.attempts : 0,
        ...lastOf(payout),
      };
    case 'PayoutPrepared':
      return { ...expected(payout, 'approved', fact.type), code: fact.data.code };
    case 'PayoutAttemptStarted': {
      const { agreedAt, code = '' } = expected(payout, 'approved', fact.type);
      return { status: 'held', proposal, agreedAt, code, attempt: fact.data.attempt, holder: fact.data.holder };
    }
    case 'PayoutNotSent': {
      const { agreedAt, code, attempt } = expected(payout, 'held', fact.type);
      return { status: 'approved', proposal, agreedAt, code, attempts: attempt };
    }
    case 'PayoutSentByHand': {
      const held = expected(payout, 'held', fact.type);
      return { ...held, status: 'sent', sentAt: fact.happenedAt, saidAt: fact.data.saidAt };
    }
    case 'PayoutMissed':
      return payout.status === 'sent' ? { ...payout, missed: true } : payout;
    case 'PayoutSendingUndone': {
      const { agreedAt, code, attempt, holder } = expected(payout, 'sent', fact.type);
      return { status: 'held', proposal, agreedAt, code, attempt, holder };
    }
    case 'PayoutPaid':
      return { status: 'paid', proposal, sentAt: expected(payout, 'sent', fact.type).sentAt, published: false };
    case 'PayoutPublished':
      return { ...expected(payout, 'paid', fact.type), published: true };
    case 'PayoutReturned':
      return { status: 'returned', proposal };
    case 'PayoutCancelled':
      return { status: 'cancelled', proposal, ...lastOf(payout) };
  }
}

const lastOf = (payout: Payout): { readonly last?: Attempting } => ('last' in payout && payout.last ? { last: payout.last } : {});
