import { type ApiHost, type Client, multipart, startApi } from './client.js';

const header = '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"';
/** A month of the bank's with one e-Transfer a payer. */
const file = (...payers: readonly string[]) =>
  [header, ...payers.map((payer) => `Chequing,01234-5678901,10/2/2026,,"E-TRANSFER RECEIVED","${payer}",200.00,,`)].join('\n');

interface PreviewedLine {
  readonly line: number;
}
interface Line {
  readonly observation: string;
  readonly status: string;
  readonly payment?: string;
}

describe('a line and the payment that it speaks for', () => {
  let host: ApiHost;
  let api: Client;
  let account: string;
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
    account = (await api.post('accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).json().account;
  });
  afterAll(() => host.stop());

  const recorded = async (): Promise<string> =>
    (
      await api.post('payments', {
        amount: { amount: '200.00', currency: 'CAD' },
        method: 'interac',
        offering: 'ces-50',
        receivedAt: '2026-10-02',
      })
    ).json().payment;
  async function previewed(...payers: readonly string[]): Promise<{ import: string; lines: PreviewedLine[] }> {
    const form = multipart({ account }, { bytes: file(...payers) });
    return (await api.post('imports', form.payload, form.headers)).json();
  }
  const confirm = (id: string, verdicts: readonly object[]) => api.post(`imports/${id}/confirm`, { verdicts });
  const all = async (): Promise<Line[]> => (await api.get('observations?limit=200')).json().items;
  const lineOf = async (observation: string) => (await all()).find((line) => line.observation === observation);
  /** One line of one file, with what is said of it. */
  async function brought(payer: string, verdict: object): Promise<Line> {
    const before = new Set((await all()).map(({ observation }) => observation));
    const { import: id, lines } = await previewed(payer);
    await confirm(id, [{ line: lines[0]!.line, ...verdict }]);
    return (await all()).find(({ observation }) => !before.has(observation))!;
  }
  const speakingFor = async (payment: string): Promise<Line[]> => (await all()).filter((line) => line.payment === payment);
  const reopen = (observation: string, headers = {}) => api.post(`observations/${observation}/reopen`, undefined, headers);

  it('from two windows at once, one payment gets one line', async () => {
    for (let round = 0; round < 5; round += 1) {
      const payment = await recorded();
      const windows = [await previewed(`WREN ${round}`), await previewed(`LARK ${round}`)];
      const answers = await Promise.all(
        windows.map(({ import: id, lines }) => confirm(id, [{ line: lines[0]!.line, becomes: 'evidence', payment }])),
      );
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400]);
      expect(answers.find(({ statusCode }) => statusCode === 400)!.json().errors[0].field).toBe('line 2');
      expect(await speakingFor(payment)).toHaveLength(1);
    }
  });

  it('what is only proposed matches nothing: the line waits until somebody names the payment', async () => {
    const payment = await recorded();
    const before = new Set((await all()).map(({ observation }) => observation));
    const { import: id, lines } = await previewed('STORK A');
    expect(lines).toEqual([expect.objectContaining({ proposal: { becomes: 'evidence', payment } })]);
    expect((await confirm(id, [])).json()).toMatchObject({ recorded: 1, payments: 0, matched: 0, toReview: 1 });
    expect((await all()).filter(({ observation }) => !before.has(observation))).toEqual([expect.objectContaining({ status: 'to-review' })]);
    expect(await speakingFor(payment)).toEqual([]);
    await api.post(`payments/${payment}/void`, { reason: 'recorded-twice' });
  });

  it('two lines of one file cannot both speak for it', async () => {
    const payment = await recorded();
    const { import: id, lines } = await previewed('FINCH A', 'FINCH B');
    const answer = await confirm(
      id,
      lines.map(({ line }) => ({ line, becomes: 'evidence', payment })),
    );
    expect([answer.statusCode, answer.json().errors[0].field]).toEqual([400, 'line 3']);
    expect(await speakingFor(payment)).toEqual([]);
  });

  it('matched by mistake it is opened again, once, and the payment waits for its own line', async () => {
    const payment = await recorded();
    const line = await brought('ROBIN A', { becomes: 'evidence', payment });
    expect(line).toMatchObject({ status: 'matched', payment });
    const key = { 'idempotency-key': 'open-it' };
    const first = await reopen(line.observation, key);
    expect([first.statusCode, first.json()]).toEqual([200, expect.objectContaining({ status: 'to-review' })]);
    expect(first.json().payment).toBeUndefined();
    const head = await host.head();
    expect([(await reopen(line.observation, key)).json(), (await reopen(line.observation)).statusCode]).toEqual([first.json(), 200]);
    expect(await host.head()).toBe(head);
    expect(await brought('ROBIN B', { becomes: 'evidence', payment })).toMatchObject({ status: 'matched', payment });
  });

  it('put aside by mistake it is opened again', async () => {
    const { observation, status } = await brought('DOVE A', { becomes: 'dismissed', reason: 'outside-this-ledger' });
    expect(status).toBe('dismissed');
    expect((await reopen(observation)).json()).toMatchObject({ status: 'to-review' });
    expect((await lineOf(observation))!.status).toBe('to-review');
  });

  it('what became a payment is opened again only once that payment is out of the books', async () => {
    const { observation, payment } = await brought('HERON A', { becomes: 'payment', offering: 'ces-50' });
    const refused = await reopen(observation);
    expect([refused.statusCode, refused.json().type]).toEqual([409, '/docs/problems#observation/is-a-payment']);
    await api.post(`payments/${payment}/void`, { reason: 'not-a-payment' });
    expect((await reopen(observation)).json()).toMatchObject({ status: 'to-review' });
  });

  it('opening changes no closed month: what the line becomes then is booked in the open one', async () => {
    const { observation } = await brought('CRANE A', { becomes: 'dismissed', reason: 'not-income' });
    expect((await api.post('months/2026-10/close')).statusCode).toBe(200);
    const report = (await api.get('reports/2026-10')).json();
    expect((await reopen(observation)).json()).toMatchObject({ status: 'to-review' });
    expect((await api.get('reports/2026-10')).json()).toEqual(report);
  });

  it('only those open it who match lines, and only a line that is there', async () => {
    const { observation } = await brought('SWIFT A', { becomes: 'dismissed', reason: 'not-income' });
    const auditor = await host.as('auditor');
    expect((await auditor.post(`observations/${observation}/reopen`)).statusCode).toBe(403);
    expect((await reopen('01990000-0000-7000-8000-000000000001')).json().type).toBe('/docs/problems#observation/unknown');
    expect((await reopen('nonsense')).statusCode).toBe(400);
  });
});
