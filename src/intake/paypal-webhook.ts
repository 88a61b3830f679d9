import type { Instant } from '../domain/calendar.js';
import { type Money, money } from '../domain/money.js';
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
}

/**
 * Reads `PAYMENT.CAPTURE.*` in both resource versions and `PAYMENT.SALE.*`: a payment that was completed, and money that
 * went back. Of every other event only its name. Version 1 writes `amount.total` and makes refunds negative; version 2
 * writes `amount.value` and leaves them positive.
 */
export function readWebhook(body: Uint8Array): WebhookSays | undefined {
  const told = membersOf(parsed(body));
  const event = wordOf(told.id, /^[\w-]{1,64}$/);
  const type = wordOf(told.event_type, /^[A-Z0-9._-]{1,100}$/);
  if (!event || !type) return undefined;
  const movement = movementIn(type, told);
  return { event, type, ...(movement && { movement }) };
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

/** The resource of a refund is the refund, under a number of its own; that of a reversed sale is the sale, which names no movement. */
const isMoneyBack = (told: Members, resource: Members): boolean =>
  told.resource_type === 'refund' || resource.sale_id !== undefined || resource.capture_id !== undefined;

function signed(value: unknown, isBack: boolean): Money | undefined {
  const { value: current, currency_code: code, total, currency } = membersOf(value);
  const amount = amountOf(current ?? total, code ?? currency);
  if (!amount) return undefined;
  return isBack && amount.minor > 0n ? money(-amount.minor, amount.currency) : amount;
}
