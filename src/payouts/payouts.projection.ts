import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, atOrNull, minor, minorOrNull, sealedOrNull, textOrNull } from '../database/columns.js';
import type { RailName } from '../domain/call.js';
import type { Finality, Payout, ReturnReason } from '../domain/payout.js';
import type { Sealed } from '../domain/sealed.js';
import { project } from '../event-store/projection.js';

/** Money sent, or to be sent, to one person. To whom is sealed. Amounts in minor units. */
@Entity('payout')
export class PayoutRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') payoutId: string;
  @Column('text') status: Exclude<Payout['status'], 'unknown'>;
  /** What the person receives. */
  @Column(minor) amountMinor: bigint;
  @Column('text') currency: string;
  /** What the fund gives up. */
  @Column(minor) givenMinor: bigint;
  @Column('text') givenCurrency: string;
  @Column('text') rail: RailName;
  @Column(at) proposedAt: string;
  @Column('text') proposedBy: string;
  @Column(textOrNull) approvedBy: string | null;
  /** Short code for the memo; null until the rail's job has made the card. */
  @Column(textOrNull) code: string | null;
  @Column(textOrNull) holder: string | null;
  @Column(atOrNull) sentAt: string | null;
  @Column(atOrNull) saidAt: string | null;
  @Column(textOrNull) month: string | null;
  /** The closed month in which it was sent, where it is booked in a later one. */
  @Column(textOrNull) belongsTo: string | null;
  @Column(atOrNull) paidAt: string | null;
  @Column(textOrNull) because: Finality | 'paypal-success' | null;
  @Column(atOrNull) returnedAt: string | null;
  /** The reporting month in which it came back. */
  @Column(textOrNull) returnMonth: string | null;
  /** The closed month in which it came back, where that is booked in a later one. */
  @Column(textOrNull) returnBelongsTo: string | null;
  @Column(textOrNull) returnReason: ReturnReason | null;
  @Column(textOrNull) publishedPeriod: string | null;
  /** Publication day from which money that came back after publication is available again. */
  @Column(textOrNull) returnCountedOn: string | null;
  /** From here to the fee: only of what the program sends itself. Counted from 1. */
  @Column({ type: 'integer', nullable: true }) attempt: number | null;
  @Column(atOrNull) startedAt: string | null;
  /** When it came into the state that it is in. */
  @Column(atOrNull) since: string | null;
  /** A code: why it is put off, in doubt, failed or void. */
  @Column(textOrNull) why: string | null;
  @Column(textOrNull) senderBatch: string | null;
  /** PayPal's numbers. */
  @Column(textOrNull) batch: string | null;
  @Column(textOrNull) transfer: string | null;
  /** When a person said that what is in doubt is not to be sent again. */
  @Column(atOrNull) stoppedAt: string | null;
  /** When the person last said that it has not arrived. */
  @Column(atOrNull) missedAt: string | null;
  /** When PayPal said of a try that was given up that it had taken it up. */
  @Column(atOrNull) surfacedAt: string | null;
  /** What PayPal charged; the practice bears it. */
  @Column(minorOrNull) feeMinor: bigint | null;
  @Column(textOrNull) feeCurrency: string | null;
  @Column('jsonb') to: Sealed;
  @Column(sealedOrNull) reference: Sealed | null;
}

interface Booked {
  readonly month: string;
  readonly belongsTo?: string | null | undefined;
}

const untouched = {
  approvedBy: null,
  code: null,
  holder: null,
  sentAt: null,
  saidAt: null,
  month: null,
  belongsTo: null,
  paidAt: null,
  because: null,
  returnedAt: null,
  returnMonth: null,
  returnBelongsTo: null,
  returnReason: null,
  publishedPeriod: null,
  returnCountedOn: null,
  reference: null,
  attempt: null,
  startedAt: null,
  since: null,
  why: null,
  senderBatch: null,
  batch: null,
  transfer: null,
  stoppedAt: null,
  missedAt: null,
  surfacedAt: null,
  feeMinor: null,
  feeCurrency: null,
};

/** What an attempt begins with: nothing of the one before. */
const afresh = { why: null, batch: null, transfer: null, stoppedAt: null } as const;

const bookedIn = ({ month, belongsTo = null }: Booked) => ({ month, belongsTo });
const returnBookedIn = ({ month, belongsTo = null }: Booked) => ({ returnMonth: month, returnBelongsTo: belongsTo });

export const payouts = project(PayoutRow, {
  PayoutProposed: (rows, { ledger, data, happenedAt, meta }) =>
    rows.insert({
      ledgerId: ledger,
      payoutId: data.payout,
      status: 'proposed',
      amountMinor: data.amount.minor,
      currency: data.amount.currency,
      givenMinor: data.given.minor,
      givenCurrency: data.given.currency,
      rail: data.rail,
      proposedAt: happenedAt,
      proposedBy: meta.by,
      to: data.to,
      ...untouched,
    }),
  PayoutAgreed: (rows, { ledger, data, meta }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'approved', approvedBy: meta.by }),
  PayoutPrepared: (rows, { ledger, data }) => rows.set({ ledgerId: ledger, payoutId: data.payout }, { code: data.code }),
  PayoutAttemptStarted: (rows, { ledger, data, happenedAt }) => {
    const key = { ledgerId: ledger, payoutId: data.payout };
    if ('holder' in data) return rows.set(key, { status: 'held', holder: data.holder });
    const { attempt, order } = data;
    const { senderBatch } = order;
    return rows.set(key, { ...afresh, status: 'sending', attempt, startedAt: happenedAt, since: happenedAt, senderBatch });
  },
  PayoutNotSent: (rows, { ledger, data }) => rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'approved', holder: null }),
  PayoutSentByHand: (rows, { ledger, data, happenedAt }) =>
    rows.set(
      { ledgerId: ledger, payoutId: data.payout },
      { status: 'sent', sentAt: happenedAt, saidAt: data.saidAt, ...bookedIn(data), reference: data.reference ?? null },
    ),
  PayoutSendingUndone: (rows, { ledger, data }) =>
    rows.set(
      { ledgerId: ledger, payoutId: data.payout },
      { status: 'held', sentAt: null, saidAt: null, month: null, belongsTo: null, reference: null },
    ),
  PayoutPaid: (rows, { ledger, data, happenedAt }) =>
    rows.set(
      { ledgerId: ledger, payoutId: data.payout },
      { status: 'paid', paidAt: happenedAt, because: data.because, ...('transfer' in data && { transfer: data.transfer }) },
    ),
  PayoutReturned: (rows, { ledger, data, happenedAt }) =>
    rows.set(
      { ledgerId: ledger, payoutId: data.payout },
      { status: 'returned', returnedAt: happenedAt, ...returnBookedIn(data), returnReason: data.reason },
    ),
  PayoutCancelled: (rows, { ledger, data }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'cancelled', ...(data.because && { why: data.because }) }),
  PayoutPutOff: (rows, { ledger, data, happenedAt }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'put-off', since: happenedAt, why: data.code ?? data.why }),
  PayoutAttemptResumed: (rows, { ledger, data, happenedAt }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'sending', since: happenedAt, why: null }),
  PayoutInDoubt: (rows, { ledger, data, happenedAt }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'in-doubt', since: happenedAt, why: data.why }),
  PayoutResendingStopped: (rows, { ledger, data, happenedAt }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { stoppedAt: happenedAt }),
  PayoutAccepted: (rows, { ledger, data, happenedAt }) =>
    rows.set(
      { ledgerId: ledger, payoutId: data.payout },
      { status: 'accepted', since: happenedAt, sentAt: happenedAt, ...bookedIn(data), batch: data.batch, why: null },
    ),
  PayoutUnclaimed: (rows, { ledger, data, happenedAt }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'unclaimed', since: happenedAt, transfer: data.transfer }),
  PayoutHeld: (rows, { ledger, data, happenedAt }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'on-hold', since: happenedAt, transfer: data.transfer }),
  PayoutMovedOn: (rows, { ledger, data, happenedAt }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'accepted', since: happenedAt, transfer: data.transfer }),
  PayoutFeeCharged: (rows, { ledger, data }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { feeMinor: data.fee.minor, feeCurrency: data.fee.currency }),
  PayoutFailed: (rows, { ledger, data, happenedAt }) => {
    const key = { ledgerId: ledger, payoutId: data.payout };
    const why = data.code;
    if (!('transfer' in data)) return rows.set(key, { status: 'failed', since: happenedAt, why });
    const { transfer } = data;
    return rows.set(key, { status: 'returned', since: happenedAt, why, transfer, returnedAt: happenedAt, ...returnBookedIn(data) });
  },
  PayoutNeverExisted: (rows, { ledger, data, happenedAt }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'failed', since: happenedAt, why: 'never-created' }),
  PayoutSurfaced: (rows, { ledger, data, happenedAt }) => {
    const { batch, then } = data;
    const followed = { status: 'accepted', since: happenedAt, sentAt: happenedAt, ...bookedIn(data), batch, why: null } as const;
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { surfacedAt: happenedAt, ...(then === 'followed' && followed) });
  },
  PayoutMissed: (rows, { ledger, data, happenedAt }) => rows.set({ ledgerId: ledger, payoutId: data.payout }, { missedAt: happenedAt }),
  PayoutReversed: (rows, { ledger, data, happenedAt }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'reversed', since: happenedAt, transfer: data.transfer }),
  PayoutPublished: (rows, { ledger, data }) => rows.set({ ledgerId: ledger, payoutId: data.payout }, { publishedPeriod: data.period }),
  PublicationMade: (rows, { ledger, data }) => {
    for (const payoutId of [...data.counted.returned, ...data.counted.released])
      rows.set({ ledgerId: ledger, payoutId }, { returnCountedOn: data.date });
  },
});
