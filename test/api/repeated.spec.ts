import { type ApiHost, type Client, startApi } from './client.js';

const cad = (amount: unknown) => ({ amount, currency: 'CAD' });
const payment = (over: object = {}) => ({
  amount: cad('200.00'),
  method: 'interac',
  offering: 'ces-50',
  receivedAt: '2026-10-04',
  ...over,
});

describe('requests that come twice, at once, or for too much', () => {
  let host: ApiHost;
  let api: Client;
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
  });
  afterAll(() => host.stop());

  const proposed = async (amount: string): Promise<string> => {
    const { call } = (await api.post('calls', { rail: 'interac', address: 'a@example.org', fitsThePromise: true })).json();
    return (await api.post('payouts', { call, amount: cad(amount) })).json().payout;
  };

  it('the same key with the same body answers the same and counts once; with another body it is refused', async () => {
    const key = { 'idempotency-key': 'once' };
    const first = await api.post('payments', payment(), key);
    expect(first.statusCode).toBe(201);
    const before = await host.head();
    const again = await api.post('payments', payment(), key);
    expect([again.statusCode, again.json()]).toEqual([201, first.json()]);
    const other = await api.post('payments', payment({ amount: cad('150.00') }), key);
    expect([other.statusCode, other.json().type]).toEqual([409, '/docs/problems#request/other-input']);
    expect(await host.head()).toBe(before);
  });

  it('another program with the same key is another request', async () => {
    const bookkeeper = await host.as('bookkeeper');
    const before = await host.head();
    expect((await bookkeeper.post('payments', payment(), { 'idempotency-key': 'once' })).statusCode).toBe(201);
    expect(await host.head()).toBeGreaterThan(before);
  });

  it('HTML in a text is kept and given back as the text that it is', async () => {
    const name = '<script>alert("x")</script> & <b>Group</b>';
    const defined = await api.post('offerings', { offering: 'html', name, tax: { treatment: 'exempt' }, insidePledge: false });
    expect([defined.statusCode, defined.json().name]).toEqual([201, name]);
    const { items } = (await api.get('offerings')).json();
    expect(items.find(({ offering }: { offering: string }) => offering === 'html').name).toBe(name);
    const words = '<img src=x onerror=alert(1)>';
    const policy = { shareBp: 2000, base: 'gross', currencyRule: 'home', startsOn: '2027-01-01', words };
    expect((await api.post('policies', policy)).json().words).toBe(words);
    expect((await api.post('accounts', { name: words, kind: 'bank', currency: 'CAD' })).json().name).toBe(words);
  });

  it('a payout larger than what is available is not approved', async () => {
    const payout = await proposed('1000.00');
    const before = await host.head();
    const answer = await api.post(`payouts/${payout}/approve`);
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'fund/not-enough']);
    expect(await host.head()).toBe(before);
  });

  it('a payout off the unit is refused with the nearest two', async () => {
    const { call } = (await api.post('calls', { rail: 'cash', address: 'in person', fitsThePromise: true })).json();
    const before = await host.head();
    const answer = await api.post('payouts', { call, amount: cad('42.00') });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'payout/off-the-unit']);
    expect(answer.json().detail).toMatch(/40\.00 or 45\.00/);
    expect(await host.head()).toBe(before);
  });

  it('approved from two windows at once, a payout is approved once', async () => {
    const payout = await proposed('40.00');
    const answers = await Promise.all([
      api.post(`payouts/${payout}/approve`),
      (await host.as('approver')).post(`payouts/${payout}/approve`),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    const events = (await api.get('events?limit=200'))
      .json()
      .items.filter(({ stream }: { stream: string }) => stream === `payout/${payout}`);
    expect(events.filter(({ type }: { type: string }) => type === 'PayoutAgreed')).toHaveLength(1);
    const [fund] = (await api.get('obligations/funds')).json().items;
    expect(fund.reserved).toEqual(cad('40.00'));
  });

  it('of two payouts that together are too much, one is approved', async () => {
    const [one, other] = [await proposed('30.00'), await proposed('30.00')];
    const answers = await Promise.all([one, other].map((payout) => api.post(`payouts/${payout}/approve`)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });
});
