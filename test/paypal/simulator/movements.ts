import type { Json } from './schema.js';

/** A movement as PayPal's search lists it, said shortly. */
export interface Moved {
  readonly id: string;
  readonly code: string;
  /** `200.00 CAD`, signed as the balance feels it. */
  readonly amount: string;
  readonly at: string;
  readonly fee?: string;
  readonly status?: 'S' | 'P' | 'D' | 'V';
  /** The movement that this one belongs to. */
  readonly of?: string;
  readonly name?: string;
  readonly subject?: string;
  /** Of a payout, the id that its sender gave it. */
  readonly custom?: string;
}

const moneyOf = (text: string) => {
  const [value = '', currency_code = ''] = text.split(' ');
  return { currency_code, value };
};

/** As Transaction Search 1.9 tells it with `fields=all`. */
export const listed = ({ id, code, amount, at, fee, status = 'S', of, name, subject, custom }: Moved): Json => ({
  transaction_info: {
    transaction_id: id,
    ...(of && { paypal_reference_id: of, paypal_reference_id_type: 'TXN' }),
    transaction_event_code: code,
    transaction_initiation_date: at,
    transaction_updated_date: at,
    transaction_amount: moneyOf(amount),
    ...(fee && { fee_amount: moneyOf(fee) }),
    transaction_status: status,
    ...(subject && { transaction_subject: subject }),
    ...(custom && { custom_field: custom }),
  },
  payer_info: { ...(name && { payer_name: { given_name: name, alternate_full_name: name } }) },
  shipping_info: {},
  cart_info: {},
});

/** Bodies of webhooks as PayPal writes them: with blanks, escapes and trailing zeros that a second writing would lose. */
export interface Event {
  readonly id: string;
  readonly event_type: string;
  readonly create_time: string;
  readonly resource_type: string;
  readonly resource_version?: string;
  readonly resource: Json;
}

export const captured = (id: string, amount: string, at: string, over: Partial<Event> = {}): Event => ({
  id: 'WH-1',
  event_type: 'PAYMENT.CAPTURE.COMPLETED',
  create_time: at,
  resource_type: 'capture',
  resource_version: '2.0',
  resource: { id, status: 'COMPLETED', amount: moneyOf(amount), create_time: at, update_time: at, final_capture: true },
  ...over,
});

export const refunded = (id: string, amount: string, at: string, over: Partial<Event> = {}): Event => ({
  id: 'WH-2',
  event_type: 'PAYMENT.CAPTURE.REFUNDED',
  create_time: at,
  resource_type: 'refund',
  resource_version: '2.0',
  resource: { id, status: 'COMPLETED', amount: moneyOf(amount), create_time: at, update_time: at },
  ...over,
});

/** Version 1, of the older payments: `total`, and refunds below zero. */
export const sold = (id: string, amount: string, at: string, over: Partial<Event> = {}): Event => {
  const { value: total, currency_code: currency } = moneyOf(amount);
  return {
    id: 'WH-3',
    event_type: 'PAYMENT.SALE.COMPLETED',
    create_time: at,
    resource_type: 'sale',
    resource: { id, state: 'completed', amount: { total, currency, details: { subtotal: total } }, create_time: at },
    ...over,
  };
};

export const bytesOf = (event: Event): string => `${JSON.stringify(event, undefined, 1).replaceAll('é', '\\u00e9')}\n`;
