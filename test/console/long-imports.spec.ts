import { DataSource } from 'typeorm';
import { OpenAccount } from '../../src/domain/observation.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { ImportDrafts } from '../../src/reconciliation/import-drafts.queries.js';
import { textOf } from '../scenarios/visitor.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import type { Browser } from './browser.js';
import { firstSteward } from './wizard.js';

const header = '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"';
const payment = '01990000-0000-7000-8000-0000000000aa';

describe('a long file in the console', () => {
  let program: TestProgram;
  let ava: Browser;
  let ledger: string;
  let account: string;
  let files = 0;
  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 });
    ava = await firstSteward(program);
    ledger = (await program.app.get(Ledgers).bySlug('river'))!.ledgerId;
    const asked = { ledger, by: 'account:test', request: newRequest() };
    const { events } = await program.send(new OpenAccount({ ...asked, name: 'Chequing', kind: 'bank', currency: 'CAD' }));
    account = (events[0]!.data as { account: string }).account;
  });
  afterAll(() => program.stop());

  /** Another file each time; its first line is line 2. */
  async function previewOf(lines: number): Promise<string> {
    files += 1;
    const rows = Array.from(
      { length: lines },
      (_, at) => `Chequing,01234-5678901,10/2/2026,,"E-TRANSFER RECEIVED","LARK ${files} ${at}",200.00,,`,
    );
    const id = await program.app.get(ImportDrafts).read(ledger, account, Buffer.from([header, ...rows].join('\n')));
    return `/console/river/imports/${id}`;
  }
  const count = async (): Promise<number> =>
    (await program.app.get(DataSource).query<{ n: number }[]>('select count(*)::int as n from payment'))[0]!.n;

  it('where a later part is refused, the page says what stands, and the rest is recorded with the next press, once', async () => {
    const place = await previewOf(1100);
    const refused = await ava.post(place, { line: ['2:leave', '1101:record:unheard-of'] }, newRequest());
    const says = textOf(refused.text);
    expect(refused.status).toBe(400);
    expect(says).toContain('Lines 2 to 1001 of this file are in the books, and stay there.');
    expect(says).toContain('100 new, 1000 already here');
    expect(refused.text).toMatch(/id="line-1101-error">There is no offering/);
    expect(await count()).toBe(999);

    const rest = { line: ['2:leave', `3:same:${payment}`, '4:seen', '1101:record:group'] };
    const press = newRequest();
    const recorded = await ava.post(place, rest, press);
    expect([recorded.status, textOf(recorded.text)]).toEqual([200, expect.stringContaining('100 payments recorded')]);
    const again = await ava.post(place, rest, press);
    expect([again.status, textOf(again.text)]).toEqual([200, expect.stringContaining('100 payments recorded')]);
    expect(await count()).toBe(1099);
  });
});
