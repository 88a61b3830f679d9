import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { addDays, dayOf, instant } from '../domain/calendar.js';
import { PAYPAL, type PayPalDoor } from '../domain/paypal.js';
import { type NudgedPayout, PAYOUT_NUDGES, type PayoutNudges } from '../domain/paypal-payout.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { codeOf } from '../start-error.js';
import { Vault } from '../vault/vault.js';
import { KnownMovements } from './known-movements.js';
import { PayPalConnections } from './paypal-connections.queries.js';
import { type PayPalConnectionRow, PayPalWebhookRow, type WebhookRefusal, webhooksTakenDays } from './paypal-rows.js';
import { PayPalSweep } from './paypal.jobs.js';

/** Reads what a webhook says; bound to the intake in app.module. */
export const WEBHOOK_READER = Symbol('webhook reader');
export type WebhookReader = (body: Uint8Array) =>
  | {
      readonly event: string;
      readonly type: string;
      readonly movement?: { readonly key: string; readonly at: string };
      readonly payout?: NudgedPayout;
    }
  | undefined;

/** What became of a webhook. `not-known`: PayPal could not be asked, so it should send it again. */
export type WebhookEnd = 'taken' | 'known-already' | 'not-known' | 'nobody-here' | WebhookRefusal;

const largestBytes = 256 * 1024;
/** Each question to PayPal costs two requests; whoever floods us with forgeries is not to flood PayPal through us. */
const askedAtOnce = 8;

type Headers = Readonly<Record<string, unknown>>;

/**
 * Webhooks only nudge: one that PayPal says is its own makes the search run soon, and names what the search should find. So
 * it does not matter that they repeat, overtake one another, share an id, or come before their payment is listed.
 */
@Injectable()
export class PayPalWebhooks {
  private readonly log = new Logger(PayPalWebhooks.name);
  private asking = 0;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(PAYPAL) private readonly door: PayPalDoor,
    @Inject(WEBHOOK_READER) private readonly read: WebhookReader,
    @Inject(PayPalConnections) private readonly connections: PayPalConnections,
    @Inject(KnownMovements) private readonly movements: KnownMovements,
    @Inject(PayPalSweep) private readonly sweep: PayPalSweep,
    @Inject(PAYOUT_NUDGES) private readonly nudges: PayoutNudges,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async take(slug: string, headers: Headers, body: Uint8Array): Promise<WebhookEnd> {
    const ledger = await this.ledgerOf(slug);
    const rows = ledger ? await this.connections.takingWebhooks(ledger) : [];
    if (!ledger || rows.length === 0) return 'nobody-here';
    const end = await this.judge(ledger, rows, headers, body);
    if (end === 'not-genuine' || end === 'replayed' || end === 'unreadable' || end === 'too-large') await this.count(ledger, end);
    return end;
  }

  private async judge(ledger: string, rows: readonly PayPalConnectionRow[], headers: Headers, body: Uint8Array): Promise<WebhookEnd> {
    if (body.length > largestBytes) return 'too-large';
    const transmission = headers['paypal-transmission-id'];
    if (typeof transmission !== 'string' || !/^[\w-]{1,50}$/.test(transmission)) return 'not-genuine';
    const bodyMac = await this.vault.fingerprint(ledger, 'paypal-webhook', Buffer.from(body).toString('base64'));
    const before = await this.dataSource.manager.findOneBy(PayPalWebhookRow, { ledgerId: ledger, transmissionId: transmission });
    if (before) return before.bodyMac.equals(bodyMac) ? 'known-already' : 'replayed';
    const sender = await this.senderOf(rows, headers, body);
    if (sender === 'refused') return 'not-genuine';
    if (sender === 'unknown') return 'not-known';
    if (this.isTooOld(headers['paypal-transmission-time'])) return 'replayed';
    return this.keep(ledger, sender.account, transmission, bodyMac, body);
  }

  /** The account whose webhook it is, as PayPal says of the very bytes. */
  private async senderOf(
    rows: readonly PayPalConnectionRow[],
    headers: Headers,
    body: Uint8Array,
  ): Promise<'refused' | 'unknown' | { readonly account: string }> {
    if (this.asking >= askedAtOnce) return 'unknown';
    this.asking += 1;
    try {
      const ends: ('refused' | 'unknown')[] = [];
      for (const row of rows) {
        const credentials = await this.connections.open(row);
        const end = credentials ? await this.door.verify(credentials, headers, body) : 'refused';
        if (end === 'genuine') return { account: row.accountId };
        ends.push(end);
      }
      return ends.includes('unknown') ? 'unknown' : 'refused';
    } finally {
      this.asking -= 1;
    }
  }

  /** The time is part of what is signed, so a repeat cannot make itself younger than what we remember. */
  private isTooOld(sentAt: unknown): boolean {
    const at = typeof sentAt === 'string' ? Date.parse(sentAt) : Number.NaN;
    return Number.isNaN(at) || instant(at) < addDays(instant(this.clock()), -webhooksTakenDays);
  }

  private async keep(ledgerId: string, account: string, transmissionId: string, bodyMac: Buffer, body: Uint8Array): Promise<WebhookEnd> {
    const says = this.read(body);
    if (!says) return 'unreadable';
    const { zone } = await this.terms.of(ledgerId);
    const { movement, payout } = says;
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(PayPalWebhookRow)
      .values({
        ledgerId,
        transmissionId,
        accountId: account,
        eventId: says.event,
        eventType: says.type,
        bodyMac,
        movement: (await this.movements.fingerprint(ledgerId, movement?.key)) ?? null,
        movedOn: movement ? dayOf(movement.at, zone) : null,
        receivedAt: instant(this.clock()),
      })
      .orIgnore()
      .execute();
    await this.soon(ledgerId, account, payout).catch((error: unknown) => {
      this.log.warn(`The account ${account} is asked a little later: ${codeOf(error) || (error as Error).name}`);
    });
    return 'taken';
  }

  /** A payout that is none of ours is counted, and PayPal is not asked to send it again: it would not become ours. */
  private async soon(ledger: string, account: string, payout?: NudgedPayout): Promise<void> {
    if (payout && !(await this.nudges.nudge(ledger, payout))) await this.count(ledger, 'unknown-payout');
    await this.sweep.soon(ledger, account);
  }

  private async count(ledgerId: string, why: WebhookRefusal | 'unknown-payout'): Promise<void> {
    await this.dataSource.query(
      `insert into paypal_webhook_refusal as r (ledger_id, why, times, last_at) values ($1, $2, 1, $3)
       on conflict (ledger_id, why) do update set times = r.times + 1, last_at = excluded.last_at`,
      [ledgerId, why, instant(this.clock())],
    );
  }

  private async ledgerOf(slug: string): Promise<string | undefined> {
    const [row] = await this.dataSource.query<{ ledger_id: string }[]>('select ledger_id from ledger where slug = $1', [slug]);
    return row?.ledger_id;
  }
}
