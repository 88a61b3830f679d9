import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, atOrNull, minor, sealedOrNull, textOrNull } from '../database/columns.js';
import type { ManualRail } from '../domain/call.js';
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
  @Column('text') rail: ManualRail;
  @Column(at) proposedAt: string;
  @Column('text') proposedBy: string;
  @Column(textOrNull) approvedBy: string | null;
  /** Short code for the memo; null until the rail's job has made the card. */
  @Column(textOrNull) code: string | null;
  @Column(textOrNull) holder: string | null;
  @Column(atOrNull) sentAt: string | null;
  @Column(atOrNull) saidAt: string | null;
  @Column(textOrNull) month: string | null;
  @Column(atOrNull) paidAt: string | null;
  @Column(textOrNull) because: Finality | null;
  @Column(atOrNull) returnedAt: string | null;
  /** The reporting month in which it came back. */
  @Column(textOrNull) returnMonth: string | null;
  @Column(textOrNull) returnReason: ReturnReason | null;
  @Column(textOrNull) publishedPeriod: string | null;
  /** Publication day from which money that came back after publication is available again. */
  @Column(textOrNull) returnCountedOn: string | null;
  @Column('jsonb') to: Sealed;
  @Column(sealedOrNull) reference: Sealed | null;
}

const untouched = {
  approvedBy: null,
  code: null,
  holder: null,
  sentAt: null,
  saidAt: null,
  month: null,
  paidAt: null,
  because: null,
  returnedAt: null,
  returnMonth: null,
  returnReason: null,
  publishedPeriod: null,
  returnCountedOn: null,
  reference: null,
};

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
  PayoutAttemptStarted: (rows, { ledger, data }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'held', holder: data.holder }),
  PayoutNotSent: (rows, { ledger, data }) => rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'approved', holder: null }),
  PayoutSentByHand: (rows, { ledger, data, happenedAt }) =>
    rows.set(
      { ledgerId: ledger, payoutId: data.payout },
      { status: 'sent', sentAt: happenedAt, saidAt: data.saidAt, month: data.month, reference: data.reference ?? null },
    ),
  PayoutSendingUndone: (rows, { ledger, data }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'held', sentAt: null, saidAt: null, month: null, reference: null }),
  PayoutPaid: (rows, { ledger, data, happenedAt }) =>
    rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'paid', paidAt: happenedAt, because: data.because }),
  PayoutReturned: (rows, { ledger, data, happenedAt }) =>
    rows.set(
      { ledgerId: ledger, payoutId: data.payout },
      { status: 'returned', returnedAt: happenedAt, returnMonth: data.month, returnReason: data.reason },
    ),
  PayoutCancelled: (rows, { ledger, data }) => rows.set({ ledgerId: ledger, payoutId: data.payout }, { status: 'cancelled' }),
  PayoutPublished: (rows, { ledger, data }) => rows.set({ ledgerId: ledger, payoutId: data.payout }, { publishedPeriod: data.period }),
  PublicationMade: (rows, { ledger, data }) => {
    for (const payoutId of [...data.counted.returned, ...data.counted.released])
      rows.set({ ledgerId: ledger, payoutId }, { returnCountedOn: data.date });
  },
});
