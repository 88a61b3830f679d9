import { DataSource } from 'typeorm';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import type { Browser } from './browser.js';
import { firstSteward } from './wizard.js';

const at = '/console/river/payments';
const typed = { amount: '200.00', currency: 'CAD', receivedAt: '2026-10-04', method: 'interac', offering: 'ces-50', step: 'record' };

/** What stands in a page's fields: those of the form of a payment. */
function fieldsOf(page: string): Record<string, string> {
  const form = /<form[^>]*\/correct"[\s\S]*?<\/form>/.exec(page)![0];
  const fields: Record<string, string> = {};
  for (const [input] of form.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1];
    if (!name || name === 'requestId' || (/type="radio"/.test(input) && !/ checked/.test(input))) continue;
    fields[name] = /value="([^"]*)"/.exec(input)?.[1] ?? '';
  }
  for (const [select, name] of form.matchAll(/<select[^>]*name="([^"]*)"[\s\S]*?<\/select>/g)) {
    fields[name!] = /<option value="([^"]*)" selected/.exec(select)?.[1] ?? '';
  }
  return fields;
}

describe('a payment that was recorded wrongly, in the console', () => {
  let program: TestProgram;
  let ava: Browser;
  beforeAll(async () => {
    program = await startProgram();
    ava = await firstSteward(program);
  });
  afterAll(() => program.stop());

  const recorded = async (more: object = {}): Promise<string> => {
    await ava.post(at, { ...typed, another: 'yes', ...more }, newRequest());
    const [row] = await program.app
      .get(DataSource)
      .query<{ payment: string }[]>(
        "select data::json ->> 'payment' as payment from event where type = 'PaymentReceived' order by position desc limit 1",
      );
    return `${at}/${row!.payment}`;
  };
  const eventsSince = async (head: number): Promise<string[]> => {
    const rows = await program.app
      .get(DataSource)
      .query<{ type: string }[]>('select type from event where position > $1 order by position', [head]);
    return rows.map(({ type }) => type);
  };
  const head = async (): Promise<number> =>
    Number((await program.app.get(DataSource).query<{ position: string }[]>('select position from ledger_head'))[0]!.position);

  it('is corrected in its own form: what it says, what that changes, and a line of its own', async () => {
    const payment = await recorded();
    const form = fieldsOf((await ava.get(`${payment}/correct`)).text);
    expect(form).toMatchObject({ amount: '200.00', receivedAt: '2026-10-04', method: 'interac', offering: 'ces-50', taxed: '' });
    const check = await ava.post(`${payment}/correct`, { ...form, amount: '220.00', taxed: 'NS' });
    expect(check.text).toMatch(/changes by[\s\S]*\$4\.00/);
    const before = await head();
    const key = newRequest();
    const done = await ava.post(`${payment}/correct`, { ...form, amount: '220.00', taxed: 'NS', step: 'record' }, key);
    expect([done.status, done.location]).toEqual([303, `${payment}?done=corrected`]);
    await ava.post(`${payment}/correct`, { ...form, amount: '220.00', taxed: 'NS', step: 'record' }, key);
    expect(await eventsSince(before)).toEqual(['PaymentCorrected', 'ObligationAdjusted']);
    const page = (await ava.get(payment)).text;
    expect(page).toMatch(/Corrected: the amount, the tax\. It had said[\s\S]*\$200\.00/);
    expect(page).toMatch(/What you owe changed by[\s\S]*\$4\.00/);
    expect(page).toContain('for whoever pays from Nova Scotia');
  });

  it('nothing else changes with it: the hour, the reason of the tax, what it became', async () => {
    const payment = await recorded({
      amount: '200.00',
      currency: 'USD',
      settledAmount: '272.50',
      settledCurrency: 'CAD',
      settledSource: 'PayPal',
      taxed: 'abroad',
      times: '2',
    });
    const form = fieldsOf((await ava.get(`${payment}/correct`)).text);
    expect(form).toMatchObject({ settledAmount: '272.50', settledSource: 'PayPal', taxed: 'abroad', times: '2' });
    const same = await ava.post(`${payment}/correct`, form);
    expect([same.status, same.text]).toEqual([400, expect.stringContaining('Nothing here differs from what is recorded.')]);
    const before = await head();
    await ava.post(`${payment}/correct`, { ...form, method: 'paypal', step: 'record' }, newRequest());
    expect(await eventsSince(before)).toEqual(['PaymentCorrected']);
    expect((await ava.get(payment)).text).toContain('Corrected: how it came in.');
  });

  it('was taken back and comes again, each with its words', async () => {
    const payment = await recorded();
    expect((await ava.get(payment)).text).not.toContain('What was taken back came again');
    const taken = { takenBack: '200.00', currency: 'CAD', reversedAt: '2026-10-20', takenBecause: 'chargeback', act: 'reverse' };
    expect((await ava.post(`${payment}/reverse`, { ...taken, takenBack: '200.01' })).status).toBe(409);
    expect((await ava.post(`${payment}/reverse`, taken)).status).toBe(303);
    const page = (await ava.get(payment)).text;
    expect(page).toMatch(/Taken back, a chargeback:[\s\S]*\$200\.00/);
    expect(page).toContain('What was taken back came again');
    expect((await ava.get(at)).text).toContain('taken back');
    await ava.post(`${payment}/reinstate`, { cameAgain: '200.00', currency: 'CAD', reinstatedAt: '2026-10-28', act: 'reinstate' });
    expect((await ava.get(payment)).text).toMatch(/Came again:[\s\S]*\$200\.00/);
  });

  it('whoever paid is forgotten with one press, and no page names them any more', async () => {
    const payment = await recorded({ payer: 'Wren Hollow', reference: 'CAxy12zw34' });
    const other = await recorded({ payer: 'Wren Hollow' });
    expect((await ava.get(payment)).text).toMatch(/Wren Hollow[\s\S]*Forget who paid/);
    const done = await ava.post(`${payment}/forget-payer`, { act: 'forget-payer' });
    expect(done.location).toBe(`${payment}?done=payer-forgotten`);
    for (const page of [payment, other]) {
      const { text } = await ava.get(page);
      expect(text).not.toMatch(/Wren Hollow|CAxy12zw34|Forget who paid/);
      expect(text).toContain('$200.00');
    }
  });
});
