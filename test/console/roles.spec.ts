import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { money } from '../../src/domain/money.js';
import { LogCall } from '../../src/domain/call.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { ProposePayout } from '../../src/domain/payout-proposal.js';
import type { Decided } from '../../src/event-store/event-store.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';
import { Browser } from './browser.js';
import { memberOf } from './people.js';
import { firstSteward, passphrase, wizard } from './wizard.js';

describe('who may do what in the console', () => {
  let program: TestProgram;
  let ledger: string;
  let ava: Browser;
  let bookkeeper: Browser;
  let auditor: Browser;
  let approver: Browser;
  let payout: string;
  let name: string;

  beforeAll(async () => {
    program = await startProgram();
    ava = await firstSteward(program);
    ledger = (await program.app.get(Ledgers).bySlug('river'))!.ledgerId;
    await openTestLedger(program, 'elsewhere');
    [bookkeeper, auditor, approver] = [
      await memberOf(program, ledger, 'bo', 'bookkeeper'),
      await memberOf(program, ledger, 'audre', 'auditor'),
      await memberOf(program, ledger, 'min', 'approver'),
    ];
    const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
    await program.send(
      new RecordPayment({
        ...asked(),
        amount: money(50_000n, 'CAD'),
        method: 'interac',
        offering: 'ces-50',
        receivedAt: '2026-10-30T16:00:00.000Z',
      }),
    );
    const noted = await program.send<Decided>(
      new LogCall({ ...asked(), rail: 'interac', address: 'someone@mail.example', fitsThePromise: true }),
    );
    const logged = noted.events.find(({ type }) => type === 'CallLogged')!.data as { call: string; name: string };
    name = logged.name;
    const { events } = await program.send<Decided>(new ProposePayout({ ...asked(), call: logged.call, amount: money(6000n, 'CAD') }));
    payout = `/console/river/payouts/${(events[0]!.data as { payout: string }).payout}`;
  });
  afterAll(() => program.stop());

  const countOf = async (table: string): Promise<number> => {
    const [row] = await program.app.get(DataSource).query<{ count: number }[]>(`select count(*)::int as count from ${table}`);
    return row!.count;
  };
  const statusOf = async (page: Promise<{ status: number }>): Promise<number> => (await page).status;

  it('a bookkeeper sees amounts, no call, and approves nothing', async () => {
    expect((await bookkeeper.get(payout)).text).not.toContain(name);
    expect((await bookkeeper.get(payout)).text).toContain('It waits for somebody who may approve it.');
    expect(await statusOf(bookkeeper.post(`${payout}/approve`, {}, newRequest()))).toBe(403);
    expect(await statusOf(bookkeeper.get('/console/river/calls'))).toBe(403);
    expect(await statusOf(bookkeeper.post(`${payout}/show-address`, {}, newRequest()))).toBe(403);
  });

  it('an auditor reads and changes nothing', async () => {
    for (const page of ['', '/payments', '/payouts', '/promise', '/offerings', '/opening', '/settings', '/accounts', '/people']) {
      expect([page, await statusOf(auditor.get(`/console/river${page}`))]).toEqual([page, 200]);
    }
    for (const page of ['/calls', '/calls/new', '/feedback', '/payouts/new', '/tokens', '/payments/new'])
      expect([page, await statusOf(auditor.get(`/console/river${page}`))]).toEqual([page, 403]);
    for (const form of [
      '/calls',
      '/payouts',
      '/payments',
      '/promise',
      '/offerings',
      '/opening',
      '/accounts',
      '/people/invitations',
      '/tokens',
    ]) {
      expect([form, await statusOf(auditor.post(`/console/river${form}`, {}))]).toEqual([form, 403]);
    }
    for (const act of ['approve', 'cancel', 'cover', 'show-address', 'sent', 'not-sent', 'undo', 'arrived', 'came-back']) {
      expect([act, await statusOf(auditor.post(`${payout}/${act}`, {}))]).toEqual([act, 403]);
    }
    expect((await auditor.get('/console/river/people')).text).not.toContain('Invite someone');
  });

  it('an approver sees amounts without a person, and approves', async () => {
    const page = await approver.get(payout);
    expect(page.text).toContain('$60.00');
    expect(page.text).not.toContain(name);
    expect((await approver.post(`${payout}/approve`, {}, newRequest())).location).toBe(`${payout}?done=approved`);
    expect(await statusOf(approver.post(`${payout}/show-address`, {}, newRequest()))).toBe(403);
  });

  it('a ledger in which one holds no role is not there', async () => {
    for (const path of ['', '/calls', '/feedback', '/payouts', '/people', '/settings'])
      expect(await statusOf(ava.get(`/console/elsewhere${path}`))).toBe(404);
    expect(await statusOf(ava.get(`/console/elsewhere${payout.slice('/console/river'.length)}`))).toBe(404);
    expect(await statusOf(ava.post('/console/elsewhere/payouts', {}))).toBe(404);
    const stranger = await new Browser(program.app).get('/console/river/calls');
    expect([stranger.status, stranger.location]).toEqual([303, '/console/sign-in?next=%2Fconsole%2Friver%2Fcalls']);
  });

  it('an invitation is made once for two presses, shown once, and makes a member', async () => {
    const press = () => ava.post('/console/river/people/invitations', { role: 'auditor' }, 'invite');
    const [first, second] = await Promise.all([press(), press()]);
    const linkIn = (text: string): string => /https?:\/\/[^<]*\/console\/invitation\/[\w-]{43}/.exec(text)?.[0] ?? '';
    expect(linkIn(first!.text)).not.toBe('');
    expect(linkIn(second!.text)).toBe(linkIn(first!.text));
    expect(await countOf('invitation')).toBe(1);
    const people = await ava.get('/console/river/people');
    expect(people.text).toContain('Somebody, as auditor');
    expect(linkIn(people.text)).toBe('');
    const guest = new Browser(program.app);
    expect((await guest.post(new URL(linkIn(first!.text)).pathname, { name: 'noor', password: passphrase })).location).toBe(
      '/console/river',
    );
    expect((await ava.get('/console/river/people')).text).toContain('noor');
  });

  it('an invitation that is taken back opens nothing', async () => {
    await ava.post('/console/river/people/invitations', { role: 'auditor' }, 'invite-2');
    const [, id] = /invitations\/([0-9a-f-]{36})\/take-back/.exec((await ava.get('/console/river/people')).text) ?? [];
    expect((await ava.post(`/console/river/people/invitations/${id}/take-back`, {}, newRequest())).location).toBe(
      '/console/river/people?done=changed',
    );
    expect(await countOf('invitation')).toBe(1);
  });

  it('roles change; the last steward stays, and nobody joins by an id', async () => {
    const members = await program.app
      .get(DataSource)
      .query<{ id: string; name: string }[]>(
        'select account_id as id, sign_in_name as name from membership join steward_account using (account_id)',
      );
    const roleOf = (of: string) => `/console/river/people/${members.find((each) => each.name === of)?.id}/role`;
    expect((await ava.post(roleOf('bo'), { role: 'approver' }, newRequest())).location).toBe('/console/river/people?done=changed');
    const last = await ava.post(roleOf('ava'), { role: 'none' }, newRequest());
    expect(last.status).toBe(409);
    expect(last.text).toContain('This is the last steward.');
    expect(await statusOf(ava.post(`/console/river/people/${v7()}/role`, { role: 'steward' }, newRequest()))).toBe(404);
    expect((await ava.post(roleOf('noor'), { role: 'none' }, newRequest())).status).toBe(303);
    expect(await countOf('membership')).toBe(5);
  });

  it('a token is made once for two presses, shown once, and ended', async () => {
    const press = () => ava.post('/console/river/tokens', { name: 'sheet', role: 'auditor' }, 'token');
    const [first, second] = await Promise.all([press(), press()]);
    const [secret = ''] = /mal_[\w-]{43}/.exec(first!.text) ?? [];
    expect(secret).not.toBe('');
    expect(second!.text).toContain(secret);
    expect(await countOf('api_token')).toBe(1);
    const list = await ava.get('/console/river/tokens');
    expect(list.text).not.toContain('mal_');
    const [, id] = /tokens\/([0-9a-f-]{36})\/revoke/.exec(list.text) ?? [];
    expect((await ava.post(`/console/river/tokens/${id}/revoke`, {}, newRequest())).location).toBe('/console/river/tokens?done=revoked');
    expect((await ava.post('/console/river/tokens', { role: 'auditor' }, newRequest())).text).toContain('href="#field-name"');
  });

  it('an account to watch is opened once for two presses, and never under its number', async () => {
    const press = () => ava.post('/console/river/accounts', { name: 'RBC chequing', source: 'bank', currency: 'CAD' }, 'account');
    expect((await Promise.all([press(), press()])).map(({ status }) => status)).toEqual([303, 303]);
    expect(await countOf('account')).toBe(1);
    const numbered = await ava.post('/console/river/accounts', { name: 'RBC 12345678', source: 'bank', currency: 'CAD' }, newRequest());
    expect(numbered.status).toBe(400);
    expect(numbered.text).toContain('value="RBC 12345678"');
  });

  it('settings say how the backups stand, and where they go to stewards alone', async () => {
    const { text } = await ava.get('/console/river/settings');
    for (const words of ['No backup was made yet', wizard.backupFolder, 'America/Toronto']) expect(text).toContain(words);
    expect((await auditor.get('/console/river/settings')).text).not.toContain(wizard.backupFolder);
  });

  it('one ledger is opened at once, several are listed', async () => {
    expect((await ava.get('/console')).location).toBe('/console/river');
    const elsewhere = (await program.app.get(Ledgers).bySlug('elsewhere'))!.ledgerId;
    const both = await memberOf(program, elsewhere, 'two', 'steward');
    expect((await both.get('/console')).location).toBe('/console/elsewhere');
  });

  it('amounts are covered until they are shown again, and one stays where one was', async () => {
    const covered = await ava.post('/console/hide-amounts', { hide: 'yes', back: '/console/river/payouts?shown=50' });
    expect(covered.location).toBe('/console/river/payouts?shown=50');
    const page = await ava.get('/console/river/payouts');
    expect(page.text).toContain('amount hidden');
    expect(page.text).not.toContain('$60.00');
    expect((await ava.post('/console/hide-amounts', { hide: 'no', back: 'https://elsewhere.example/' })).location).toBe('/console');
    expect((await ava.get('/console/river/payouts')).text).toContain('$60.00');
  });

  it('a form from another site does nothing', async () => {
    const answer = await program.app.inject({
      method: 'POST',
      url: '/console/hide-amounts',
      headers: { 'sec-fetch-site': 'cross-site', cookie: 'mal_session=x' },
      payload: {},
    });
    expect(answer.statusCode).toBe(403);
  });
});
