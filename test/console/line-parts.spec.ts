import { DataSource } from 'typeorm';
import { ImportDrafts } from '../../src/reconciliation/import-drafts.queries.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import { type Browser, faultAt } from './browser.js';
import { memberOf } from './people.js';
import { firstSteward, watchedAccount } from './wizard.js';

const imports = '/console/river/imports';
const header = '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"';
const deposit = (amount: string, words: string) =>
  Buffer.from([header, `Chequing,01234-5678901,10/16/2026,,"MOBILE CHEQUE DEPOSIT","${words}",${amount},,`].join('\n'));
describe('a line that holds several payments, or is a part of one', () => {
  let program: TestProgram;
  let ava: Browser;
  let ledger: string;
  let account: string;
  beforeAll(async () => {
    program = await startProgram();
    ava = await firstSteward(program);
    ledger = (await program.app.get(Ledgers).bySlug('river'))!.ledgerId;
    account = await watchedAccount(ava, 'bank');
  });
  afterAll(() => program.stop());

  const query = async <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> =>
    program.app.get(DataSource).query(sql, [...values]);
  const waiting = async (): Promise<string> =>
    /name="line"[^>]*>.*?value="(\d+):/s.exec((await ava.get(`${imports}/review`)).text)?.[1] ?? '';
  /** A deposit that was left for another day, and where its parts are said. */
  async function partsPage(amount: string, words: string): Promise<string> {
    const id = await program.app.get(ImportDrafts).read(ledger, account, deposit(amount, words));
    await ava.post(`${imports}/${id}`, { line: '2:leave' }, newRequest());
    return (await ava.post(`${imports}/review`, { line: `${await waiting()}:several` }, newRequest())).location!;
  }
  async function recorded(amount: string, day = '2026-10-14'): Promise<string> {
    const payment = { amount, currency: 'CAD', receivedAt: day, method: 'cheque', offering: 'ces-50', step: 'record' };
    await ava.post('/console/river/payments', payment, newRequest());
    const newest = "select data::jsonb->>'payment' as id from event where type = 'PaymentReceived' order by position desc limit 1";
    return (await query<{ id: string }>(newest))[0]!.id;
  }
  const count = async (from: string) => Number((await query<{ count: string }>(`select count(*) from ${from}`))[0]!.count);

  it('the line itself says so, and leads to where its parts are said', async () => {
    const at = await partsPage('500.00', 'DRAWER A');
    expect(at).toMatch(/\/imports\/lines\/[0-9a-f-]{36}\/parts$/);
    const { text } = await ava.get(at);
    expect(text).toContain('Of which payments is this the money?');
    expect(text).toContain('DRAWER A');
  });

  it('faults stand at their rows, with all that was typed, and nothing is recorded', async () => {
    const at = await partsPage('500.00', 'DRAWER A');
    const before = await count('payment');
    const row = (index: number, amount: string, becomes: string, more = {}) => ({
      [`amount-${index}`]: amount,
      [`becomes-${index}`]: becomes,
      [`place-${index}`]: '',
      ...more,
    });
    const less = await ava.post(at, { currency: 'CAD', ...row(1, '200.00', 'record:ces-50'), ...row(2, '', '') }, newRequest());
    expect([less.status, faultAt(less.text, 'amount-1')]).toEqual([400, expect.stringContaining('The parts come to 200.00 CAD')]);
    const half = { ...row(1, '', ''), ...row(2, '200.00', ''), ...row(3, '', 'record:ces-50') };
    const open = await ava.post(at, { currency: 'CAD', ...half }, newRequest());
    expect([open.status, faultAt(open.text, 'becomes-2'), faultAt(open.text, 'amount-3')]).toEqual([
      400,
      'Choose what this part is, or empty its amount.',
      'Say how much of the line it is.',
    ]);
    const nobody = '01990000-0000-7000-8000-000000000001';
    const odd = { ...row(1, '', ''), ...row(2, '300.00', 'record:ces-50'), ...row(3, '200.00', `same:${nobody}`) };
    const stray = await ava.post(at, { currency: 'CAD', ...odd }, newRequest());
    expect([stray.status, faultAt(stray.text, 'becomes-3')]).toEqual([400, expect.stringContaining('No payment of this amount')]);
    expect(stray.text).toContain('value="300.00"');
    expect(await count('payment')).toBe(before);
  });

  it('two cheques in one deposit: one was recorded, the other is recorded now with where they live', async () => {
    const payment = await recorded('200.00');
    const at = await partsPage('500.00', 'DRAWER A');
    expect((await ava.get(at)).text).toContain(`same:${payment}`);
    const sent = { currency: 'CAD', 'amount-1': '200.00', 'becomes-1': `same:${payment}`, 'place-1': '' };
    const more = { 'amount-2': '300.00', 'becomes-2': 'record:ces-75', 'place-2': 'ON' };
    const presses = await Promise.all([1, 2].map(() => ava.post(at, { ...sent, ...more }, 'one-press')));
    expect(presses.map(({ location }) => location)).toEqual(Array(2).fill(`${imports}/review?done=allocated`));
    expect(await query('select amount_minor, tax_minor, offering from payment where observation_id is not null')).toEqual([
      { amount_minor: '30000', tax_minor: '3451', offering: 'ces-75' },
    ]);
    expect(await count("observation where status = 'to-review'")).toBe(0);
    expect((await ava.get(at)).location).toBe(`${imports}/review`);
  });

  it('the list of what was settled says both, and opens it again once what it became is out of the books', async () => {
    const { text } = await ava.get(`${imports}/lines`);
    expect(text).toContain('It holds 2 payments.');
    expect(text.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')).toContain('$200.00 of it is the money of the payment of 14 October 2026');
    expect(text).not.toContain('/reopen"');
    const [made] = await query<{ payment_id: string }>('select payment_id from payment where observation_id is not null');
    await ava.post(`/console/river/payments/${made!.payment_id}/void`, { reason: 'not-a-payment' }, newRequest());
    const [, action = ''] = /action="([^"]*\/reopen)"/.exec((await ava.get(`${imports}/lines`)).text) ?? [];
    expect((await ava.post(action, {}, newRequest())).location).toBe(`${imports}/review?done=reopened`);
    expect(await count('observation_part')).toBe(0);
  });

  it('payments that alone come to the line are filled in beforehand, with the reason', async () => {
    await ava.post(`${imports}/review`, { line: `${await waiting()}:dismiss` }, newRequest());
    const [one, two] = [await recorded('110.00'), await recorded('65.00', '2026-10-15')];
    const at = await partsPage('175.00', 'DRAWER B');
    const { text } = await ava.get(at);
    expect(text).toContain('2 payments that wait for a line come to this amount together');
    expect(text).toMatch(new RegExp(`value="same:${one}" selected`));
    expect(text).toMatch(new RegExp(`value="same:${two}" selected`));
    expect(await count(`observation_part where payment_id = '${one}'`)).toBe(0);
  });

  it('one payment that came in two lines: the second is offered what is left of it', async () => {
    await ava.post(`${imports}/review`, { line: `${await waiting()}:dismiss` }, newRequest());
    const payment = await recorded('330.00');
    const first = await partsPage('130.00', 'DRAWER C');
    await ava.post(first, { currency: 'CAD', 'amount-1': '130.00', 'becomes-1': `same:${payment}`, 'place-1': '' }, newRequest());
    const second = await partsPage('200.00', 'DRAWER C AGAIN');
    expect((await ava.get(second)).text).toContain('200.00 CAD left of 330.00 CAD');
    await ava.post(second, { currency: 'CAD', 'amount-1': '200.00', 'becomes-1': `same:${payment}`, 'place-1': '' }, newRequest());
    expect(await count(`observation where payment_id = '${payment}' and status = 'matched'`)).toBe(2);
  });

  it('is for those who match lines', async () => {
    const at = await partsPage('91.00', 'DRAWER D');
    expect((await (await memberOf(program, ledger, 'noa', 'auditor')).get(at)).status).toBe(403);
    expect((await ava.get(`${imports}/lines/01990000-0000-7000-8000-000000000001/parts`)).status).toBe(409);
  });
});
