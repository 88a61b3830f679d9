import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, minor, sealedOrNull, textOrNull } from '../database/columns.js';
import type { TaxTreatment } from '../domain/offering.js';
import type { Method } from '../domain/payment.js';
import type { Sealed } from '../domain/sealed.js';
import { project } from '../event-store/projection.js';

/** Money received, one row a payment. Amounts in minor units of `currency`. */
@Entity('payment')
export class PaymentRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') paymentId: string;
  @Column(at) receivedAt: string;
  @Column('text') month: string;
  @Column(textOrNull) belongsTo: string | null;
  @Column(minor) amountMinor: bigint;
  @Column('text') currency: string;
  @Column(minor) feeMinor: bigint;
  @Column(minor) taxMinor: bigint;
  /** The treatment under which `taxMinor` lies inside the price. */
  @Column('jsonb') tax: TaxTreatment;
  @Column('text') method: Method;
  @Column('text') offering: string;
  @Column('boolean') insidePledge: boolean;
  @Column({ type: 'integer', nullable: true }) policyVersion: number | null;
  @Column(minor) refundedMinor: bigint;
  @Column('text') status: 'received' | 'voided';
  @Column({ type: 'uuid', nullable: true }) accountId: string | null;
  @Column({ type: 'uuid', nullable: true }) observationId: string | null;
  @Column(sealedOrNull) payer: Sealed | null;
  @Column(sealedOrNull) reference: Sealed | null;
}

export const payments = project(PaymentRow, {
  PaymentReceived: (rows, { ledger, data, happenedAt }) =>
    rows.insert({
      ledgerId: ledger,
      paymentId: data.payment,
      receivedAt: happenedAt,
      month: data.month,
      belongsTo: data.belongsTo ?? null,
      amountMinor: data.amount.minor,
      currency: data.amount.currency,
      feeMinor: data.fee.minor,
      taxMinor: data.taxIncluded.minor,
      tax: data.tax,
      method: data.method,
      offering: data.offering,
      insidePledge: data.insidePledge,
      policyVersion: data.policyVersion ?? null,
      refundedMinor: 0n,
      status: 'received',
      accountId: data.account ?? null,
      observationId: data.observation ?? null,
      payer: data.payer ?? null,
      reference: data.reference ?? null,
    }),
  PaymentRefunded: (rows, { ledger, data }) =>
    rows.add({ ledgerId: ledger, paymentId: data.payment }, { refundedMinor: data.amount.minor }),
  PaymentVoided: (rows, { ledger, data }) => rows.set({ ledgerId: ledger, paymentId: data.payment }, { status: 'voided' }),
});
