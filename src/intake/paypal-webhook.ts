import type { Instant } from '../domain/calendar.js';
import { type Money, money } from '../domain/money.js';
import { payoutInSenderBatch } from '../domain/paypal-body.js';
import type { NudgedPayout } from '../domain/paypal-payout.js';
import { movementKey } from './identity.js';
import { type Members, amountOf, membersOf, momentOf, wordOf } from './paypal-shapes.js';

/** What a webhook says. It is never a fact: at most it names a movement that the search will list. */
export interface WebhookSays {
  /** Not unique: PayPal's simulator gives all its events the same. */
  readonly event: string;
  readonly type: string;
  readonly movement?: {
    /** As `movementOf` writes it for the line of that movement. */
    readonly key: string;
    readonly at: Instant;
    /** Signed as the account feels it. */
    readonly amount: Money;
  };
  /** The payout of ours that something happened to. What happened is read from PayPal, not from here. */
  readonly payout?: NudgedPayout;
}

/**
 * Reads `PAYMENT.CAPTURE.*` in both resource versions and `PAYMENT.SALE.*`: a payment that was completed, and money that
 * went back. Of `PAYMENT.PAYOUTS-ITEM.*` and `PAYMENT.PAYOUTSBATCH.*`, which payout they are about. Of every other event only its name. Version 1 writes `amount.total` and makes refunds negative; version 2
 * writes `amount.value` and leaves them positive.
 */
export function readWebhook(body: Uint8Array): WebhookSays | undefined {
  const told = membersOf(parsed(body));
  const event = wordOf(told.id, /^[\w-]{1,64}$/);
  const type = wordOf(told.event_type, /^[A-Z0-9._-]{1,100}$/);
  if (!event || !type) return undefined;
  const movement = movementIn(type, told);
  const payout = payoutIn(type, membersOf(told.resource));
  return { event, type, ...(movement && { movement }), ...(payout && { payout }) };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function movementIn(type: string, told: Members): WebhookSays['movement'] {
  const [, family, act] = /^PAYMENT\.(CAPTURE|SALE)\.([A-Z]+)$/.exec(type) ?? [];
  if (!family) return undefined;
  const resource = membersOf(told.resource);
  const reference = wordOf(resource.id);
  const at = momentOf(resource.create_time) ?? momentOf(told.create_time);
  const amount = signed(resource.amount, isMoneyBack(told, resource));
  if (!reference || !at || !amount) return undefined;
  if (act === 'COMPLETED' && amount.minor > 0n) return { key: movementKey(reference, '+', 'settled'), at, amount };
  return amount.minor < 0n ? { key: movementKey(reference, '-', 'settled'), at, amount } : undefined;
}

/** A batch's event says nothing of the payout in it, but our id of the batch names it. */
function payoutIn(type: string, resource: Members): NudgedPayout | undefined {
  if (!/^PAYMENT\.PAYOUTS(?:-ITEM|BATCH)\.[A-Z]+$/.test(type)) return undefined;
  const header = membersOf(resource.batch_header);
  const asked = membersOf(resource.payout_item);
  const senderBatch = wordOf(resource.sender_batch_id ?? membersOf(header.sender_batch_header).sender_batch_id, /^[\w-]{1,80}$/);
  const payout = wordOf(asked.sender_item_id, /^[\w-]{1,63}$/) ?? (senderBatch && payoutInSenderBatch(senderBatch));
  const transfer = wordOf(resource.payout_item_id, payPalId);
  const batch = wordOf(resource.payout_batch_id ?? header.payout_batch_id, payPalId);
  const nudged = { ...(payout && { payout }), ...(transfer && { transfer }), ...(batch && { batch }) };
  return Object.keys(nudged).length > 0 ? nudged : undefined;
}

const payPalId = /^[A-Za-z0-9]{4,30}$/;

/** The resource of a refund is the refund, under a number of its own; that of a reversed sale is the sale, which names no movement. */
const isMoneyBack = (told: Members, resource: Members): boolean =>
  told.resource_type === 'refund' || resource.sale_id !== undefined || resource.capture_id !== undefined;

function signed(value: unknown, isBack: boolean): Money | undefined {
  const { value: current, currency_code: code, total, currency } = membersOf(value);
  const amount = amountOf(current ?? total, code ?? currency);
  if (!amount) return undefined;
  return isBack && amount.minor > 0n ? money(-amount.minor, amount.currency) : amount;
}
