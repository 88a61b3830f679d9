import { setTimeout as sleep } from 'node:timers/promises';
import pg, { type Pool } from 'pg';
import { DataSource } from 'typeorm';
import { OpenAccount } from '../../src/domain/observation.js';
import { lockKeyOf } from '../../src/event-store/ledger-lock.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { ImportDrafts } from '../../src/reconciliation/import-drafts.queries.js';
import { textOf } from '../scenarios/visitor.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import type { Browser, Page } from './browser.js';
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

  const heading = ({ text }: Page): string => /<h1>(.*?)<\/h1>/.exec(text)?.[1] ?? '';
  async function untilDone(place: string): Promise<string[]> {
    const seen: string[] = [];
    for (;;) {
      const now = heading(await ava.get(place));
      if (now !== seen.at(-1)) seen.push(now);
      if (!now.endsWith(' lines')) return seen;
      await sleep(50);
    }
  }

  /** What a press comes to, where it is not answered at once. */
  async function ended(place: string, press: Promise<Page>): Promise<Page> {
    const answer = await press;
    if (answer.status !== 303) return answer;
    await untilDone(place);
    return ava.get(place);
  }

  it('where a later part is refused, the page says what stands, and the rest is recorded with the next press, once', async () => {
    const place = await previewOf(1100);
    const refused = await ended(place, ava.post(place, { line: ['2:leave', '1101:record:unheard-of'] }, newRequest()));
    const says = textOf(refused.text);
    expect(says).toContain('Lines 2 to 1001 of this file are in the books, and stay there.');
    expect(says).toContain('100 new, 1000 already here');
    expect(refused.text).toMatch(/id="line-1101-error">There is no offering/);
    expect(await count()).toBe(999);

    const rest = { line: ['2:leave', `3:same:${payment}`, '4:seen', '1101:record:group'] };
    const press = newRequest();
    for (const _ of ['once', 'and again']) {
      const recorded = await ended(place, ava.post(place, rest, press));
      expect([recorded.status, textOf(recorded.text)]).toEqual([200, expect.stringContaining('100 payments recorded')]);
    }
    expect(await count()).toBe(1099);
  });

  it('of a file too long for a page the beginning is shown, and nothing of the rest is recorded before somebody looks', async () => {
    const place = await previewOf(2700);
    const before = await count();
    const page = await ava.get(place);
    expect(page.text.match(/name="line"/g)).toHaveLength(2000);
    expect(textOf(page.text)).toContain('Of the 700 lines after these, what is no income is put aside');
    const recorded = await ended(place, ava.post(place, { line: ['2:leave'] }, newRequest()));
    expect(textOf(recorded.text)).toContain('1999 payments recorded');
    expect(await count()).toBe(before + 1999);
    const waiting = await ava.get('/console/river/imports/review');
    expect(waiting.text.match(/name="line"/g)).toHaveLength(500);
    expect(textOf(waiting.text)).toMatch(/2\d\d more wait after them/);
    const first = /<option value="(\d+):leave"/.exec(waiting.text)![1]!;
    const settled = await ava.post('/console/river/imports/review', { line: `${first}:dismiss` }, newRequest());
    expect(settled.status).toBe(200);
    expect((await ava.get('/console/river/imports/review')).text).not.toContain(`"${first}:leave"`);
  });

  describe('while it takes its time', () => {
    /** Nothing is written to the ledger until the answer is called. */
    async function heldUp(): Promise<() => Promise<void>> {
      const other = await (program.app.get(DataSource).driver as unknown as { master: Pool }).master.connect();
      await other.query(`begin; select pg_advisory_xact_lock(${lockKeyOf(ledger)})`);
      return async () => {
        await other.query('commit');
        other.release();
      };
    }
    it('the press leads to a page that says how far it is, and looks again by itself until it is done', async () => {
      const place = await previewOf(1700);
      const goOn = await heldUp();
      const press = newRequest();
      const pressed = await ava.post(place, { line: ['2:leave', '3:dismiss'] }, press);
      expect([pressed.status, pressed.location]).toEqual([303, place]);
      const page = await ava.get(place);
      expect([heading(page), page.refresh, textOf(page.text)]).toEqual([
        '0 of 1,700 lines',
        '3',
        expect.stringContaining('It goes on by itself'),
      ]);

      expect(textOf((await ava.get('/console/river')).text)).toContain('A file is being recorded: 0 of 1,700 lines');

      const again = await ava.post(place, { line: ['2:leave', '3:dismiss'] }, press);
      expect([again.status, again.location]).toEqual([303, place]);
      const other = await ava.post(place, { line: '2:leave' }, newRequest());
      expect([other.status, textOf(other.text)]).toEqual([409, expect.stringContaining('is being recorded already, from another window')]);

      await goOn();
      const seen = await untilDone(place);
      expect(seen.at(-1)).toBe('1698 payments recorded');
      expect(seen.slice(0, -1).every((each) => /^(0|500|1,000|1,500|1,700) of 1,700 lines$/.test(each))).toBe(true);
      const done = await ava.post(place, { line: ['2:leave', '3:dismiss'] }, press);
      expect([done.status, heading(done), textOf(done.text)]).toEqual([
        200,
        '1698 payments recorded',
        expect.stringContaining('1 line left out'),
      ]);
    });

    it('where nobody is at it any more, it is gone on with, with what was said, and nothing is recorded twice', async () => {
      const place = await previewOf(1200);
      const before = await count();
      const goOn = await heldUp();
      await ava.post(place, { line: ['2:dismiss', '1200:leave'] }, newRequest());
      // As a program that was killed leaves it; this one is at it still, so that both bring the same lines.
      await program.app.get(DataSource).query(`update import_run set moved_at = now() - interval '2 minutes' where ended is null`);
      const page = await ava.get(place);
      expect([heading(page), page.refresh, textOf(page.text)]).toEqual([
        '0 of 1,200 lines',
        undefined,
        expect.stringContaining('It stopped on its way'),
      ]);
      const pressed = await ava.post(`${place}/go-on`, {}, newRequest());
      expect([pressed.status, pressed.location]).toEqual([303, place]);
      await goOn();
      expect((await untilDone(place)).at(-1)).toBe('1198 payments recorded');
      expect(await count()).toBe(before + 1198);
    });

    it('where this program stumbles, Today says that it stopped; once that is mended, it is gone on with', async () => {
      const owner = new pg.Client(program.runtime.connections.owner);
      await owner.connect();
      await owner.query(`alter table payment add constraint broken check (amount_minor <> 20000) not valid`);
      const place = await previewOf(600);
      expect((await ava.post(place, { line: '2:dismiss' }, newRequest())).status).toBe(500);
      expect(textOf((await ava.get('/console/river')).text)).toContain('A file stopped on its way: 0 of 600 lines');
      await owner.query('alter table payment drop constraint broken').finally(() => owner.end());
      await ava.post(`${place}/go-on`, {}, newRequest());
      expect((await untilDone(place)).at(-1)).toBe('599 payments recorded');
      expect(textOf((await ava.get('/console/river')).text)).not.toContain('A file');
    });

    it('what is refused after the page was left is said when she comes back, with all that she had said', async () => {
      const place = await previewOf(600);
      const goOn = await heldUp();
      await ava.post(place, { line: ['2:dismiss', '560:record:unheard-of'] }, newRequest());
      await goOn();
      expect((await untilDone(place)).at(-1)).toBe('100 new, 500 already here, 0 need a look');
      const page = await ava.get(place);
      expect(textOf(page.text)).toContain('Lines 2 to 501 of this file are in the books');
      expect(page.text).toMatch(/id="line-560-error">There is no offering/);
    });

    it('what was said of a preview is gone with it', async () => {
      expect((await program.app.get(DataSource).query('select 1 from import_run')).length).toBeGreaterThan(0);
      program.setTime('2026-11-04T15:00:00Z');
      await program.app.get(ImportDrafts).forgetOld();
      expect(await program.app.get(DataSource).query('select 1 from import_run')).toEqual([]);
    });
  });
});
