import { no } from './errors.js';
import type { MadeBatch } from './memory.js';
import type { Json } from './schema.js';

/** How what is read back differs from what was made; for whoever adopts a batch without looking. */
export type Twist =
  | 'another receiver'
  | 'another amount'
  | 'another currency'
  | 'another payout'
  | 'another batch id'
  | 'two payouts'
  | 'none yet';

export const headerOf = ({ batch, header }: MadeBatch, status: string): Json => ({
  batch_header: { payout_batch_id: batch, batch_status: status, sender_batch_header: header },
});

/** As PayPal answers it in fact: its document has no `link`. */
export const duplicate = (href?: string): object =>
  no('USER_BUSINESS_ERROR', [
    {
      field: 'SENDER_BATCH_ID',
      issue: href ? 'Batch with given sender_batch_id already exists' : 'Duplicate batch request',
      location: 'body',
      ...(href && { link: [{ href, rel: 'self', method: 'GET', encType: 'application/json' }] }),
    },
  ]);

/** A batch says SUCCESS when its payouts were looked at, also where nobody has claimed any. */
export function batchRead(made: MadeBatch, twist?: Twist): Json {
  const { sender_batch_id: _, ...one } = payoutRead(made, twist);
  const lines = twist === 'none yet' ? [] : twist === 'two payouts' ? [one, one] : [one];
  const header = twist === 'another batch id' ? { ...made, header: { ...made.header, sender_batch_id: 'another' } } : made;
  const status = made.status === 'PENDING' ? 'PROCESSING' : 'SUCCESS';
  return { ...headerOf(header, status), items: lines, total_items: lines.length, total_pages: 1 };
}

export function payoutRead({ payout, batch, status, asked, senderBatch }: MadeBatch, twist?: Twist): Json {
  return {
    payout_item_id: payout,
    payout_batch_id: batch,
    sender_batch_id: twist === 'another batch id' ? 'another' : senderBatch,
    transaction_id: movementOf(payout, status),
    transaction_status: status,
    payout_item_fee: { currency: (asked.amount as Json).currency, value: '0.25' },
    payout_item: { ...asked, ...twisted(asked, twist) },
    ...(status === 'UNCLAIMED' && { errors: no('RECEIVER_UNREGISTERED') }),
    ...(status === 'FAILED' && { errors: no('RECEIVER_ACCOUNT_LOCKED') }),
  };
}

/** The movement's id changes when money comes back; only the payout's stays. */
const movementOf = (payout: string, status: string): string =>
  `${['RETURNED', 'REFUNDED', 'REVERSED'].includes(status) ? '7YB' : '9T3'}${payout}`;

function twisted({ amount }: Json, twist?: Twist): Json {
  switch (twist) {
    case 'another receiver':
      return { receiver: 'someone-else@example.org' };
    case 'another amount':
      return { amount: { ...(amount as Json), value: '41.10' } };
    case 'another currency':
      return { amount: { ...(amount as Json), currency: 'USD' } };
    case 'another payout':
      return { sender_item_id: 'another' };
    case 'another batch id':
    case 'two payouts':
    case 'none yet':
    case undefined:
      return {};
  }
}
