import pg from 'pg';
import { DataSource } from 'typeorm';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import { Browser } from './browser.js';
import { memberOf } from './people.js';
import { firstSteward } from './wizard.js';

describe('A held ledger, in the console', () => {
  let program: TestProgram;
  let ava: Browser;
  let auditor: Browser;
  let ledger: string;
  const at = '/console/river/settings/held';
  const sql = (text: string) => program.app.get(DataSource).query(text, [ledger]);

  beforeAll(async () => {
    program = await startProgram('2026-11-11T15:00:00Z', { queueConcurrency: 0 });
    ava = await firstSteward(program);
    ledger = (await program.app.get(Ledgers).bySlug('river'))!.ledgerId;
    auditor = await memberOf(program, ledger, 'audre', 'auditor');
  });
  afterAll(() => program.stop());

  it('one that was never put back is not, and Today does not speak of it', async () => {
    expect((await ava.get(at)).text).toContain('This ledger is not held');
    expect((await ava.get('/console/river')).text).not.toContain('put back');
  });

  it('Today leads to what is missing, and everybody who sees amounts may read it', async () => {
    await sql(`insert into ledger_hold (ledger_id, what, held_since, books_until)
      select $1, a, '2026-11-11T09:00:00Z', '2026-11-10T03:00:00Z' from unnest(array['payouts', 'publication']) a`);
    expect((await ava.get('/console/river')).text).toContain('This ledger was put back from a backup, and is held');
    const { text } = await auditor.get(at);
    expect(text).toContain('nothing is sent, and nothing is published');
    expect(text).toContain('9 November 2026');
    expect(text).not.toContain('Let it go on');
    expect((await auditor.post(at, { certain: 'yes' }, newRequest())).status).toBe(403);
  });

  it('an account that was not looked at since is named, and stays so until somebody vouches for it', async () => {
    await sql(
      `insert into account (ledger_id, account_id, name, kind, currency) values ($1, gen_random_uuid(), 'Chequing', 'bank', 'CAD')`,
    );
    await sql(`insert into account_statement (ledger_id, account_id, currency, from_day, through_day, opening_minor, closing_minor, asserted_at)
      select $1, account_id, 'CAD', '2026-10-01', '2026-10-31', 0, 0, now() from account where ledger_id = $1`);
    const { text } = await ava.get(at);
    expect(text).toContain(
      'What moved on Chequing since 2026-11-10 is not in these books. Bring its lines in up to 2026-11-11, or state its balance.',
    );
    const unsaid = await ava.post(at, {}, newRequest());
    expect([unsaid.status, unsaid.text.includes('Say that you have looked at it.')]).toEqual([400, true]);
  });

  it('what must be so is never hers to say: with the journal away nothing goes on', async () => {
    await sql(`insert into journal (journal_id, began_at) select gen_random_uuid(), now() where $1::text is not null`);
    const refused = await ava.post(at, { certain: 'yes' }, newRequest());
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Something is missing for which nobody can vouch.');
    expect(refused.text).toContain('The journal that these books were written with is not there.');
  });

  it('her word, once more confirmed, lets it go on', async () => {
    const session = new pg.Client(program.runtime.connections.owner);
    await session.connect();
    await session.query('delete from journal');
    await session.end();
    const released = await ava.post(at, { certain: 'yes' }, newRequest());
    expect([released.status, released.location]).toEqual([303, `${at}?done=released`]);
    expect((await ava.get(at)).text).toContain('This ledger is not held');
    const rows = await sql('select distinct released_by as by from ledger_hold where ledger_id = $1');
    expect(rows).toEqual([{ by: expect.stringMatching(/^account:/) }]);
  });
});
