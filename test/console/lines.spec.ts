import { DataSource } from 'typeorm';
import { ImportDrafts } from '../../src/reconciliation/import-drafts.queries.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import { type Browser, faultAt } from './browser.js';
import { memberOf } from './people.js';
import { firstSteward, watchedAccount } from './wizard.js';

const imports = '/console/river/imports';
const lines = `${imports}/lines`;
const columns = ['Date', 'Time', 'TimeZone', 'Name', 'Type', 'Status', 'Currency', 'Gross', 'Fee', 'Net', 'Transaction ID'];
type Row = readonly [currency: string, amount: string, id: string];
const paypal = (...rows: readonly Row[]): Buffer =>
  Buffer.from(
    [
      columns,
      ...rows.map(([currency, amount, id]) => [
        '10/16/2026',
        '10:20:30',
        'PDT',
        'Fenn Madeup',
        'General Payment',
        'Completed',
        currency,
        amount,
        '0.00',
        amount,
        id,
      ]),
    ]
      .map((row) => row.map((cell) => `"${cell}"`).join(','))
      .join('\n'),
  );
describe('what a person says of lines, and takes back', () => {
  let program: TestProgram;
  let ava: Browser;
  let ledger: string;
  let account: string;
  beforeAll(async () => {
    program = await startProgram();
    ava = await firstSteward(program);
    ledger = (await program.app.get(Ledgers).bySlug('river'))!.ledgerId;
    account = await watchedAccount(ava, 'paypal');
  });
  afterAll(() => program.stop());

  const preview = async (...rows: readonly Row[]): Promise<string> =>
    `${imports}/${await program.app.get(ImportDrafts).read(ledger, account, paypal(...rows))}`;
  const received = async () =>
    program.app
      .get(DataSource)
      .query<{ data: string }[]>("select data from event where type = 'PaymentReceived' order by position desc limit 1")
      .then(([row]) => (row ? JSON.parse(row.data) : undefined));
  const opened = async (): Promise<string | undefined> =>
    /name="line"[^>]*>.*?value="(\d+):/s.exec((await ava.get(`${imports}/review`)).text)?.[1];

  it('a line from abroad is recorded with what it became and who says so', async () => {
    const at = await preview(['USD', '150.00', '8AA1']);
    const page = await ava.get(at);
    expect(page.text).toContain('What did it become in CAD?');
    const sent = { line: '2:record:ces-50', 'became-2': '204.30', 'became-2-in': 'CAD', 'source-2': 'my bank' };
    const answer = await ava.post(at, sent, newRequest());
    expect([answer.status, /<h1>([^<]*)/.exec(answer.text)?.[1]]).toEqual([200, '1 payment recorded']);
    expect((await received()).settled).toEqual({ amount: { amount: '204.30', currency: 'CAD' }, source: 'my bank' });
  });

  it('without it, or without who says so, or said of a line that is left out, it is asked at the line and nothing is recorded', async () => {
    const at = await preview(['USD', '160.00', '8AA2']);
    const before = await received();
    const none = await ava.post(at, { line: '2:record:ces-50' }, newRequest());
    expect([none.status, faultAt(none.text, 'became-2')]).toEqual([400, 'Say what it became in CAD, as PayPal or your bank gives it.']);
    const amount = { 'became-2': '218.00', 'became-2-in': 'CAD' };
    const nobody = await ava.post(at, { line: '2:record:ces-50', ...amount }, newRequest());
    expect([nobody.status, faultAt(nobody.text, 'source-2')]).toEqual([400, 'Say who says so, like PayPal or your bank.']);
    expect(nobody.text).toContain('value="218.00"');
    const left = await ava.post(at, { line: '2:leave', ...amount, 'source-2': 'bank' }, newRequest());
    expect([left.status, faultAt(left.text, 'line-2')]).toEqual([400, expect.stringContaining('Choose what it was for')]);
    const zero = await ava.post(at, { line: '2:record:ces-50', ...amount, 'became-2': '0', 'source-2': 'bank' }, newRequest());
    expect([zero.status, faultAt(zero.text, 'became-2')]).toEqual([400, 'Enter an amount above zero.']);
    expect(await received()).toEqual(before);
  });

  it('outside the promise no rate is needed', async () => {
    const at = await preview(['USD', '160.00', '8AA3']);
    const answer = await ava.post(at, { line: '2:record:counselling-reduced' }, newRequest());
    expect(answer.status).toBe(200);
    expect(await received()).toMatchObject({ offering: 'counselling-reduced', insidePledge: false });
  });

  it('where they live is asked at each line on wish, and gives the rate of tax; of a line that is left out it says nothing', async () => {
    const at = await preview(['CAD', '150.00', '8AB1']);
    expect((await ava.get(at)).text).not.toContain('place-2');
    expect((await ava.get(`${at}?places=yes`)).text).toContain('name="place-2"');
    const left = await ava.post(at, { line: '2:leave', 'place-2': 'ON' }, newRequest());
    expect([left.status, faultAt(left.text, 'line-2')]).toEqual([400, expect.stringContaining('You said where they live')]);
    expect(left.text).toMatch(/<option value="ON" selected/);
    const nowhere = await ava.post(at, { line: '2:record:ces-50', 'place-2': 'XX' }, newRequest());
    expect([nowhere.status, faultAt(nowhere.text, 'place-2')]).toEqual([400, 'Choose one of the places.']);
    expect((await ava.post(at, { line: '2:record:ces-50', 'place-2': 'ON' }, newRequest())).status).toBe(200);
    expect(await received()).toMatchObject({
      taxIncluded: { amount: '17.26', currency: 'CAD' },
      tax: { because: { by: 'place', place: 'ON' } },
    });
  });

  it('left for another day, it is recorded then, with what it became', async () => {
    await ava.post(await preview(['USD', '170.00', '8AA4']), { line: '2:leave' }, newRequest());
    const line = await opened();
    const month = async (): Promise<string> => (await ava.get('/console/river/months/2026-10')).text;
    expect(await month()).toMatch(/href="\/console\/river\/imports\/review">\s*1 line of this month is not settled yet\./);
    const none = await ava.post(`${imports}/review`, { line: `${line}:record:ces-50` }, newRequest());
    expect([none.status, faultAt(none.text, `became-${line}`)]).toEqual([400, expect.stringContaining('Say what it became in CAD')]);
    const sent = { [`became-${line}`]: '231.20', [`became-${line}-in`]: 'CAD', [`source-${line}`]: 'PayPal' };
    const answer = await ava.post(`${imports}/review`, { line: `${line}:record:ces-50`, ...sent }, 'review-it');
    expect([answer.status, /<h1>([^<]*)/.exec(answer.text)?.[1]]).toEqual([200, '1 payment recorded']);
    expect(await received()).toMatchObject({ settled: { amount: { amount: '231.20', currency: 'CAD' }, source: 'PayPal' } });
    expect(await opened()).toBeUndefined();
    expect(await month()).not.toContain('not settled yet');
  });

  it('put aside by mistake, it is opened again from the list, and waits with those left for another day', async () => {
    await ava.post(await preview(['CAD', '90.00', '8AA5']), { line: '2:dismiss' }, newRequest());
    const [, action = ''] = /action="([^"]*\/reopen)"/.exec((await ava.get(`${lines}?that=dismissed`)).text) ?? [];
    const presses = await Promise.all([1, 2].map(() => ava.post(action, {}, 'open-it')));
    expect(presses.map(({ location }) => location)).toEqual(Array(2).fill(`${imports}/review?done=reopened`));
    expect(await opened()).toBeDefined();
    expect((await ava.get(`${lines}?that=dismissed`)).text).toContain('No line here.');
  });

  it('opened again, it can be matched with the payment that it really is', async () => {
    const payment = { amount: '90.00', currency: 'CAD', receivedAt: '2026-10-16', method: 'paypal', offering: 'group', step: 'record' };
    await ava.post('/console/river/payments', payment, newRequest());
    const line = await opened();
    const { text } = await ava.get(`${imports}/review`);
    const [, same = ''] = /value="(\d+:same:[0-9a-f-]{36})"[^>]*>The same money as the payment of 16 October 2026/.exec(text) ?? [];
    const { status } = await ava.post(`${imports}/review`, { line: same }, newRequest());
    expect(status).toBe(200);
    expect((await ava.get(lines)).text).toContain('The same money as the');
    const [, action = ''] = /The same money as the.*?action="([^"]*\/reopen)"/s.exec((await ava.get(lines)).text) ?? [];
    expect((await ava.post(action, {}, newRequest())).location).toBe(`${imports}/review?done=reopened`);
    expect(await opened()).toBe(line);
  });

  it('what became a payment leads to it, and is opened again once that is out of the books', async () => {
    const [, payment, day] = /It became the <a href="([^"]*)">payment of <time datetime="([^"]*)"/.exec((await ava.get(lines)).text) ?? [];
    expect(day).toBe('2026-10-16');
    const [row] = await program.app
      .get(DataSource)
      .query<{ observation_id: string }[]>('select observation_id from payment where payment_id = $1', [payment!.split('/').at(-1)]);
    const action = `${lines}/${row!.observation_id}/reopen`;
    expect((await ava.get(lines)).text).not.toContain(action);
    const refused = await ava.post(action, {}, newRequest());
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('Take it out of the books first')]);
    expect(refused.text).toContain(`href="${payment}"`);
    expect((await ava.get(action)).location).toBe(lines);
    await ava.post(`${payment}/void`, { reason: 'not-a-payment' }, newRequest());
    expect((await ava.get(payment!)).text).toContain(`href="${lines}"`);
    expect((await ava.post(action, {}, newRequest())).location).toBe(`${imports}/review?done=reopened`);
  });

  it('is for those who match lines', async () => {
    const auditor = await memberOf(program, ledger, 'noa', 'auditor');
    expect((await auditor.get(lines)).status).toBe(403);
  });
});
