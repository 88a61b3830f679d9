import { Column, Entity, PrimaryColumn } from 'typeorm';
import { minor } from '../database/columns.js';
import type { Month } from '../domain/calendar.js';
import { project } from '../event-store/projection.js';

/** That a payment went back, in part or whole, and in which month that was booked: so a month's report finds those few. */
@Entity('payment_back')
export class PaymentBackRow {
  @PrimaryColumn('uuid') ledgerId: string;
  /** Of the event that says so. */
  @PrimaryColumn(minor) position: bigint;
  @Column('uuid') paymentId: string;
  @Column('text') month: Month;
}

export const paymentsBack = project(PaymentBackRow, {
  PaymentRefunded: (rows, { ledger, position, data }) =>
    rows.insert({ ledgerId: ledger, position, paymentId: data.payment, month: data.month }),
  PaymentReversed: (rows, { ledger, position, data }) =>
    rows.insert({ ledgerId: ledger, position, paymentId: data.payment, month: data.month }),
  PaymentReinstated: (rows, { ledger, position, data }) =>
    rows.insert({ ledgerId: ledger, position, paymentId: data.payment, month: data.month }),
  PaymentVoided: (rows, { ledger, position, data }) =>
    rows.insert({ ledgerId: ledger, position, paymentId: data.payment, month: data.month }),
});
