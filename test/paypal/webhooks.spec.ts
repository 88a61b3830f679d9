import { paypalApi } from '../../src/rails/paypal.js';
import { eachWithStub } from './each-with-stub.js';
import type { Fault } from './simulator/faults.js';
import type { PayPalSimulator } from './simulator/simulator.js';

let stub: PayPalSimulator;
const { access } = eachWithStub((opened) => {
  stub = opened;
});

describe('A webhook is genuine when PayPal says so of the very bytes that came', () => {
  const headers = {
    'paypal-auth-algo': 'SHA256withRSA',
    'paypal-cert-url': 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42',
    'paypal-transmission-id': '69cd13f0-d67a-11e5-baa3-778b53f4ae55',
    'paypal-transmission-sig': 'lmI95Jx3Y9nhR5SJWlHVIWpg4AgFk7n9bCHSRxbrd8A9zrhdu2rMyFrmz+Zjh3s3boXB07VXCXUZy==',
    'paypal-transmission-time': '2026-02-18T20:01:35Z',
  };
  const event = '{ "id" : "WH-1", "event_type":"PAYMENT.PAYOUTS-ITEM.SUCCEEDED","resource":{"fee":1.10,"n":"\\u00e9\\/é"} }\n';
  const verify = (over: Record<string, unknown> = {}, body: string | Buffer = event, webhookId: string | undefined = '1JE4291016473214C') =>
    paypalApi(access({ webhookId })).verifyWebhook({ ...headers, ...over }, Buffer.from(body as string));

  it('they reach PayPal as they came, with the trailing zero and every escape', async () => {
    expect(await verify()).toBe('genuine');
    expect(stub.calls()[0]!.body.toString()).toContain(`"webhook_event":${event}}`);
    expect(stub.calls()[0]!.url).toBe('/v1/notifications/verify-webhook-signature');
  });

  it('a failed check is a no, though it arrives as an answer that went well', async () => {
    stub.verification = 'FAILURE';
    expect(await verify()).toBe('refused');
    expect(stub.calls()).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>, string | Buffer]>([
    ['without a signature', { 'paypal-transmission-sig': undefined }, event],
    ['with two signatures', { 'paypal-transmission-sig': ['a', 'b'] }, event],
    ['with a certificate from elsewhere', { 'paypal-cert-url': 'https://paypal.com.example/cert' }, event],
    ['with a certificate from a name that only ends alike', { 'paypal-cert-url': 'https://notpaypal.com/cert' }, event],
    ['with a certificate without TLS', { 'paypal-cert-url': 'http://api.paypal.com/cert' }, event],
    ['that brings a webhook id of its own', {}, '{"id":"WH-1"},"webhook_id":"THEIRS","x":{}'],
    ['that is no JSON', {}, 'event=1'],
    ['that is no object', {}, '[]'],
    ['with bytes that are no text', {}, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('one %s is refused, and PayPal is not asked', async (_, over, body) => {
    expect(await verify(over, body)).toBe('refused');
    expect(stub.seen).toEqual([]);
  });

  it('where no webhook is ours, none is genuine', async () => {
    expect(await verify({}, event, '')).toBe('refused');
    expect(stub.seen).toEqual([]);
  });

  it.each<Fault>([
    'hangs',
    'cuts in the middle of the answer',
    'fails with a page of HTML',
    'says yes in HTML',
    'has had too many',
  ])('where PayPal %s, it is not known, and never genuine', async (fault) => {
    stub.misbehaves(fault);
    expect(await verify()).toBe('unknown');
  });
});
