import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, minor, sealedOrNull, textOrNull } from '../database/columns.js';
import type { AppliedTax } from '../domain/tax.js';
import { type MoneyJson, toJson } from '../domain/money.js';
import type { Method } from '../domain/payment.js';
import type { Settlement } from '../domain/pledge.js';
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
  /** The treatment under which `taxMinor` lies inside the price, and why. */
  @Column('jsonb') tax: AppliedTax;
  @Column('text') method: Method;
  @Column('text') offering: string;
  /** How many sessions or people it pays for; empty for one. */
  @Column({ type: 'integer', nullable: true }) times: number | null;
  @Column('boolean') insidePledge: boolean;
  @Column({ type: 'integer', nullable: true }) policyVersion: number | null;
  @Column({ type: 'jsonb', nullable: true }) settled: SettledJson | null;
  /** All that went back and did not come again, what PayPal or a bank took included. */
  @Column(minor) refundedMinor: bigint;
  /** All that PayPal or a bank ever took back. */
  @Column(minor) reversedMinor: bigint;
  /** Of that, what came again. */
  @Column(minor) reinstatedMinor: bigint;
  /** True once its details were corrected: the row says what holds now, its events what was booked in which month. */
  @Column('boolean') corrected: boolean;
  @Column('text') status: 'received' | 'voided';
  @Column({ type: 'uuid', nullable: true }) accountId: string | null;
  @Column({ type: 'uuid', nullable: true }) observationId: string | null;
  @Column(sealedOrNull) payer: Sealed | null;
  @Column(sealedOrNull) reference: Sealed | null;
}

/** As in an event: the amount as text. */
interface SettledJson {
  readonly amount: MoneyJson;
  readonly source: string;
}

const settledJson = (settled: Settlement | undefined): SettledJson | null =>
  settled ? { amount: toJson(settled.amount), source: settled.source } : null;

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
      times: data.times ?? null,
      insidePledge: data.insidePledge,
      policyVersion: data.policyVersion ?? null,
      settled: settledJson(data.settled),
      refundedMinor: 0n,
      reversedMinor: 0n,
      reinstatedMinor: 0n,
      corrected: false,
      status: 'received',
      accountId: data.account ?? null,
      observationId: data.observation ?? null,
      payer: data.payer ?? null,
      reference: data.reference ?? null,
    }),
  PaymentRefunded: (rows, { ledger, data }) =>
    rows.add({ ledgerId: ledger, paymentId: data.payment }, { refundedMinor: data.amount.minor }),
  PaymentReversed: (rows, { ledger, data }) =>
    rows.add({ ledgerId: ledger, paymentId: data.payment }, { refundedMinor: data.amount.minor, reversedMinor: data.amount.minor }),
  PaymentReinstated: (rows, { ledger, data }) =>
    rows.add({ ledgerId: ledger, paymentId: data.payment }, { refundedMinor: -data.amount.minor, reinstatedMinor: data.amount.minor }),
  PaymentCorrected: (rows, { ledger, data }) =>
    rows.set(
      { ledgerId: ledger, paymentId: data.payment },
      {
        receivedAt: data.receivedAt,
        // a payment that stood in a closed month stays listed there; in an open one the whole of it moves
        ...(!data.before.belongsTo && { month: data.month, belongsTo: data.belongsTo ?? null }),
        amountMinor: data.amount.minor,
        feeMinor: data.fee.minor,
        taxMinor: data.taxIncluded.minor,
        tax: data.tax,
        method: data.method,
        offering: data.offering,
        times: data.times ?? null,
        insidePledge: data.insidePledge,
        policyVersion: data.policyVersion ?? null,
        settled: settledJson(data.settled),
        corrected: true,
      },
    ),
  PaymentVoided: (rows, { ledger, data }) => rows.set({ ledgerId: ledger, paymentId: data.payment }, { status: 'voided' }),
});
