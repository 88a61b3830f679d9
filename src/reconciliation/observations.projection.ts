import { Column, Entity, PrimaryColumn } from 'typeorm';
import { minor, sealedOrNull, textOrNull } from '../database/columns.js';
import { type MoneyJson, toJson } from '../domain/money.js';
import type { AccountKind, Observation } from '../domain/observation.js';
import type { Reading, Voucher } from '../domain/observed.js';
import type { Method } from '../domain/payment.js';
import type { Sealed } from '../domain/sealed.js';
import { project } from '../event-store/projection.js';

/** A bank or PayPal account the practitioner watches. */
@Entity('account')
export class AccountRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') accountId: string;
  @Column('text') name: string;
  @Column('text') kind: AccountKind;
  @Column('text') currency: string;
}

export const accounts = project(AccountRow, {
  AccountOpened: (rows, { ledger, data }) =>
    rows.insert({ ledgerId: ledger, accountId: data.account, name: data.name, kind: data.kind, currency: data.currency }),
});

/** A line of a file, and what became of it. `amountMinor` is signed: positive came in. */
@Entity('observation')
export class ObservationRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') observationId: string;
  @Column('uuid') accountId: string;
  @Column('text') source: string;
  @Column('date') day: string;
  @Column(minor) amountMinor: bigint;
  @Column('text') currency: string;
  @Column(minor) feeMinor: bigint;
  @Column('text') method: Method;
  @Column('text') reading: Reading;
  @Column('text') status: Exclude<Observation['status'], 'unknown'>;
  @Column(textOrNull) reason: string | null;
  @Column({ type: 'uuid', nullable: true }) paymentId: string | null;
  @Column({ type: 'uuid', nullable: true }) payoutId: string | null;
  @Column('jsonb') text: Sealed;
  @Column(sealedOrNull) name: Sealed | null;
  @Column(sealedOrNull) reference: Sealed | null;
  @Column({ type: 'jsonb', nullable: true }) settled: SettledJson | null;
  /** Of a mail; null of other lines, and where nobody wrote it down. */
  @Column(textOrNull) vouchedBy: Voucher | null;
  /** Position of its event: a number by which a person can say which line is meant. */
  @Column(minor) position: bigint;
}

/** As in an event: the amount as text. */
interface SettledJson {
  readonly amount: MoneyJson;
  readonly source: string;
}

export const observations = project(ObservationRow, {
  ObservationRecorded: (rows, { ledger, data, position }) =>
    rows.insert({
      ledgerId: ledger,
      observationId: data.observation,
      accountId: data.account,
      source: data.source,
      day: data.day,
      amountMinor: data.amount.minor,
      currency: data.amount.currency,
      feeMinor: data.fee?.minor ?? 0n,
      method: data.method,
      reading: data.reading,
      status: 'to-review',
      reason: null,
      paymentId: null,
      payoutId: null,
      text: data.text,
      name: data.name ?? null,
      reference: data.reference ?? null,
      vouchedBy: data.vouchedBy ?? null,
      position,
      settled: data.settled ? { amount: toJson(data.settled.amount), source: data.settled.source } : null,
    }),
  ObservationMatched: (rows, { ledger, data }) =>
    rows.set(
      { ledgerId: ledger, observationId: data.observation },
      { status: 'matched', paymentId: data.payment ?? null, payoutId: data.payout ?? null },
    ),
  ObservationDismissed: (rows, { ledger, data }) =>
    rows.set({ ledgerId: ledger, observationId: data.observation }, { status: 'dismissed', reason: data.reason }),
  ObservationReopened: (rows, { ledger, data }) =>
    rows.set({ ledgerId: ledger, observationId: data.observation }, { status: 'to-review', reason: null, paymentId: null, payoutId: null }),
});

/** How much of a line that holds several payments is the money of each; a line of one payment names it in its own row. */
@Entity('observation_part')
export class ObservationPartRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') observationId: string;
  @PrimaryColumn('uuid') paymentId: string;
  @Column(minor) amountMinor: bigint;
}

export const observationParts = project(ObservationPartRow, {
  ObservationMatched(rows, { ledger, data }) {
    for (const { payment, amount } of data.parts ?? [])
      rows.insert({ ledgerId: ledger, observationId: data.observation, paymentId: payment, amountMinor: amount.minor });
  },
  ObservationReopened(rows, { ledger, data }) {
    for (const payment of data.payments ?? []) rows.remove({ ledgerId: ledger, observationId: data.observation, paymentId: payment });
  },
});

/** Lines that are here already, by keyed fingerprint; written beside the events, cleared by erasure. */
@Entity('observation_line')
export class ObservationLineRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') accountId: string;
  @PrimaryColumn('bytea') identity: Buffer;
  @Column('uuid') observationId: string;
  /** Of the source's own number; null where it gave none. */
  @Column({ type: 'bytea', nullable: true }) movement: Buffer | null;
}
