import { type AddressInfo, createServer } from 'node:net';
import paypal from 'paypal-rest-sdk';
import type { Outcome } from '../../src/rails/paypal-answers.js';
import { paypalApi } from '../../src/rails/paypal.js';
import { eachWithStub } from './each-with-stub.js';
import type { Fault } from './simulator/faults.js';
import type { PayPalSimulator } from './simulator/simulator.js';

let stub: PayPalSimulator;
const { access, printed } = eachWithStub((opened) => {
  stub = opened;
});

/** As it may lie in the books: spaces, escapes and a member said twice, which a second writing would lose. */
const bodyOf = (attempt: string): string =>
  `{ "sender_batch_header" : {"sender_batch_id":"${attempt}","email_subject":"A payout \\u00e9\\/ é"},\n  ` +
  `"items":[{"recipient_type":"EMAIL","amount":{"value":"40.10","currency":"CAD"},"receiver":"ines@example.org",` +
  `"note":"thanks","note":"\\u0074hanks","sender_item_id":"po-1"}] }`;

const ofOutcome = ({ outcome, ...rest }: Outcome<unknown>): unknown =>
  outcome === 'rejected' && 'code' in rest ? `rejected ${rest.code}` : 'why' in rest ? `unknown, ${rest.why}` : outcome;

describe('What becomes of a payout that was asked for is one of three', () => {
  it('accepted: PayPal took it up, under a number of its own, and nobody is paid yet', async () => {
    expect(await paypalApi(access()).createPayout(bodyOf('attempt-1'))).toEqual({
      outcome: 'accepted',
      answer: { batch: '5UXD2E8A0000', senderBatch: 'attempt-1', status: 'PENDING' },
      debugId: 'debug2',
    });
  });

  it.each<[Fault, string]>([
    ['is slow', 'accepted'],
    ['signs everyone out', 'accepted'],
    ['finds no money', 'rejected INSUFFICIENT_FUNDS'],
    ['has had too many', 'rejected RATE_LIMIT_REACHED'],
    ['says duplicate without a link', 'rejected USER_BUSINESS_ERROR'],
    ['hangs', 'unknown, timeout'],
    ['drips without end', 'unknown, timeout'],
    ['cuts the line at once', 'unknown, cut'],
    ['cuts in the middle of the answer', 'unknown, cut'],
    ['fails after accepting', 'unknown, their-fault'],
    ['fails with a page of HTML', 'unknown, their-fault'],
    ['says yes in HTML', 'unknown, unreadable'],
    ['says no in HTML', 'unknown, unreadable'],
    ['says yes to half', 'unknown, unreadable'],
    ['says yes about another batch', 'unknown, unreadable'],
    ['sends elsewhere', 'unknown, unreadable'],
    ['answers without end', 'unknown, too-large'],
  ])('PayPal %s: %s', async (fault, outcome) => {
    stub.misbehaves(fault);
    expect(ofOutcome(await paypalApi(access()).createPayout(bodyOf('attempt-1')))).toBe(outcome);
    expect(stub.calls()).toHaveLength(fault === 'signs everyone out' ? 2 : 1);
  });

  it('nobody listens, or a host that never finishes its greeting: unknown, and soon', async () => {
    const silent = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as AddressInfo;
    const begun = performance.now();
    const greeting = await paypalApi(access({ baseUrl: `https://127.0.0.1:${port}`, connectMs: 100, totalMs: 30_000 })).createPayout(
      bodyOf('a'),
    );
    expect(ofOutcome(greeting)).toBe('unknown, timeout');
    expect(performance.now() - begun).toBeLessThan(5000);
    await new Promise((resolve) => silent.close(resolve));
    expect(ofOutcome(await paypalApi(access({ baseUrl: `http://127.0.0.1:${port}` })).createPayout(bodyOf('a')))).toBe(
      'unknown, unreachable',
    );
  });

  it.each<[Fault, string]>([
    ['hangs', 'unknown, timeout'],
    ['cuts the line at once', 'unknown, cut'],
    ['fails with a page of HTML', 'unknown, their-fault'],
    ['says yes in HTML', 'unknown, unreadable'],
    ['lets nobody in', 'rejected invalid_client'],
  ])('where PayPal %s when asked for a token: %s, and the payout was never asked for', async (fault, outcome) => {
    stub.misbehaves(fault, 'token');
    const api = paypalApi(access());
    expect(ofOutcome(await api.createPayout(bodyOf('attempt-1')))).toBe(outcome);
    expect(stub.calls()).toEqual([]);
    expect(ofOutcome(await api.createPayout(bodyOf('attempt-1')))).toBe('accepted');
  });

  it('a no says when to come again, and PayPal’s own name for the exchange', async () => {
    stub.misbehaves('has had too many');
    expect(await paypalApi(access()).createPayout(bodyOf('attempt-1'))).toMatchObject({
      status: 429,
      retryAfterSeconds: 17,
      debugId: 'debug2',
    });
  });
});

describe('A payout is never made twice', () => {
  it('after a lost answer the same bytes are sent again, and PayPal names the first batch', async () => {
    const api = paypalApi(access());
    const body = bodyOf('attempt-1');
    for (const fault of ['hangs', 'fails after accepting', 'cuts in the middle of the answer', 'is slow'] as const) {
      stub.misbehaves(fault);
      await api.createPayout(body);
    }
    const again = await api.createPayout(body);
    expect(again).toMatchObject({ outcome: 'rejected', code: 'USER_BUSINESS_ERROR', duplicateOf: { batch: stub.batches[0]!.batch } });
    expect(stub.batches).toHaveLength(1);
    for (const call of stub.calls()) expect(call.body.equals(Buffer.from(body))).toBe(true);
    expect(stub.calls()).toHaveLength(5);
  });

  it('a repeat after a 401 carries the same bytes too', async () => {
    stub.misbehaves('signs everyone out');
    await paypalApi(access()).createPayout(bodyOf('attempt-1'));
    expect(stub.calls().map(({ body }) => body.toString())).toEqual([bodyOf('attempt-1'), bodyOf('attempt-1')]);
    expect(stub.batches).toHaveLength(1);
  });

  it('a 401 is repeated once, not for ever', async () => {
    stub.misbehaves('signs everyone out');
    stub.misbehaves('signs everyone out');
    expect(ofOutcome(await paypalApi(access()).createPayout(bodyOf('attempt-1')))).toBe('rejected AUTHENTICATION_FAILURE');
  });

  it('a duplicate without a link is still a duplicate', async () => {
    stub.misbehaves('says duplicate without a link');
    expect(await paypalApi(access()).createPayout(bodyOf('attempt-1'))).toMatchObject({ outcome: 'rejected', duplicateOf: {} });
  });

  it('it goes as PayPal’s package sends it, under the same name on every repeat', async () => {
    const api = paypalApi(access());
    await api.createPayout(bodyOf('attempt-1'));
    await api.createPayout(bodyOf('attempt-1'));
    for (const { method, url, headers } of stub.calls()) {
      expect(`${method} ${url}`).toBe('POST /v1/payments/payouts/?sync_mode=false');
      expect(headers).toMatchObject({ 'paypal-request-id': 'attempt-1', 'content-type': 'application/json' });
    }
  });

  it.each([
    ['no batch id', '{"sender_batch_header":{},"items":[{}]}'],
    ['two payouts', '{"sender_batch_header":{"sender_batch_id":"a"},"items":[{},{}]}'],
    ['a batch id that is no word', '{"sender_batch_header":{"sender_batch_id":"a\\r\\nb"},"items":[{}]}'],
    ['half of a body', '{"sender_batch_header":{"sender_batch_id":"ines@'],
  ])('with %s it is not sent at all', async (_, body) => {
    await expect(paypalApi(access()).createPayout(body)).rejects.toThrow(/^(?!.*ines).+\.$/);
    expect(stub.seen).toEqual([]);
  });
});

describe('What was sent is read again from PayPal', () => {
  it('the stub notices what PayPal’s own documents do not allow', async () => {
    await paypalApi(access()).createPayout('{"sender_batch_header":{"sender_batch_id":"a"},"items":[{"receiver":1}]}');
    expect(stub.breaches.splice(0)).toEqual([
      'asked /v1/payments/payouts/: .items[0].receiver is no string',
      'asked /v1/payments/payouts/: .items[0] lacks amount',
    ]);
  });

  it('the stub notices what PayPal’s documents do not describe', async () => {
    await paypalApi(access()).createPayout(bodyOf('a').replace('"CAD"', '"CAD","x":1').replace('{ "sender', '{ "y":{}, "sender'));
    expect(stub.breaches.splice(0).toSorted()).toEqual([
      'asked /v1/payments/payouts/: .items[0].amount has x, which is not described',
      'asked /v1/payments/payouts/: has y, which is not described',
    ]);
  });

  it('the batch with its payout, and the payout alone: receiver, amount and our own id', async () => {
    const api = paypalApi(access());
    await api.createPayout(bodyOf('attempt-1'));
    const { batch, payout } = stub.batches[0]!;
    const sent = {
      payout,
      batch,
      senderPayout: 'po-1',
      status: 'UNCLAIMED',
      amount: { minor: 4010n, currency: 'CAD' },
      receiver: 'ines@example.org',
      errorCode: 'RECEIVER_UNREGISTERED',
    };
    expect(await api.readBatch(batch)).toMatchObject({ answer: { batch, senderBatch: 'attempt-1', status: 'SUCCESS', payouts: [sent] } });
    expect(await api.readPayout(payout)).toMatchObject({ outcome: 'accepted', answer: sent });
  });

  it('one that nobody claimed can be cancelled, once', async () => {
    const api = paypalApi(access());
    await api.createPayout(bodyOf('attempt-1'));
    const { payout } = stub.batches[0]!;
    expect(await api.cancelPayout(payout)).toMatchObject({ outcome: 'accepted', answer: { status: 'RETURNED' } });
    expect(ofOutcome(await api.cancelPayout(payout))).toBe('rejected ITEM_INCORRECT_STATUS');
  });

  it('what PayPal does not know, and an answer that does not come, are not the same', async () => {
    const api = paypalApi(access());
    expect(ofOutcome(await api.readBatch('NEVERMADE'))).toBe('rejected INVALID_RESOURCE_ID');
    stub.misbehaves('hangs');
    expect(ofOutcome(await api.readPayout('NEVERMADE'))).toBe('unknown, timeout');
  });

  it.each([
    '../../oauth2/token',
    'A?page_size=1',
    'ABCD/cancel',
    '',
    'ABCD\n',
    'A'.repeat(31),
  ])('%j is no id and enters no path', async (id) => {
    const api = paypalApi(access());
    for (const asks of [api.readBatch, api.readPayout, api.cancelPayout]) await expect(asks(id)).rejects.toThrow('no id of PayPal’s');
    expect(stub.seen).toEqual([]);
  });
});

describe('An account’s token is its own', () => {
  const tokensOf = (): readonly (string | undefined)[] => stub.calls().map(({ headers }) => headers.authorization);

  it('calls that start together wait for one token, and later ones use it', async () => {
    const api = paypalApi(access());
    await Promise.all(Array.from({ length: 12 }, (_, at) => api.createPayout(bodyOf(`attempt-${at}`))));
    await api.readBatch(stub.batches[0]!.batch);
    expect(stub.tokenCalls()).toHaveLength(1);
    expect(new Set(tokensOf()).size).toBe(1);
  });

  it('calls that are all signed out wait for one new token', async () => {
    const api = paypalApi(access());
    await api.createPayout(bodyOf('attempt-0'));
    stub.misbehaves('signs everyone out');
    await Promise.all(Array.from({ length: 8 }, (_, at) => api.readBatch(`NEVERMADE${at}`)));
    expect(stub.tokenCalls()).toHaveLength(2);
  });

  it('a token is renewed before it runs out', async () => {
    stub.tokenLastsSeconds = 1;
    const api = paypalApi(access());
    await api.createPayout(bodyOf('attempt-0'));
    await new Promise((resolve) => setTimeout(resolve, 950));
    await api.createPayout(bodyOf('attempt-1'));
    expect(stub.tokenCalls()).toHaveLength(2);
  });

  it('two accounts, in turn and at once, never send under one another’s name', async () => {
    const river = paypalApi(access());
    const hill = paypalApi(access({ clientId: 'hill', clientSecret: 'hill-secret' }));
    for (const at of [0, 1, 2]) {
      await river.createPayout(bodyOf(`river-${at}`));
      await hill.createPayout(bodyOf(`hill-${at}`));
    }
    await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        at % 2 ? river.createPayout(bodyOf(`river-${at}x`)) : hill.createPayout(bodyOf(`hill-${at}x`)),
      ),
    );
    expect(stub.batches).toHaveLength(16);
    for (const { owner, senderBatch } of stub.batches) {
      const name = senderBatch.split('-')[0];
      expect(owner).toBe(`${name}:${name}-secret`);
    }
    expect(ofOutcome(await hill.readBatch(stub.batches.find(({ owner }) => owner.startsWith('river'))!.batch))).toBe(
      'rejected INVALID_RESOURCE_ID',
    );
  });

  it('a changed secret asks for a token of its own', async () => {
    await paypalApi(access()).createPayout(bodyOf('attempt-0'));
    await paypalApi(access({ clientSecret: 'new-secret' })).createPayout(bodyOf('attempt-1'));
    expect(stub.batches.map(({ owner }) => owner)).toEqual(['river:river-secret', 'river:new-secret']);
  });

  it('nothing is left in what the package’s calls share, and a call outside of the adapter goes nowhere', async () => {
    const { configuration } = paypal as unknown as { configuration: object };
    const before = JSON.stringify(configuration);
    await paypalApi(access()).createPayout(bodyOf('attempt-0'));
    expect(JSON.stringify(configuration)).toBe(before);
    expect(before).not.toMatch(/Bearer|Basic|river/);
    const error = await new Promise((resolve) => paypal.payout.get('5UXD2E8A0000', { client_id: 'river', headers: {} }, resolve));
    expect(String(error)).toContain('outside of the adapter');
    expect(stub.calls()).toHaveLength(1);
  });

  it('nothing is printed, even with PAYPAL_DEBUG set', async () => {
    process.env.PAYPAL_DEBUG = '1';
    try {
      for (const fault of ['cuts the line at once', 'fails with a page of HTML', 'finds no money'] as const) {
        stub.misbehaves(fault);
        await paypalApi(access()).createPayout(bodyOf('attempt-0'));
      }
    } finally {
      delete process.env.PAYPAL_DEBUG;
    }
    expect(printed()).toEqual([]);
  });

  it.each([
    'http://api-m.paypal.com',
    'https://api-m.paypal.com/v1',
    'https://river:geheim@api-m.paypal.com',
    'api-m.paypal.com',
    '',
  ])('secrets are not sent to %j', (baseUrl) => expect(() => paypalApi(access({ baseUrl }))).toThrow(/^(?!.*geheim).*https:\/\//));
});
