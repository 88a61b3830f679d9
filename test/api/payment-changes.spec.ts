import { type ApiHost, type Client, startApi } from './client.js';

const cad = (amount: string) => ({ amount, currency: 'CAD' });

describe('what happens to a payment later, over the API', () => {
  let host: ApiHost;
  let api: Client;
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
  });
  afterAll(() => host.stop());

  const recorded = async (): Promise<string> =>
    (await api.post('payments', { amount: cad('200.00'), method: 'paypal', offering: 'ces-50', receivedAt: '2026-10-04' })).json().payment;
  const available = async (): Promise<string> => (await api.get('obligations/funds')).json().items[0].available.amount;

  it('is corrected in place, answers what that changed, and keeps its address', async () => {
    const payment = await recorded();
    const corrected = await api.post(`payments/${payment}/corrections`, { amount: cad('220.00'), method: 'interac', place: 'ON' });
    expect([corrected.statusCode, corrected.json()]).toEqual([201, { payment, owedChangedBy: cad('4.00') }]);
    expect((await api.get(`payments/${payment}`)).json()).toMatchObject({
      payment,
      amount: cad('220.00'),
      method: 'interac',
      taxIncluded: cad('25.31'),
      corrected: true,
      status: 'received',
    });
    const back = await api.post(`payments/${payment}/corrections`, { amount: cad('200.00') });
    expect(back.json()).toEqual({ payment, owedChangedBy: cad('-4.00') });
  });

  it('the same correction with the same key is answered with the same words, and once more anew with nothing', async () => {
    const payment = await recorded();
    const key = { 'idempotency-key': `correct-${payment}` };
    const body = { amount: cad('250.00') };
    const first = await api.post(`payments/${payment}/corrections`, body, key);
    expect((await api.post(`payments/${payment}/corrections`, body, key)).json()).toEqual(first.json());
    const before = await host.head();
    expect((await api.post(`payments/${payment}/corrections`, body)).json()).toEqual({});
    expect(await host.head()).toBe(before);
  });

  it('moved out of the promise and back, the fund is where it was', async () => {
    const payment = await recorded();
    const before = await available();
    await api.post(`payments/${payment}/corrections`, { offering: 'counselling-reduced' });
    expect(Number(await available())).toBe(Number(before) - 40);
    await api.post(`payments/${payment}/corrections`, { offering: 'ces-50' });
    expect(await available()).toBe(before);
  });

  it('what PayPal took back can come again, and no more than that', async () => {
    const payment = await recorded();
    const before = await available();
    const taken = await api.post(`payments/${payment}/reversals`, { amount: cad('150.00'), reversedAt: '2026-10-20', reason: 'dispute' });
    expect([taken.statusCode, taken.json()]).toEqual([201, { payment, owedChangedBy: cad('-30.00') }]);
    expect((await api.get(`payments/${payment}`)).json()).toMatchObject({ refunded: cad('150.00'), reversed: cad('150.00') });
    const above = await api.post(`payments/${payment}/reinstatements`, { amount: cad('150.01'), reinstatedAt: '2026-10-28' });
    expect([above.statusCode, above.json().code]).toEqual([409, 'payment/reinstated-above-reversed']);
    const again = await api.post(`payments/${payment}/reinstatements`, { amount: cad('150.00'), reinstatedAt: '2026-10-28' });
    expect(again.json()).toEqual({ payment, owedChangedBy: cad('30.00') });
    expect(await available()).toBe(before);
    expect((await api.get(`payments/${payment}`)).json()).toMatchObject({ refunded: cad('0.00'), reinstated: cad('150.00') });
  });

  it.each<[string, string, object, number, string]>([
    ['to another currency', 'corrections', { amount: { amount: '200.00', currency: 'USD' } }, 400, 'amount.currency'],
    ['to an offering nobody defined', 'corrections', { offering: 'ces-40' }, 400, 'offering'],
    ['with a field that nobody knows', 'corrections', { payer: 'Wren' }, 400, 'payer'],
    ['with a reason that is none', 'reversals', { amount: cad('1.00'), reversedAt: '2026-10-20', reason: 'anger' }, 400, 'reason'],
    ['on a day before it came in', 'reversals', { amount: cad('1.00'), reversedAt: '2026-10-01', reason: 'dispute' }, 400, 'reversedAt'],
  ])('is refused %s', async (_, what, body, status, field) => {
    const refused = await api.post(`payments/${await recorded()}/${what}`, body);
    expect([refused.statusCode, refused.json().errors[0].field]).toEqual([status, field]);
  });

  it('a payment that nobody recorded has no later', async () => {
    const refused = await api.post('payments/01990000-0000-7000-8000-000000000001/corrections', { method: 'cash' });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'payment/unknown']);
  });

  it('an auditor changes nothing', async () => {
    const auditor = await host.as('auditor');
    for (const what of ['corrections', 'reversals', 'reinstatements']) {
      expect((await auditor.post(`payments/${await recorded()}/${what}`, {})).statusCode).toBe(403);
    }
  });
});
