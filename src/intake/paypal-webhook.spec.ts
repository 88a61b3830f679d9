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

  it.each(['', 'null', '[]', '{"id":"WH-1"}', '{"event_type":"PAYMENT.SALE.COMPLETED"}', '{"id":'])('%j says nothing', (body) => {
    expect(readWebhook(Buffer.from(body))).toBeUndefined();
  });
});
