import { PayPalConnections } from '../../src/reconciliation/paypal-connections.queries.js';
import { PayPalSweep } from '../../src/reconciliation/paypal.jobs.js';
import { type PayPalHost, startPayPalHost } from './host.js';
import { bytesOf, captured, refunded, sold } from './simulator/movements.js';

let host: PayPalHost;
beforeEach(async () => {
  host = await startPayPalHost();
  await host.connect();
  await host.minutesPass();
});
afterEach(async () => {
  const { breaches } = host.stub;
  await host.stop();
  expect(breaches).toEqual([]);
});

const at = '2026-11-02T15:00:30Z';
const session = { id: '8AA10000000000005', code: 'T0006', amount: '200.00 CAD', at };
const searches = () => host.stub.calls().filter(({ url }) => url.startsWith('/v1/reporting')).length;
const kept = () =>
  host.sql<{ event_id: string; event_type: string }>('select event_id, event_type from paypal_webhook order by transmission_id');

describe('A genuine webhook only nudges', () => {
  it('the account is asked soon, and what is listed comes to the review list; nothing is recorded from what the webhook says', async () => {
    host.moved(session);
    expect(await host.webhook(captured(session.id, '999.00 CAD', at), 'a-1')).toBe(204);
    expect(await host.lines()).toEqual([]);
    await host.minutesPass(0);
    expect(await host.lines()).toEqual(['2026-11-02 money-in to-review 200.00 CAD']);
    expect(await host.sql('select * from payment')).toEqual([]);
  });

  it('its bytes are checked as they came, with every escape and blank', async () => {
    const event = captured(session.id, '200.00 CAD', at, { event_type: 'PAYMENT.CAPTURE.COMPLETED' });
    expect(await host.webhook({ ...event, resource: { ...event.resource, custom_id: 'séance' } }, 'a-1')).toBe(204);
  });

  it('one that comes before its payment is listed has the account asked every few minutes until it is', async () => {
    await host.webhook(captured(session.id, '200.00 CAD', at), 'a-1');
    await host.minutesPass(1);
    const before = searches();
    for (const _ of [1, 2, 3]) await host.minutesPass(10);
    expect(searches()).toBe(before + 3);
    host.moved(session);
    await host.minutesPass(10);
    expect(await host.lines()).toHaveLength(1);
    await host.minutesPass(10);
    expect(searches()).toBe(before + 4);
  });

  it('one about a day long past has that day searched again', async () => {
    const old = { ...session, at: '2026-10-05T12:00:00Z' };
    await host.minutesPass(60);
    host.moved(old);
    await host.webhook(captured(old.id, '200.00 CAD', old.at), 'a-1', { 'paypal-transmission-time': '2026-11-02T16:00:00Z' });
    await host.minutesPass(0);
    expect(await host.lines()).toEqual(['2026-10-05 money-in to-review 200.00 CAD']);
  });

  it('refunds are found in both versions: below zero in the first, above in the second', async () => {
    host.moved({ ...session, id: '8AA1000000000000B', code: 'T1107', amount: '-50.00 CAD' });
    host.moved({ ...session, id: '8AA1000000000000C', code: 'T1107', amount: '-5.00 CAD' });
    const refundOfSale = sold('8AA1000000000000C', '-5.00 CAD', at, { event_type: 'PAYMENT.SALE.REFUNDED', resource_type: 'refund' });
    expect(await host.webhook(refunded('8AA1000000000000B', '50.00 CAD', at), 'a-1')).toBe(204);
    expect(await host.webhook(refundOfSale, 'a-2')).toBe(204);
    await host.minutesPass(0);
    const found = await host.sql('select 1 from paypal_webhook w join observation_line l on l.movement = w.movement');
    expect(found).toHaveLength(2);
  });

  it('nine that share one event id are nine; the last may come first, and each a second time', async () => {
    const events = Array.from({ length: 9 }, (_, n) => sold(`8AA1000000000000${n}`, '20.0 CAD', at, { id: 'WH-SAME' }));
    for (const [n, event] of events.entries()) expect(await host.webhook(event, `a-${9 - n}`)).toBe(204);
    const asked = host.stub.calls().length;
    for (const [n, event] of events.entries()) expect(await host.webhook(event, `a-${9 - n}`)).toBe(204);
    expect(host.stub.calls()).toHaveLength(asked);
    expect(await kept()).toHaveLength(9);
    expect(await host.refusals()).toEqual({});
  });
});

describe('What PayPal did not send is refused and counted, and nothing is asked or kept', () => {
  const event = captured(session.id, '200.00 CAD', at);

  it.each<[string, Record<string, string>, string | undefined]>([
    ['forged', { 'paypal-transmission-sig': 'Zm9yZ2Vk' }, undefined],
    ['with another body than was signed', {}, bytesOf(captured(session.id, '2000.00 CAD', at))],
    ['with the same body, written anew', {}, JSON.stringify(event)],
    ['unsigned', { 'paypal-transmission-sig': '' }, undefined],
    ['without a transmission', { 'paypal-transmission-id': '' }, undefined],
    ['with a certificate from elsewhere', { 'paypal-cert-url': 'https://paypal.com.example/cert' }, undefined],
  ])('one %s', async (_, over, body) => {
    expect(await host.webhook(event, 'a-1', over, body)).toBe(400);
    expect(await host.refusals()).toEqual({ 'not-genuine': 1 });
    expect(await host.standing()).toMatchObject({ refused: 1 });
    expect(await kept()).toEqual([]);
    expect(searches()).toBe(2);
    await host.minutesPass(1);
    expect(searches()).toBe(2);
  });

  it('a transmission that is known, with other bytes, without asking PayPal', async () => {
    await host.webhook(event, 'a-1');
    const asked = host.stub.calls().length;
    expect(await host.webhook(event, 'a-1', {}, bytesOf(captured('8AA10000000000099', '200.00 CAD', at)))).toBe(400);
    expect(host.stub.calls()).toHaveLength(asked);
    expect(await host.refusals()).toEqual({ replayed: 1 });
  });

  it('one that was sent longer ago than PayPal repeats, also when all else of it is forgotten', async () => {
    await host.webhook(event, 'a-1');
    host.program.setTime('2027-01-02T15:00:00Z');
    await host.program.app.get(PayPalSweep).forgetOldWebhooks();
    expect(await kept()).toEqual([]);
    expect(await host.webhook(event, 'a-1')).toBe(400);
    expect(await host.refusals()).toEqual({ replayed: 1 });
  });

  it('one that is no JSON, one that is too large', async () => {
    expect(await host.webhook(event, 'a-1', {}, 'event=1')).toBe(400);
    expect(await host.webhook(event, 'a-2', {}, JSON.stringify({ x: 'x'.repeat(300_000) }))).toBe(413);
    expect(await host.refusals()).toEqual({ 'too-large': 1 });
  });

  it('where PayPal cannot be asked, it is to come again, and is neither refused nor taken', async () => {
    host.stub.misbehaves('fails with a page of HTML');
    expect(await host.webhook(event, 'a-1')).toBe(503);
    expect(await host.refusals()).toEqual({});
    expect(await host.webhook(event, 'a-1')).toBe(204);
  });

  it('where no account takes webhooks, there is nothing at that address', async () => {
    await host.program.app.get(PayPalConnections).remove(host.ledger, host.account);
    expect(await host.webhook(event, 'a-1')).toBe(404);
    expect(await host.refusals()).toEqual({});
  });
});
