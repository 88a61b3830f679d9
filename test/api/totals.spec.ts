import { type ApiHost, type Client, startApi } from './client.js';

const cad = (amount: string) => ({ amount, currency: 'CAD' });
const fourth = { day: '2026-10-04', method: 'interac', amount: cad('400.00'), count: 2 };

describe('totals of a booking program, for programs', () => {
  let host: ApiHost;
  let api: Client;
  let account: string;
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
    account = (await api.post('accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).json().account;
    await api.post('payments', { amount: cad('200.00'), method: 'interac', offering: 'ces-50', receivedAt: '2026-10-04' });
  });
  afterAll(() => host.stop());

  const state = (totals: readonly object[], headers = {}) => api.post('totals', { account, totals }, headers);

  it('are kept once, and held beside the ledger day by day', async () => {
    expect((await state([fourth])).json()).toEqual({ account, stated: 1 });
    expect((await state([fourth])).json()).toEqual({ account, stated: 0 });
    const [october] = (await api.get('totals?month=2026-10')).json().items;
    expect(october).toEqual({
      account,
      month: '2026-10',
      method: 'interac',
      said: { amount: cad('400.00'), count: 2 },
      ledger: { amount: cad('200.00'), count: 1 },
      isSame: false,
      days: [{ day: '2026-10-04', said: { amount: cad('400.00'), count: 2 }, ledger: { amount: cad('200.00'), count: 1 } }],
    });
    expect((await api.get('totals?month=2026-09')).json()).toEqual({ items: [] });
  });

  it('stated from two programs at once, the same word is kept once', async () => {
    const day = { ...fourth, day: '2026-10-05', amount: cad('-50.00'), count: 0 };
    const answers = await Promise.all([state([day]), state([day]), state([day])]);
    expect(answers.map((answer) => answer.json().stated).sort()).toEqual([0, 0, 1]);
  });

  it('are taken back once', async () => {
    const place = { account, day: '2026-10-05', method: 'interac', currency: 'CAD' };
    expect((await api.post('totals/withdraw', place)).json()).toEqual({ account, withdrawn: 1 });
    expect((await api.post('totals/withdraw', place)).json()).toEqual({ account, withdrawn: 0 });
  });

  it.each([
    [{ day: '2026-13-04' }, 'totals.0'],
    [{ day: '2027-10-04' }, 'totals.0'],
    [{ method: 'visa' }, 'totals.0.method'],
    [{ amount: cad('1e3') }, 'totals.0.amount'],
    [{ amount: cad('--5.00') }, 'totals.0.amount'],
    [{ count: 1.5 }, 'totals.0.count'],
    [{ client: 'Rowan Testperson' }, 'totals.0.client'],
  ])('are refused with the field at fault: %j', async (flaw, field) => {
    const head = await host.head();
    const answer = await state([{ ...fourth, ...flaw }]);
    expect([answer.statusCode, answer.json().errors[0].field]).toEqual([400, field]);
    expect(await host.head()).toBe(head);
  });

  it('are refused under an account that is not there', async () => {
    const answer = await api.post('totals', { account: '01990000-0000-7000-8000-000000000009', totals: [fourth] });
    expect([answer.statusCode, answer.json().detail]).toEqual([409, expect.stringContaining('no such account')]);
  });
});
