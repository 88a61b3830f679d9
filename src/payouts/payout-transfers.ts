import { Inject, Injectable } from '@nestjs/common';
import { isEqual } from '../domain/money.js';
import type { Proposal } from '../domain/payout.js';
import type { Order, Transfer } from '../domain/payout-api.js';
import type { PayPalCredentials } from '../domain/paypal.js';
import { type Difference, differencesFrom, payoutDifferences } from '../domain/paypal-body.js';
import { PAYPAL_PAYOUTS, type PayPalPayoutDoor, type ReadEnd, type SentBatch, type SentPayout } from '../domain/paypal-payout.js';
import { Refusal } from '../domain/refusal.js';
import { PayoutOrders } from './payout-orders.js';

/** A fresh reading, and in what it differs from what was asked for. */
export interface Compared<T> {
  readonly kind: 'read';
  readonly read: T;
  readonly differences: readonly Difference[];
}

export type Unread = Exclude<ReadEnd<never>, { kind: 'read' }> | { readonly kind: 'not-connected' };

/** What PayPal says now of what was sent, held against what was asked for. */
@Injectable()
export class PayoutTransfers {
  constructor(
    @Inject(PayoutOrders) private readonly orders: PayoutOrders,
    @Inject(PAYPAL_PAYOUTS) private readonly door: PayPalPayoutDoor,
  ) {}

  async batch(ledger: string, order: Order, batch: string): Promise<Compared<SentBatch> | Unread> {
    const { request, credentials } = await this.orders.open(ledger, order);
    if (!credentials) return { kind: 'not-connected' };
    const end = await this.door.readBatch(credentials, batch);
    return end.kind === 'read' ? { ...end, differences: differencesFrom(request, end.read) } : end;
  }

  /** One payout by PayPal's own number of it, and the batch in which it lies: together they are ours, or not. */
  async transfer(ledger: string, order: Order, transfer: string): Promise<Compared<SentPayout> | Unread> {
    const { request, credentials } = await this.orders.open(ledger, order);
    if (!credentials) return { kind: 'not-connected' };
    const end = await this.door.readPayout(credentials, transfer);
    return end.kind === 'read' ? { ...end, differences: payoutDifferences(request, end.read) } : end;
  }

  /** The transfer of a batch of ours: by its number where that is known, else as the batch lists it. */
  async sent(ledger: string, { order, batch, transfer }: Transfer, proposal: Proposal): Promise<Compared<SentPayout> | Unread> {
    if (transfer && !(await this.orders.openIfKept(ledger, order))) return this.ofForgotten(ledger, order, transfer, proposal);
    if (transfer) return this.transfer(ledger, order, transfer);
    const listed = await this.batch(ledger, order, batch);
    if (listed.kind !== 'read') return listed;
    const [only] = listed.read.payouts;
    return only ? { ...listed, read: only } : { kind: 'not-there' };
  }

  /**
   * The person is forgotten, and with them to whom it went; that was compared before the number was written down. Money that comes
   * back is found by that number, our own and the amount.
   */
  private async ofForgotten(ledger: string, { account }: Order, transfer: string, { payout, amount }: Proposal) {
    const credentials = await this.orders.credentials(ledger, account);
    if (!credentials) return { kind: 'not-connected' } as const;
    const end = await this.door.readPayout(credentials, transfer);
    if (end.kind !== 'read') return end;
    const { read } = end;
    const differences: Difference[] = [
      ...(read.senderPayout === payout ? [] : ['payout' as const]),
      ...(isEqual(read.amount, amount) ? [] : ['amount' as const]),
    ];
    return { ...end, differences };
  }

  /**
   * What opens the search of the account that pays, for whoever looks for a debit.
   * @throws Refusal where it is reached through another app now: that may be another account, and shows nothing of this one
   */
  async credentials(ledger: string, order: Order): Promise<PayPalCredentials | undefined> {
    const { appChanged, credentials } = await this.orders.open(ledger, order);
    if (!appChanged) return credentials;
    throw new Refusal(
      'payout/another-app',
      'The account is connected through another app than the one that sent this. What that one lists proves nothing here: connect the app of then again.',
    );
  }
}
