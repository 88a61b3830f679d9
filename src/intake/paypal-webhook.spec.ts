import { readWebhook } from './paypal-webhook.js';

const at = '2026-10-07T18:02:47Z';
const v2 = (value: string) => ({ amount: { value, currency_code: 'CAD' } });
const v1 = (total: string) => ({ amount: { total, currency: 'CAD' } });
const says = (event_type: string, resource: object, over: object = {}) =>
  readWebhook(
    Buffer.from(
      JSON.stringify({ id: 'WH-1', event_type, create_time: at, resource: { id: '8AA1', create_time: at, ...resource }, ...over }),
    ),
  );

describe('What a webhook says', () => {
  it.each<[string, object, object, string, bigint]>([
    ['PAYMENT.CAPTURE.COMPLETED', v2('200.00'), { resource_version: '2.0' }, '8AA1 + settled', 20000n],
    ['PAYMENT.CAPTURE.COMPLETED', v1('200.00'), {}, '8AA1 + settled', 20000n],
    ['PAYMENT.SALE.COMPLETED', v1('1.0'), {}, '8AA1 + settled', 100n],
    ['PAYMENT.CAPTURE.REFUNDED', v2('50.00'), { resource_type: 'refund', resource_version: '2.0' }, '8AA1 - settled', -5000n],
    ['PAYMENT.CAPTURE.REFUNDED', { ...v1('-50.00'), capture_id: '8AA0' }, {}, '8AA1 - settled', -5000n],
    ['PAYMENT.SALE.REFUNDED', { ...v1('-50.00'), sale_id: '8AA0' }, {}, '8AA1 - settled', -5000n],
    ['PAYMENT.SALE.REFUNDED', { ...v1('50.00'), sale_id: '8AA0' }, {}, '8AA1 - settled', -5000n],
  ])('%s, %j: %s', (type, resource, over, key, minor) => {
    expect(says(type, resource, over)).toEqual({
      event: 'WH-1',
      type,
      movement: { key, at: '2026-10-07T18:02:47.000Z', amount: { minor, currency: 'CAD' } },
    });
  });

  it.each<[string, object]>([
    ['PAYMENT.CAPTURE.PENDING', v2('200.00')],
    ['PAYMENT.CAPTURE.DENIED', v2('200.00')],
    ['PAYMENT.SALE.REVERSED', v1('200.00')],
    ['PAYMENT.CAPTURE.COMPLETED', v2('2e2')],
    ['PAYMENT.CAPTURE.COMPLETED', { amount: { value: 200, currency_code: 'CAD' } }],
    ['PAYMENT.CAPTURE.COMPLETED', { ...v2('200.00'), id: '../8AA1' }],
    ['CUSTOMER.DISPUTE.CREATED', v2('200.00')],
  ])('%s, %j names no movement that the search would list', (type, resource) => {
    expect(says(type, resource)).toEqual({ event: 'WH-1', type });
  });

  const sent = { payout_item_id: '8AELMXH8UB2P8', payout_batch_id: '5UXD2E8A7EBQJ' };
  const header = { payout_batch_id: '5UXD2E8A7EBQJ', batch_status: 'SUCCESS', sender_batch_header: { sender_batch_id: 'po-1-a2' } };

  it.each<[string, object, object]>([
    [
      'PAYMENT.PAYOUTS-ITEM.UNCLAIMED',
      { ...sent, payout_item: { sender_item_id: 'po-1' } },
      { payout: 'po-1', transfer: '8AELMXH8UB2P8', batch: '5UXD2E8A7EBQJ' },
    ],
    [
      'PAYMENT.PAYOUTS-ITEM.SUCCEEDED',
      { ...sent, sender_batch_id: 'po-1-a2' },
      { payout: 'po-1', transfer: '8AELMXH8UB2P8', batch: '5UXD2E8A7EBQJ' },
    ],
    ['PAYMENT.PAYOUTS-ITEM.HELD', sent, { transfer: '8AELMXH8UB2P8', batch: '5UXD2E8A7EBQJ' }],
    [
      'PAYMENT.PAYOUTS-ITEM.SOMETHING',
      { ...sent, sender_batch_id: 'somebody-elses' },
      { transfer: '8AELMXH8UB2P8', batch: '5UXD2E8A7EBQJ' },
    ],
    ['PAYMENT.PAYOUTSBATCH.DENIED', { batch_header: header }, { payout: 'po-1', batch: '5UXD2E8A7EBQJ' }],
  ])('%s, %j names a payout to look at: %j', (type, resource, payout) => {
    expect(says(type, resource)).toEqual({ event: 'WH-1', type, payout });
  });

  it.each<[string, object]>([
    ['PAYMENT.PAYOUTS-ITEM.SUCCEEDED', { payout_item_id: '../8AEL', payout_batch_id: 7, payout_item: 'po-1' }],
    ['PAYMENT.PAYOUTSBATCH.SUCCESS', { batch_header: [] }],
    ['PAYMENT.REFERENCED-PAYOUT-ITEM.COMPLETED', sent],
  ])('%s, %j names none', (type, resource) => {
    expect(says(type, resource)).toEqual({ event: 'WH-1', type });
  });

  it.each(['', 'null', '[]', '{"id":"WH-1"}', '{"event_type":"PAYMENT.SALE.COMPLETED"}', '{"id":'])('%j says nothing', (body) => {
    expect(readWebhook(Buffer.from(body))).toBeUndefined();
  });
});
