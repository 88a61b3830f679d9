import { Rebuilding } from '../../src/event-store/rebuild.js';
import { dayTotals } from '../../src/reconciliation/day-totals.projection.js';
import { type ApiHost, type Client, multipart, startApi } from './client.js';

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

  it.each([[[[]]], [[[[fourth]]]], [[null]]])('are refused as %j, which are no totals', async (totals) => {
    const answer = await state(totals as never);
    expect([answer.statusCode, answer.json().errors[0].field]).toEqual([400, expect.stringMatching(/^totals/)]);
  });

  it('come in by a described file too, and are confirmed as lines are; their rows can be made again from the events', async () => {
    const columns = { columns: ['day', 'method', 'count', 'amount'], headings: ['Date', 'Method', 'Count', 'Total'], holdsTotals: true };
    await api.post('mappings', { account, name: 'Jane', dayOrder: 'year-first', decimalMark: '.', sign: 'positive-came-in', ...columns });
    const form = multipart({ account }, { bytes: 'Date,Method,Count,Total\n2026-10-20,E-Transfer,3,540.00\n2026-10-20,Visa,1,80.00\n' });
    const preview = (await api.post('imports', form.payload, form.headers)).json();
    expect([preview.lines, preview.totals]).toEqual([
      [],
      [expect.objectContaining({ count: 3, amount: cad('540.00') }), expect.anything()],
    ]);
    const confirm = async () => (await api.post(`imports/${preview.import}/confirm`, { verdicts: [] })).json();
    expect(await confirm()).toMatchObject({ totals: 2, recorded: 0, payments: 0 });
    expect(await confirm()).toMatchObject({ recorded: 0 });
    expect(await host.program.app.get(Rebuilding).rebuild(dayTotals, host.ledger, false)).toMatchObject({ rows: 3, different: 0 });
  });

  it('are refused under an account that is not there', async () => {
    const answer = await api.post('totals', { account: '01990000-0000-7000-8000-000000000009', totals: [fourth] });
    expect([answer.statusCode, answer.json().detail]).toEqual([409, expect.stringContaining('no such account')]);
  });
});
