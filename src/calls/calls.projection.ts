import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, minorOrNull, sealedOrNull, textOrNull } from '../database/columns.js';
import type { Call, Consent, RailName, Platform } from '../domain/call.js';
import type { Sealed } from '../domain/sealed.js';
import { project } from '../event-store/projection.js';

/** A call for mutual aid under its two random words. Everything that could point at a person is sealed. */
@Entity('call')
export class CallRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') callId: string;
  @Column('text') name: string;
  @Column('text') platform: Platform;
  @Column('text') status: Exclude<Call['status'], 'unknown'>;
  @Column(minorOrNull) askedMinor: bigint | null;
  @Column(textOrNull) askedCurrency: string | null;
  @Column({ type: 'date', nullable: true }) neededBy: string | null;
  @Column(at) loggedAt: string;
  /** When the steward last saw that it is open. */
  @Column(at) seenAt: string;
  @Column('boolean') agreedReceipt: boolean;
  @Column('boolean') agreedAcknowledgement: boolean;
  @Column(sealedOrNull) link: Sealed | null;
  @Column('jsonb') person: Sealed;
}

const agreed = (consent: Consent, is: boolean): Partial<CallRow> =>
  consent === 'receipt' ? { agreedReceipt: is } : { agreedAcknowledgement: is };

export const calls = project(CallRow, {
  CallLogged: (rows, { ledger, data, happenedAt }) =>
    rows.insert({
      ledgerId: ledger,
      callId: data.call,
      name: data.name,
      platform: data.platform,
      status: 'open',
      askedMinor: data.asked?.minor ?? null,
      askedCurrency: data.asked?.currency ?? null,
      neededBy: data.neededBy ?? null,
      loggedAt: happenedAt,
      seenAt: happenedAt,
      agreedReceipt: false,
      agreedAcknowledgement: false,
      link: data.link ?? null,
      person: data.person,
    }),
  CallRechecked: (rows, { ledger, data, happenedAt }) =>
    rows.set({ ledgerId: ledger, callId: data.call }, data.stillOpen ? { seenAt: happenedAt } : { status: 'closed' }),
  CallClosed: (rows, { ledger, data }) => rows.set({ ledgerId: ledger, callId: data.call }, { status: 'closed' }),
  CallWithdrawn: (rows, { ledger, data }) =>
    rows.set({ ledgerId: ledger, callId: data.call }, { status: 'withdrawn', agreedReceipt: false, agreedAcknowledgement: false }),
  ConsentGiven: (rows, { ledger, data }) => rows.set({ ledgerId: ledger, callId: data.call }, agreed(data.consent, true)),
  ConsentWithdrawn: (rows, { ledger, data }) => rows.set({ ledgerId: ledger, callId: data.call }, agreed(data.consent, false)),
});

/** The person behind calls: how to pay them, sealed. */
@Entity('recipient')
export class RecipientRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') recipientId: string;
  @Column('text') status: 'known' | 'erased';
  @Column(textOrNull) rail: RailName | null;
  @Column({ type: 'integer', nullable: true }) addressVersion: number | null;
  @Column(sealedOrNull) address: Sealed | null;
}

export const recipients = project(RecipientRow, {
  RecipientKnown: (rows, { ledger, data }) => {
    const row = { status: 'known' as const, rail: data.rail, addressVersion: data.addressVersion, address: data.address };
    if (data.addressVersion === 1) rows.insert({ ledgerId: ledger, recipientId: data.recipient, ...row });
    else rows.set({ ledgerId: ledger, recipientId: data.recipient }, row);
  },
  RecipientErased: (rows, { ledger, data }) =>
    rows.set({ ledgerId: ledger, recipientId: data.recipient }, { status: 'erased', rail: null, addressVersion: null, address: null }),
});
