import { Examination } from '../../src/safekeeping/examination.js';
import { type ApiHost, type Client, startApi } from './client.js';

const cad = (amount: string) => ({ amount, currency: 'CAD' });

describe('what the practice covers itself, over the API', () => {
  let host: ApiHost;
  let api: Client;
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
  });
  afterAll(() => host.stop());
  const fund = async () => (await api.get('obligations/funds')).json().items[0];

  it('is a credit unless it is said to be for good', async () => {
    expect((await api.post('obligations/advances', { amount: cad('30.00') })).json()).toEqual({
      amount: cad('30.00'),
      as: 'credit',
      month: '2026-11',
    });
    expect((await api.post('obligations/advances', { amount: cad('20.00'), as: 'for-good' })).json()).toMatchObject({ as: 'for-good' });
    expect(await fund()).toMatchObject({ available: cad('50.00'), advanced: cad('50.00'), credit: cad('30.00'), forGood: cad('20.00') });
    const neither = await api.post('obligations/advances', { amount: cad('1.00'), as: 'loan' });
    expect([neither.statusCode, neither.json().errors[0].field]).toEqual([400, 'as']);
  });

  it('a credit is met by what is available, and the lines sum to the fund', async () => {
    const met = await api.post('obligations/advances/met', { amount: cad('30.00') });
    expect([met.statusCode, met.json()]).toEqual([201, { amount: cad('30.00'), month: '2026-11' }]);
    const above = await api.post('obligations/advances/met', { amount: cad('0.01') });
    expect([above.statusCode, above.json().code]).toEqual([409, 'fund/met-above-credit']);
    const lines: { owed: { amount: string } }[] = (await api.get('obligations')).json().items;
    expect(lines.map(({ owed }) => owed.amount)).toEqual(['-30.00', '20.00', '30.00']);
    expect(await fund()).toMatchObject({ available: cad('20.00'), advanced: cad('20.00'), credit: cad('0.00') });
    expect((await host.program.app.get(Examination).of(host.ledger)).faults).toEqual([]);
  });
});
