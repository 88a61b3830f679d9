import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Instant } from '../domain/calendar.js';
import { recipientStream } from '../domain/call.js';
import { PAYING_ACCOUNTS, type PayingAccounts } from '../domain/paying-account.js';
import type { Proposal } from '../domain/payout.js';
import type { Order } from '../domain/payout-api.js';
import type { PayPalCredentials } from '../domain/paypal.js';
import { payPalRequest } from '../domain/paypal-body.js';
import type { PayPalPayoutRequest } from '../domain/paypal-payout.js';
import { Refusal } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import { Vault } from '../vault/vault.js';
import { PayoutLinks } from './payouts.links.js';

/** What is sealed with an attempt: the exact bytes, and whose app they go to. */
interface SealedOrder extends PayPalPayoutRequest {
  readonly app: string;
}

/** An order as it was sealed, and what opens the account that it goes to. */
export interface OpenOrder {
  readonly request: PayPalPayoutRequest;
  /** Undefined where the account is no longer connected, or through another app: then nothing may be sent. */
  readonly credentials?: PayPalCredentials;
  /** A mark of the app that it goes to, for the journal. */
  readonly app: string;
  /** True when it is connected through another app than the order's. */
  readonly appChanged: boolean;
}

const field = 'payout.request';
/** In PayPal's mail to the person. Says nothing about anyone. */
const note = 'Thank you';

/** Writes the request of an attempt once, sealed, and opens it again: the same bytes each time. */
@Injectable()
export class PayoutOrders {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PayoutLinks) private readonly links: PayoutLinks,
    @Inject(PAYING_ACCOUNTS) private readonly accounts: PayingAccounts,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** @returns `rail-refuses` where PayPal's API cannot pay this. @throws Refusal where the account is not connected */
  async make(ledger: string, proposal: Proposal, attempt: number, account: string): Promise<Order | 'rail-refuses'> {
    const credentials = await this.accounts.credentials(ledger, account);
    if (!credentials)
      throw new Refusal('payout/account-not-connected', 'The account that pays is not connected to PayPal any more. Connect it again.');
    const receiver = await this.addressOf(ledger, proposal);
    if (receiver === undefined) return 'rail-refuses';
    const request = this.requestOf(proposal, attempt, receiver);
    if (!request) return 'rail-refuses';
    const sealing = this.vault.sealing(ledger);
    await sealing.use(proposal.payout);
    const order: SealedOrder = { ...request, app: appOf(credentials) };
    const sealed = sealing.seal(proposal.payout, field, JSON.stringify(order));
    return { senderBatch: request.senderBatch, account, request: sealed, byDatabase: await this.byDatabase() };
  }

  async open(ledger: string, order: Pick<Order, 'request' | 'account'>): Promise<OpenOrder> {
    const open = await this.openIfKept(ledger, order);
    if (!open) throw new Refusal('recipient/erased', 'This person asked to be forgotten. Nothing more can be sent.');
    return open;
  }

  /** Undefined once its words are gone with the key of the payout. */
  async openIfKept(ledger: string, { request, account }: Pick<Order, 'request' | 'account'>): Promise<OpenOrder | undefined> {
    const text = await this.vault.open(ledger, field, request);
    if (text === undefined) return undefined;
    const { app, ...kept } = JSON.parse(text) as SealedOrder;
    const credentials = await this.accounts.credentials(ledger, account);
    const mark = markOf(app);
    if (!credentials) return { request: kept, app: mark, appChanged: false };
    // What the sandbox says of a payout that went out for real is no reading of it, nor the other way round.
    const isSamePlace = app.startsWith(`${credentials.environment}/`);
    return { request: kept, app: mark, appChanged: appOf(credentials) !== app, ...(isSamePlace && { credentials }) };
  }

  /** What opens the account today, for reading alone: nothing is said of the app that sent from it. */
  credentials(ledger: string, account: string): Promise<PayPalCredentials | undefined> {
    return this.accounts.credentials(ledger, account);
  }

  /** Whether the account is reached through the app of that mark; undefined where it is not connected. */
  async isThrough(ledger: string, account: string, app: string): Promise<boolean | undefined> {
    const credentials = await this.accounts.credentials(ledger, account);
    return credentials && markOf(appOf(credentials)) === app;
  }

  /** The database's own clock. */
  async byDatabase(): Promise<Instant> {
    const [row] = await this.dataSource.query<{ now: Date }[]>('select now()');
    return row!.now.toISOString();
  }

  /** Undefined once the person was forgotten. */
  private async addressOf(ledger: string, { to, addressVersion }: Proposal): Promise<string | undefined> {
    const { recipient } = await this.links.open(ledger, to);
    const person = await this.reader.state(ledger, recipientStream(recipient));
    const way = person.status === 'known' ? person.addresses[addressVersion - 1] : undefined;
    return way && this.vault.open(ledger, 'recipient.address', way.address);
  }

  private requestOf({ payout, amount }: Proposal, attempt: number, receiver: string): PayPalPayoutRequest | undefined {
    try {
      return payPalRequest({ payout, attempt, receiver, amount, note });
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}

/** Enough to tell one app from another. */
const markOf = (app: string): string => createHash('sha256').update(`mal/app/v1\n${app}`).digest('hex').slice(0, 16);

const appOf = ({ environment, clientId }: PayPalCredentials): string => `${environment}/${clientId}`;
