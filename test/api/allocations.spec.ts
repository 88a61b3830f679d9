import { DataSource } from 'typeorm';
import { Rebuilding } from '../../src/event-store/rebuild.js';
import { observationParts, observations } from '../../src/reconciliation/observations.projection.js';
import { type ApiHost, type Client, multipart, startApi } from './client.js';

const header = '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"';
const file = (...rows: readonly (readonly [payer: string, amount: string])[]) =>
  [header, ...rows.map(([payer, amount]) => `Chequing,01234-5678901,10/2/2026,,"E-TRANSFER RECEIVED","${payer}",${amount},,`)].join('\n');

interface Line {
  readonly observation: string;
  readonly status: string;
  readonly payment?: string;
  readonly parts?: readonly { readonly payment: string; readonly amount: { readonly amount: string } }[];
}
const cad = (amount: string) => ({ amount, currency: 'CAD' });

describe('a line and several payments', () => {
  let host: ApiHost;
  let api: Client;
  let account: string;
  let odd: string | undefined;
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
    account = (await api.post('accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).json().account;
  });
  afterAll(() => host.stop());

  const recorded = async (amount: string): Promise<string> =>
    (await api.post('payments', { amount: cad(amount), method: 'interac', offering: 'ces-50', receivedAt: '2026-10-02' })).json().payment;
  const all = async (): Promise<Line[]> => (await api.get('observations?limit=200')).json().items;
  const lineOf = async (observation: string): Promise<Line> => (await all()).find((line) => line.observation === observation)!;
  /** A line of one file, left for another day. */
  async function left(payer: string, amount: string): Promise<string> {
    const before = new Set((await all()).map(({ observation }) => observation));
    const form = multipart({ account }, { bytes: file([payer, amount]) });
    const { import: id, lines } = (await api.post('imports', form.payload, form.headers)).json();
    await api.post(`imports/${id}/confirm`, { verdicts: [{ line: lines[0].line, becomes: 'to-review' }] });
    return (await all()).find(({ observation }) => !before.has(observation))!.observation;
  }
  const allocate = (observation: string, parts: readonly object[], headers = {}) =>
    api.post(`observations/${observation}/allocate`, { parts }, headers);
  const reopen = (observation: string) => api.post(`observations/${observation}/reopen`);
  const owed = async (): Promise<string> =>
    ((await api.get('obligations?limit=200')).json().items as { owed: { amount: string } }[])
      .reduce((sum, each) => sum + Number(each.owed.amount), 0)
      .toFixed(2);

  it('holds one that is recorded and two that it becomes, each with its part; nothing is counted twice', async () => {
    const payment = await recorded('200.00');
    const before = Number(await owed());
    const line = await left('WREN A', '450.00');
    const parts = [
      { amount: cad('200.00'), payment },
      { amount: cad('150.00'), offering: 'ces-50', place: 'ON' },
      { amount: cad('100.00'), offering: 'ces-50' },
    ];
    const answer = await allocate(line, parts, { 'idempotency-key': 'all-of-it' });
    expect([answer.statusCode, answer.json().status, answer.json().payment]).toEqual([200, 'matched', undefined]);
    expect(answer.json().parts.map((part: { amount: object }) => part.amount)).toEqual([cad('200.00'), cad('150.00'), cad('100.00')]);
    expect(answer.json().parts[0].payment).toBe(payment);
    expect(Number(await owed()) - before).toBeCloseTo(50, 5);
    const head = await host.head();
    expect((await allocate(line, parts, { 'idempotency-key': 'all-of-it' })).json()).toEqual(answer.json());
    expect((await allocate(line, parts)).json().type).toBe('/docs/problems#observation/matched');
    expect(await host.head()).toBe(head);
  });

  it('what it became has the line as its evidence and the tax of its place; it is no payment of another line any more', async () => {
    const [made] = (await all()).flatMap(({ parts = [] }) => parts.filter(({ amount }) => amount.amount === '150.00'));
    const [row] = await host.program.app
      .get(DataSource)
      .query('select tax_minor, tax, observation_id, account_id from payment where payment_id = $1', [made!.payment]);
    expect(row).toMatchObject({ tax_minor: '1726', tax: { because: { by: 'place', place: 'ON' } }, account_id: account });
    const another = await left('WREN B', '150.00');
    const refused = await allocate(another, [{ amount: cad('150.00'), payment: made!.payment }]);
    expect([refused.statusCode, refused.json().errors[0].field]).toEqual([400, 'parts.0']);
  });

  it('is opened again once what it became is out of the books; then every payment waits for its line again', async () => {
    const line = (await all()).find(({ parts }) => parts?.length === 3)!;
    expect((await reopen(line.observation)).json().type).toBe('/docs/problems#observation/is-a-payment');
    for (const { payment } of line.parts!.slice(1)) await api.post(`payments/${payment}/void`, { reason: 'not-a-payment' });
    const opened = (await reopen(line.observation)).json();
    expect([opened.status, opened.parts]).toEqual(['to-review', undefined]);
    const own = await left('WREN C', '200.00');
    expect((await allocate(own, [{ amount: cad('200.00'), payment: line.parts![0]!.payment }])).statusCode).toBe(200);
  });

  it('a payment that came in two lines: each speaks for its part, and no third is needed', async () => {
    const payment = await recorded('300.00');
    const [first, second, third] = [await left('LARK A', '100.00'), await left('LARK B', '200.00'), await left('LARK C', '50.00')];
    expect((await allocate(first, [{ amount: cad('100.00'), payment }])).json()).toMatchObject({ status: 'matched', payment });
    const over = await allocate(third, [{ amount: cad('50.00'), payment }]);
    expect(over.statusCode).toBe(200);
    const tooMuch = await allocate(second, [{ amount: cad('200.00'), payment }]);
    expect([tooMuch.json().errors[0].field, tooMuch.body]).toEqual(['parts.0', expect.stringContaining('Only 150.00 CAD')]);
    await reopen(third);
    expect((await allocate(second, [{ amount: cad('200.00'), payment }])).statusCode).toBe(200);
    expect((await allocate(third, [{ amount: cad('50.00'), payment }])).statusCode).toBe(400);
  });

  it('from two windows at once, a payment is never spoken for beyond its amount', async () => {
    for (let round = 0; round < 5; round += 1) {
      const payment = await recorded('300.00');
      const lines = [await left(`FINCH ${round}`, '200.00'), await left(`ROBIN ${round}`, '200.00')];
      const answers = await Promise.all(lines.map((line) => allocate(line, [{ amount: cad('200.00'), payment }])));
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400]);
    }
  });

  it.each<[string, readonly object[], string]>([
    ['parts that are not all of it', [{ amount: cad('100.00'), offering: 'ces-50' }], 'parts'],
    ['no parts', [], 'parts'],
    ['a part of nothing', [{ amount: cad('0.00'), offering: 'ces-50' }], 'parts.0.amount'],
    ['a part below nothing', [{ amount: cad('-5.00'), offering: 'ces-50' }], 'parts.0.amount'],
    ['a part that is neither', [{ amount: cad('90.00') }], 'parts.0'],
    ['a part that is both', [{ amount: cad('90.00'), offering: 'ces-50', payment: '01990000-0000-7000-8000-000000000001' }], 'parts.0'],
    ['a payment that is not there', [{ amount: cad('90.00'), payment: '01990000-0000-7000-8000-000000000001' }], 'parts.0'],
    ['an offering that is not there', [{ amount: cad('90.00'), offering: 'massage' }], 'parts.0.offering'],
    ['an amount as a number', [{ amount: { amount: 90, currency: 'CAD' }, offering: 'ces-50' }], 'parts.0.amount.amount'],
  ])('bad input: %s is refused at its place, and nothing is recorded', async (_, parts, field) => {
    odd ??= await left('SWIFT A', '90.00');
    const line = odd;
    const head = await host.head();
    const answer = await allocate(line, parts);
    expect([answer.statusCode, answer.json().errors[0].field]).toEqual([400, field]);
    expect(await host.head()).toBe(head);
  });

  it('no closed month changes: parts are booked in the open one and name theirs', async () => {
    const line = await left('HERON A', '90.00');
    expect((await api.post('months/2026-10/close')).statusCode).toBe(200);
    const report = (await api.get('reports/2026-10')).json();
    const parts = [
      { amount: cad('60.00'), offering: 'ces-50' },
      { amount: cad('30.00'), offering: 'ces-50' },
    ];
    expect((await allocate(line, parts)).json().status).toBe('matched');
    expect((await api.get('reports/2026-10')).json()).toEqual(report);
    const rows = await host.program.app
      .get(DataSource)
      .query<{ month: string; belongs_to: string }[]>(
        'select month, belongs_to from payment where observation_id = $1 order by amount_minor',
        [line],
      );
    expect(rows).toEqual([1, 2].map(() => ({ month: '2026-11', belongs_to: '2026-10' })));
  });

  it('made again from the first event on, the parts are those that stand', async () => {
    for (const projection of [observations, observationParts])
      expect(await host.program.app.get(Rebuilding).rebuild(projection, host.ledger, false)).toMatchObject({ different: 0 });
  });

  it('only those say it who match lines, and only of a line that is there', async () => {
    const line = await left('SWIFT B', '91.00');
    const parts = [{ amount: cad('91.00'), offering: 'ces-50' }];
    expect((await (await host.as('auditor')).post(`observations/${line}/allocate`, { parts })).statusCode).toBe(403);
    expect((await allocate('01990000-0000-7000-8000-000000000001', parts)).json().type).toBe('/docs/problems#observation/unknown');
    expect((await lineOf(line)).status).toBe('to-review');
  });
});
