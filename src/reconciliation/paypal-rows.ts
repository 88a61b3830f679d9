import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, atOrNull, minor, textOrNull } from '../database/columns.js';
import type { Day, Instant } from '../domain/calendar.js';
import type { AccountTrouble, PayPalEnvironment } from '../domain/paypal.js';
import type { Sealed } from '../domain/sealed.js';

/** A PayPal account that is searched by itself. No event makes it: what is written here is how we ask, not what moved. */
@Entity('paypal_connection')
export class PayPalConnectionRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') accountId: string;
  @Column('text') environment: PayPalEnvironment;
  /** Client id, secret and webhook id, in one box under a key of its own. */
  @Column('jsonb') access: Sealed;
  @Column('boolean') takesWebhooks: boolean;
  @Column('date') since: Day;
  @Column('text') connectedBy: string;
  @Column(at) connectedAt: Instant;
  @Column(atOrNull) searchedThrough: Instant | null;
  @Column(at) nextSearchAt: Instant;
  /** In a row. */
  @Column('integer') failures: number;
  @Column(textOrNull) trouble: AccountTrouble | null;
  @Column(atOrNull) troubleSince: Instant | null;
  @Column('integer') unread: number;
}

/** A webhook that PayPal says is its own. */
@Entity('paypal_webhook')
export class PayPalWebhookRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('text') transmissionId: string;
  @Column('uuid') accountId: string;
  @Column('text') eventId: string;
  @Column('text') eventType: string;
  @Column('bytea') bodyMac: Buffer;
  /** Of what it is about; null where it names no money that moved. */
  @Column({ type: 'bytea', nullable: true }) movement: Buffer | null;
  @Column({ type: 'date', nullable: true }) movedOn: Day | null;
  @Column(at) receivedAt: Instant;
}

/** How many webhooks were refused, and why; and how many were PayPal's, but about no payout of ours. */
@Entity('paypal_webhook_refusal')
export class PayPalWebhookRefusalRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('text') why: WebhookRefusal | 'unknown-payout';
  @Column(minor) times: bigint;
  @Column(at) lastAt: Instant;
}

/** `replayed`: the same transmission with other bytes, or one that is older than we remember. */
export type WebhookRefusal = 'not-genuine' | 'replayed' | 'unreadable' | 'too-large';

export const payPalRows = [PayPalConnectionRow, PayPalWebhookRow, PayPalWebhookRefusalRow];

/** PayPal repeats a webhook for three days. */
export const webhooksTakenDays = 7;
export const webhooksKeptDays = 30;
