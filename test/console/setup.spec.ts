import pg from 'pg';
import { DataSource } from 'typeorm';
import { announce } from '../../src/announce.js';
import { HostSettings } from '../../src/access/host-settings.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { testConnections } from '../support/database.js';
import { type TestProgram, startProgram } from '../support/ledger.js';
import { Browser } from './browser.js';
import { setupPath, wizard } from './wizard.js';

describe('the first page, behind its one-time link', () => {
  let program: TestProgram;
  let browser: Browser;
  beforeEach(async () => {
    program = await startProgram();
    browser = new Browser(program.app);
  });
  afterEach(() => program.stop());

  const countOf = async (table: string): Promise<number> => {
    const [row] = await program.app.get(DataSource).query<{ count: number }[]>(`select count(*)::int as count from ${table}`);
    return row!.count;
  };
  const standing = async () => [await countOf('steward_account'), await countOf('event')];

  it('opens the ledger whole, signs in, and leads to the console', async () => {
    const path = await setupPath(program);
    const page = await browser.get(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain('keep a copy of that one line on paper');
    const opened = await browser.post(path, wizard);
    expect([opened.status, opened.location]).toEqual([303, '/console/river?done=opened']);
    const today = await browser.get(opened.location!);
    expect(today.status).toBe(200);
    expect(today.text).toContain('Your ledger is open.');

    const row = await program.app.get(Ledgers).bySlug('river');
    const books = await program.app.get(Ledgers).books(row!.ledgerId);
    expect(books).toMatchObject({
      name: 'River practice',
      zone: 'America/Toronto',
      currency: 'CAD',
      policies: [{ shareBp: 2000, base: 'gross', version: 1 }],
    });
    expect(Object.keys(books.offerings)).toEqual(['ces-50', 'ces-75', 'group', 'counselling-reduced']);
    expect(Object.values(books.stewards)).toEqual(['steward']);
    expect(await program.app.get(HostSettings).get('backup-folder')).toBe(wizard.backupFolder);
  });

  it('looking at the link changes nothing; using it a second time is too late', async () => {
    const path = await setupPath(program);
    for (const _ of [1, 2]) expect((await browser.get(path)).status).toBe(200);
    await browser.post(path, wizard);
    const again = await new Browser(program.app).post(path, { ...wizard, name: 'ben', slug: 'other' });
    expect(again.status).toBe(410);
    expect(again.text).toContain('npm run cli -- setup-link');
    expect((await new Browser(program.app).get(path)).status).toBe(410);
    expect(await countOf('steward_account')).toBe(1);
    expect(await countOf('ledger')).toBe(1);
  });

  it('pressed twice at once, it opens one ledger', async () => {
    const path = await setupPath(program);
    const answers = await Promise.all([1, 2, 3].map(() => new Browser(program.app).post(path, wizard)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410]);
    expect([await countOf('steward_account'), await countOf('ledger'), await countOf('membership')]).toEqual([1, 1, 1]);
  });

  it('all that is wrong in all parts is said at once, and what was typed stays', async () => {
    const path = await setupPath(program);
    const faulty = {
      ...wizard,
      name: 'a',
      password: 'a-few-letters'.slice(0, 11),
      slug: 'console',
      currency: 'XXX',
      zone: 'Mars/Olympus',
      sharePercent: '120',
      words: ' ',
      startsOn: '2026-02-30',
      backupFolder: 'somewhere',
    };
    const { status, text } = await browser.post(path, faulty);
    expect(status).toBe(400);
    for (const field of ['name', 'password', 'slug', 'currency', 'zone', 'sharePercent', 'words', 'startsOn', 'backupFolder']) {
      expect(text).toContain(`href="#field-${field}"`);
    }
    expect(text).toContain('value="River practice"');
    expect(text).toContain('value="2026-02-30"');
    expect(text).not.toContain('a-few-lette');
    expect(await standing()).toEqual([0, 0]);
    expect((await browser.post(path, wizard)).status).toBe(303);
  });

  it('a folder that cannot be made is refused at its field, and the ledger is not opened', async () => {
    const path = await setupPath(program);
    const { status, text } = await browser.post(path, { ...wizard, backupFolder: '/proc/backup' });
    expect(status).toBe(400);
    expect(text).toMatch(/id="field-backupFolder-error">.*?This folder cannot be made\. Choose another\./s);
    expect(text).toContain('value="/proc/backup"');
    expect(await standing()).toEqual([0, 0]);
  });

  it('markup in what is typed is shown as text', async () => {
    const { text } = await browser.post(await setupPath(program), {
      ...wizard,
      ledgerName: '<script>alert(1)</script>',
      slug: 'NOT A SLUG',
    });
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script>alert(1)');
  });

  it('a link that was replaced or has run out opens nothing', async () => {
    const former = await setupPath(program);
    const path = await setupPath(program);
    expect((await browser.post(former, wizard)).status).toBe(410);
    expect((await browser.get('/setup/nonsense')).status).toBe(410);
    program.setTime('2026-11-02T15:31:00Z');
    expect((await browser.post(path, wizard)).status).toBe(410);
    expect(await standing()).toEqual([0, 0]);
  });

  it('cut off while the books are written, nothing stands, and the same link goes on', async () => {
    const path = await setupPath(program);
    const owner = new pg.Client(testConnections().owner);
    await owner.connect();
    await owner.query(`create function cut() returns trigger language plpgsql as $$ begin raise exception 'cut off'; end $$;
      create trigger cut before insert on steward_account for each row execute function cut()`);
    expect((await browser.post(path, wizard)).status).toBe(500);
    expect(await standing()).toEqual([0, 0]);
    await owner.query('drop trigger cut on steward_account; drop function cut()');
    await owner.end();
    expect((await browser.post(path, wizard)).status).toBe(303);
  });

  it('the start says where the link is, until a ledger is open', async () => {
    await program.app.listen(0, '127.0.0.1');
    const told = async () => (await announce(program.app, program.runtime.settings)).split('\n');
    const [ready, link] = await told();
    expect(ready).toMatch(/^mutual-aid-ledger is ready: open http:\/\/127\.0\.0\.1:\d+ in the browser\.$/);
    const [, path = ''] = /:\d+(\/setup\/\S+) .*30 minutes.*npm run cli -- setup-link/.exec(link!) ?? [];
    expect((await browser.post(path, wizard)).status).toBe(303);
    expect(await told()).toHaveLength(1);
  });
});
