import { OpenLedger } from '../../src/domain/ledger.js';
import { newRequest } from '../support/ledger.js';
import { type ApiHost, type Client, slug, startApi } from './client.js';

const cad = (amount: unknown) => ({ amount, currency: 'CAD' });
const payment = (over: object = {}) => ({
  amount: cad('200.00'),
  method: 'interac',
  offering: 'ces-50',
  receivedAt: '2026-10-04',
  ...over,
});

interface Line {
  readonly path: string;
  readonly body: unknown;
  readonly field: string;
}
const badPayment = (over: object, field: string): Line => ({ path: 'payments', body: payment(over), field });
const unknownId = '01990000-0000-7000-8000-000000000001';

/** What was sent, and the field that the answer names. */
const refused: Record<string, Line> = {
  'three decimals': badPayment({ amount: cad('1.005') }, 'amount'),
  'a float': badPayment({ amount: cad(200.5) }, 'amount.amount'),
  'a whole number that is no text': badPayment({ amount: cad(200) }, 'amount.amount'),
  'a negative amount': badPayment({ amount: cad('-5.00') }, 'amount'),
  zero: badPayment({ amount: cad('0.00') }, 'amount'),
  'a huge amount': badPayment({ amount: cad('10000000000000.01') }, 'amount'),
  'an amount with an exponent': badPayment({ amount: cad('1e3') }, 'amount'),
  'an amount with grouping': badPayment({ amount: cad('1,000.00') }, 'amount'),
  'an amount that is a list': badPayment({ amount: cad(['200.00']) }, 'amount.amount'),
  'an unknown currency': badPayment({ amount: { amount: '5.00', currency: 'XXX' } }, 'amount.currency'),
  'yen with cents': badPayment({ amount: { amount: '1200.50', currency: 'JPY' } }, 'amount'),
  'an amount that is missing': badPayment({ amount: undefined }, 'amount'),
  'a fee in another currency': badPayment({ fee: { amount: '1.00', currency: 'USD' } }, 'fee.currency'),
  'a date in the future beyond a day': badPayment({ receivedAt: '2026-11-05' }, 'receivedAt'),
  'a time without a zone': badPayment({ receivedAt: '2026-10-04T09:30:00' }, 'receivedAt'),
  '30 February': badPayment({ receivedAt: '2026-02-30' }, 'receivedAt'),
  'a date that is none': badPayment({ receivedAt: 'yesterday' }, 'receivedAt'),
  'an unknown field': badPayment({ client: 'a name' }, 'client'),
  'an unknown field within a field': badPayment({ amount: { ...cad('5.00'), cents: 500 } }, 'amount.cents'),
  'an unknown method': badPayment({ method: 'barter' }, 'method'),
  'an offering that is not defined': badPayment({ offering: "ces-50'; drop table payment; --" }, 'offering'),
  'too long a text': badPayment({ payer: 'x'.repeat(201) }, 'payer'),
  "SQL in an offering's name": {
    path: 'offerings',
    field: 'offering',
    body: { offering: "a'; drop table ledger; --", name: 'x', tax: { treatment: 'exempt' }, insidePledge: true },
  },
  'a taxable offering without its rate': {
    path: 'offerings',
    field: 'tax.rateBp',
    body: { offering: 'a', name: 'A', tax: { treatment: 'taxable' }, insidePledge: true },
  },
  'a band that runs backwards': {
    path: 'offerings',
    field: 'bands.lower',
    body: {
      offering: 'a',
      name: 'A',
      tax: { treatment: 'exempt' },
      insidePledge: true,
      bands: { lower: { from: cad('9.00'), to: cad('5.00') }, upper: { from: cad('9.00'), to: cad('15.00') } },
    },
  },
  'a share above the whole': {
    path: 'policies',
    field: 'shareBp',
    body: { shareBp: 10_001, base: 'gross', currencyRule: 'home', startsOn: '2027-01-01', words: 'All and more.' },
  },
  'a policy that starts on no day': {
    path: 'policies',
    field: 'startsOn',
    body: { shareBp: 1000, base: 'gross', currencyRule: 'home', startsOn: '2027-02-30', words: 'A tenth.' },
  },
  "an account's number as its name": { path: 'accounts', field: 'name', body: { name: '01234-5678901', kind: 'bank', currency: 'CAD' } },
  'a link that runs script': {
    path: 'calls',
    field: 'link',
    body: { link: 'javascript:alert(1)', rail: 'interac', address: 'a@example.org', fitsThePromise: true },
  },
  'a call that is not said to fit': {
    path: 'calls',
    field: 'fitsThePromise',
    body: { rail: 'interac', address: 'a@example.org', fitsThePromise: false },
  },
  'a call with a story': {
    path: 'calls',
    field: 'story',
    body: { rail: 'interac', address: 'a@example.org', fitsThePromise: true, story: 'why' },
  },
  'a payout of no amount': { path: 'payouts', field: 'amount', body: { call: unknownId, amount: cad('0') } },
  'a payout for a call that is no id': { path: 'payouts', field: 'call', body: { call: 'the one from before', amount: cad('5.00') } },
  'a month that is none': { path: 'months/2026-13/close', field: 'month', body: undefined },
  'an address with a path': { path: 'publications/public-address', field: 'address', body: { address: 'https://ledger.example/river' } },
  'an opening balance in two currencies': {
    path: 'obligations/opening-balance',
    field: 'paid.currency',
    body: { owed: cad('5.00'), paid: { amount: '5', currency: 'JPY' } },
  },
  'a list where an object belongs': { path: 'obligations/advances', field: 'amount', body: { amount: [cad('5.00')] } },
  'a settled amount that is a list': badPayment({ settled: [{ amount: cad('5.00'), source: 'paypal' }] }, 'settled'),
  'tax that is a list': badPayment({ tax: [{ treatment: 'exempt' }] }, 'tax'),
};

/** Wherever an amount is read: the member that holds it, and the amount within. */
const amounts: Record<string, (amount: unknown) => Pick<Line, 'path' | 'body' | 'field'>> = {
  'a payment': (amount) => ({ path: 'payments', body: payment({ amount }), field: 'amount' }),
  'a fee': (amount) => ({ path: 'payments', body: payment({ fee: amount }), field: 'fee' }),
  'a settled amount': (amount) => ({ path: 'payments', body: payment({ settled: { amount, source: 'bank' } }), field: 'settled.amount' }),
  'a refund': (amount) => ({ path: `payments/${unknownId}/refunds`, body: { amount, refundedAt: '2026-10-04' }, field: 'amount' }),
  'a payout': (amount) => ({ path: 'payouts', body: { call: unknownId, amount }, field: 'amount' }),
  'an advance': (amount) => ({ path: 'obligations/advances', body: { amount }, field: 'amount' }),
  'what was owed': (amount) => ({ path: 'obligations/opening-balance', body: { owed: amount, paid: cad('0') }, field: 'owed' }),
  'what a call asks': (amount) => ({
    path: 'calls',
    body: { rail: 'interac', address: 'a@example.org', fitsThePromise: true, asked: amount },
    field: 'asked',
  }),
  'the edge of a band': (amount) => ({
    path: 'offerings',
    body: {
      offering: 'a',
      name: 'A',
      tax: { treatment: 'exempt' },
      insidePledge: true,
      bands: { lower: { from: amount, to: cad('5.00') }, upper: { from: cad('9.00'), to: cad('15.00') } },
    },
    field: 'bands.lower.from',
  }),
};

describe('bad input', () => {
  let host: ApiHost;
  let api: Client;
  let before: bigint;
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
  });
  beforeEach(async () => {
    before = await host.head();
  });
  afterEach(async () => {
    expect(await host.head()).toBe(before);
  });
  afterAll(() => host.stop());

  it.each(Object.entries(refused))('%s is refused with its field, and nothing is recorded', async (_, { path, body, field }) => {
    const answer = await api.post(path, body);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8']);
    const { type, status, detail, errors } = answer.json();
    expect({ type, status, fields: errors.map((each: { field: string }) => each.field) }).toEqual({
      type: '/docs/problems#invalid-input',
      status: 400,
      fields: [field],
    });
    expect(detail).toMatch(/^["A-Z0-9].*[.]$/);
    expect(answer.body).not.toMatch(/class-validator|must be/);
  });

  it.each(Object.entries(amounts))('%s is one amount: a list is told so where it stands', async (_, sent) => {
    const says = 'More than one amount was sent here. Send one, like "200.00".';
    for (const [amount, within] of [
      [[cad('5.00'), cad('6.00')], ''],
      [cad(['5.00', '6.00']), '.amount'],
    ] as const) {
      const { path, body, field } = sent(amount);
      const answer = await api.post(path, body);
      expect([answer.statusCode, answer.json().errors]).toEqual([400, [{ field: field + within, says }]]);
    }
  });

  it('what is missing is told so', async () => {
    const { errors } = (await api.post('payments', payment({ amount: undefined }))).json();
    expect(errors).toEqual([{ field: 'amount', says: 'This is missing. Fill it in.' }]);
  });

  it.each([
    ['no JSON', '{"amount":', 'application/json', 400],
    ['JSON that is no object', '[1]', 'application/json', 400],
    ['nothing at all', '', 'application/json', 400],
    ['another form', '<payment/>', 'application/xml', 415],
    ['a prototype', '{"__proto__":{"amount":1}}', 'application/json', 400],
  ])('%s is refused', async (_, payload, type, status) => {
    const answer = await api.post('payments', payload, { 'content-type': type });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, 'application/problem+json; charset=utf-8']);
  });

  it('a body over the bound is refused before it is read', async () => {
    const answer = await api.post('payments', payment({ payer: 'x'.repeat(2_000_000) }));
    expect([answer.statusCode, answer.json().type]).toEqual([413, '/docs/problems#too-large']);
  });

  it.each([
    `/api/v1/ledgers/${encodeURIComponent("river' or '1'='1")}/payments`,
    '/api/v1/ledgers/console/payments',
    '/api/v1/ledgers/..%2friver/payments',
  ])('%s is no ledger', async (path) => {
    const answer = await api.get(path);
    expect([answer.statusCode, answer.json().type]).toEqual([404, '/docs/problems#not-found']);
  });

  it.each([
    'obligations',
    'observations',
    'payouts',
    'events',
    'publications',
  ])('%s refuses a cursor that is not ours, and a page of everything', async (path) => {
    for (const query of [
      'after=nonsense',
      `after=${Buffer.from('["x","y"]').toString('base64url')}`,
      `after=${Buffer.from('["x"]').toString('base64url')}`,
    ]) {
      const answer = await api.get(`${path}?${query}`);
      expect([answer.statusCode, answer.json().errors?.[0].field]).toEqual([400, 'after']);
    }
    for (const limit of ['0', '201', '-1', '1.5', 'all']) {
      const answer = await api.get(`${path}?limit=${limit}`);
      expect([answer.statusCode, answer.json().errors[0].field]).toEqual([400, 'limit']);
    }
  });

  it('a key that cannot be one is refused', async () => {
    const answer = await api.post('payments', payment(), { 'idempotency-key': 'a b' });
    expect([answer.statusCode, answer.json().errors[0].field]).toEqual([400, 'Idempotency-Key']);
  });

  it('nobody is let in without a token of this ledger', async () => {
    for (const authorization of ['', 'Bearer mal_nonsense', 'Basic c3Rld2FyZDpwYXNz']) {
      const answer = await api.get('payments', { authorization });
      expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    }
  });

  it.each([
    '/%zz',
    '/%E0%A4%A/months',
    '/api/v1/ledgers/%zz/payments',
  ])('the address %s cannot be read, and is answered as any other', async (url) => {
    const answer = await host.program.app.getHttpAdapter().getInstance().inject({ url });
    const isApi = url.startsWith('/api');
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['x-content-type-options']]).toEqual([
      400,
      isApi ? 'application/problem+json; charset=utf-8' : 'text/html; charset=utf-8',
      'nosniff',
    ]);
    expect(answer.body).toContain('This address cannot be read.');
  });

  it('a slug that is reserved, taken, or no slug opens no ledger', async () => {
    const opening = (wanted: string) =>
      host.program.send(
        new OpenLedger({
          ledger: newRequest(),
          by: 'account:test',
          request: newRequest(),
          slug: wanted,
          name: 'Another',
          zone: 'UTC',
          currency: 'CAD',
          steward: newRequest(),
        }),
      );
    await expect(opening('api')).rejects.toMatchObject({ faults: [{ field: 'slug' }] });
    await expect(opening("x'; drop table ledger; --")).rejects.toMatchObject({ faults: [{ field: 'slug' }] });
    await expect(opening(slug)).rejects.toMatchObject({ code: 'ledger/slug-taken' });
  });
});
