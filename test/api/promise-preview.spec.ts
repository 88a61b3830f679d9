import { type ApiHost, type Client, startApi } from './client.js';

const cad = (amount: string) => ({ amount, currency: 'CAD' });
const wording = { shareBp: 2500, base: 'net-of-tax', currencyRule: 'home', startsOn: '2026-12-01', words: 'A quarter, net of GST.' };

describe('the last twelve months under another wording', () => {
  let host: ApiHost;
  let api: Client;
  beforeAll(async () => {
    host = await startApi('2026-11-20T15:00:00.000Z');
    api = host.steward;
    const pay = async (amount: string, receivedAt: string, more: object = {}): Promise<string> =>
      (await api.post('payments', { amount: cad(amount), method: 'interac', offering: 'ces-50', receivedAt, ...more })).json().payment;
    await pay('200.00', '2025-11-30');
    await pay('200.00', '2026-01-15', { place: 'ON' });
    await pay('200.00', '2026-10-04', { offering: 'counselling-reduced' });
    const refunded = await pay('200.00', '2026-10-05');
    await api.post(`payments/${refunded}/refunds`, { amount: cad('100.00'), refundedAt: '2026-11-02' });
    const corrected = await pay('20.00', '2026-11-01');
    await api.post(`payments/${corrected}/corrections`, { amount: cad('220.00') });
    await pay('150.00', '2026-11-03', {
      amount: { amount: '150.00', currency: 'USD' },
      settled: { amount: cad('205.00'), source: 'paypal' },
      place: 'abroad',
    });
    const out = await pay('250.00', '2026-11-04');
    await api.post(`payments/${out}/void`, { reason: 'recorded-twice' });
  });
  afterAll(() => host.stop());

  it('stand beside what was, month by month and together', async () => {
    const preview = await api.post('policies/preview', wording);
    expect([preview.statusCode, preview.json()]).toEqual([
      200,
      {
        from: '2025-12-01',
        isCut: false,
        payments: 4,
        withoutRate: 0,
        months: [
          { month: '2026-11', was: cad('85.00'), wouldBe: cad('103.63') },
          { month: '2026-10', was: cad('20.00'), wouldBe: cad('23.81') },
          { month: '2026-01', was: cad('40.00'), wouldBe: cad('44.25') },
        ],
        together: [{ was: cad('145.00'), wouldBe: cad('171.69') }],
      },
    ]);
  });

  it('under the wording in force they are what they were', async () => {
    const preview = await api.post('policies/preview', { ...wording, shareBp: 2000, base: 'gross' });
    for (const { was, wouldBe } of preview.json().months) expect(wouldBe).toEqual(was);
  });

  it('and nothing is changed by looking', async () => {
    const before = await host.head();
    await api.post('policies/preview', wording);
    expect(await host.head()).toBe(before);
    expect((await api.get('policies')).json().items).toHaveLength(1);
  });

  it.each<[string, object, number, string]>([
    ['a share of nothing', { ...wording, shareBp: 0 }, 400, 'shareBp'],
    ['no words', { ...wording, words: ' ' }, 400, 'words'],
  ])('a wording that could not be adopted is refused: %s', async (_, body, status, field) => {
    const refused = await api.post('policies/preview', body);
    expect([refused.statusCode, refused.json().errors[0].field]).toEqual([status, field]);
  });

  it('whoever may see amounts may look', async () => {
    expect((await (await host.as('auditor')).post('policies/preview', wording)).statusCode).toBe(200);
    expect((await (await host.as('auditor')).post('policies', wording)).statusCode).toBe(403);
  });
});
