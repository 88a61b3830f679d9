import { DataSource } from 'typeorm';
import { ImportDrafts } from '../../src/reconciliation/import-drafts.queries.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { money } from '../../src/domain/money.js';
import { OpenAccount } from '../../src/domain/observation.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { VoidPayment } from '../../src/domain/payment-changes.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import type { Browser } from './browser.js';
import { firstSteward } from './wizard.js';

const imports = '/console/river/imports';
const review = `${imports}/review`;
const header = '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"';
const fileOf = (amount: string): Buffer =>
  Buffer.from(`${header}\nChequing,01234-5678901,10/16/2026,,"E-TRANSFER RECEIVED","FENN MADEUP",${amount},,\n`);

describe('what a person says of a line is about what she was shown', () => {
  let program: TestProgram;
  let ava: Browser;
  let ledger: string;
  let account: string;
  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 });
    ava = await firstSteward(program);
    ledger = (await program.app.get(Ledgers).bySlug('river'))!.ledgerId;
    const { events } = await program.send(new OpenAccount({ ...asked(), name: 'Chequing', kind: 'bank', currency: 'CAD' }));
    account = (events[0]!.data as { account: string }).account;
  });
  afterAll(() => program.stop());

  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  async function paid(minor: bigint, day: string): Promise<string> {
    const entry = { amount: money(minor, 'CAD'), method: 'interac', offering: 'group', receivedAt: `${day}T16:00:00.000Z` } as const;
    const { events } = await program.send(new RecordPayment({ ...asked(), ...entry }));
    return (events[0]!.data as { payment: string }).payment;
  }
  const takeOut = (payment: string) => program.send(new VoidPayment({ ...asked(), payment, reason: 'not-a-payment' }));
  const previewed = async (amount: string): Promise<string> =>
    `${imports}/${await program.app.get(ImportDrafts).read(ledger, account, fileOf(amount))}`;
  /** The same line in a preview, and among those left for another day. */
  async function placeOf(where: 'preview' | 'review', amount: string): Promise<string> {
    const preview = await previewed(amount);
    if (where === 'preview') return preview;
    await ava.post(preview, { line: '2:leave' }, newRequest());
    return review;
  }
  /** What the page offers for its line. */
  async function offered(place: string): Promise<{ line: string; values: string[]; chosen: string | undefined; text: string }> {
    const { text } = await ava.get(place);
    return { ...offeredIn(text), text };
  }
  function offeredIn(text: string) {
    const options = [...text.matchAll(/<option value="(\d+):([^"]+)"( selected)?/g)];
    return {
      line: options[0]?.[1] ?? '',
      values: options.map(([, , value]) => value!),
      chosen: options.find(([, , , selected]) => selected)?.[2],
    };
  }
  const countOf = async (table: string, where = 'true'): Promise<number> => {
    const [row] = await program.app.get(DataSource).query<{ n: number }[]>(`select count(*)::int as n from ${table} where ${where}`);
    return row!.n;
  };

  it.each(['preview', 'review'] as const)('in the %s, no payment is matched but the one that was shown', async (where) => {
    const [amount, minor] = where === 'preview' ? (['91.00', 9100n] as const) : (['92.00', 9200n] as const);
    const [shown, other] = [await paid(minor, '2026-10-16'), await paid(minor, '2026-10-17')];
    const place = await placeOf(where, amount);
    const { line, values } = await offered(place);
    expect(values).toContain(`same:${shown}`);
    await takeOut(shown);

    const refused = await ava.post(place, { line: `${line}:same:${shown}` }, newRequest());
    expect([refused.status, refused.text]).toEqual([
      400,
      expect.stringMatching(/id="line-\d+-error">[^<]*what is proposed here has changed/),
    ]);
    expect(await countOf('observation', `payment_id in ('${shown}', '${other}')`)).toBe(0);
    expect(offeredIn(refused.text)).toMatchObject({ values: expect.arrayContaining([`same:${other}`]), chosen: 'leave' });

    const { status } = await ava.post(place, { line: `${line}:same:${other}` }, newRequest());
    expect([status, await countOf('observation', `payment_id = '${other}'`)]).toEqual([200, 1]);
  });

  it.each([
    'preview',
    'review',
  ] as const)('in the %s, a payment that came meanwhile is shown before its twin is recorded', async (where) => {
    const [amount, minor] = where === 'preview' ? (['93.00', 9300n] as const) : (['94.00', 9400n] as const);
    const place = await placeOf(where, amount);
    const { line, values } = await offered(place);
    expect(values).toContain('record:group');
    const twin = await paid(minor, '2026-10-16');
    const before = await countOf('payment');

    const asksAgain = await ava.post(place, { line: `${line}:record:group` }, newRequest());
    expect([asksAgain.status, asksAgain.text]).toEqual([
      400,
      expect.stringMatching(/id="line-\d+-error">[^<]*payment of 16 October 2026[^<]*recorded since/),
    ]);
    expect(await countOf('payment')).toBe(before);
    expect(offeredIn(asksAgain.text)).toMatchObject({ chosen: 'leave', values: expect.arrayContaining([`same:${twin}`]) });

    const really = offeredIn(asksAgain.text).values.find((value) => value.startsWith('record:group'));
    const { status } = await ava.post(place, { line: `${line}:${really}` }, newRequest());
    expect([status, await countOf('payment')]).toEqual([200, before + 1]);
  });
});
