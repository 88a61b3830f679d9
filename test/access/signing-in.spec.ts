import type { Pool } from 'pg';
import { Sessions } from '../../src/access/sessions.js';
import { StewardAccounts } from '../../src/access/steward-accounts.js';
import { InvalidInput } from '../../src/domain/refusal.js';
import { freshDatabase } from '../support/database.js';
import { type Host, password, startHost } from './host.js';

const dayMs = 86_400_000;

let host: Host;
let ownerPool: Pool;
let close: () => Promise<void>;

beforeAll(async () => {
  const database = await freshDatabase();
  ({ ownerPool, close } = database);
  host = await startHost(database.dataSource);
  await host.member('Ava@Example.org');
});
afterAll(async () => {
  await host.app.close();
  await close();
});

/** Each from another address, so that no test makes the next one wait. */
let place = 0;
function signIn(payload: Record<string, string>, headers: Record<string, string> = {}) {
  place += 1;
  return host.app.inject({ method: 'POST', url: '/console/sign-in', payload, headers, remoteAddress: `198.51.100.${place}` });
}
const list = (cookie: string) => host.app.inject({ method: 'GET', url: '/console/sign-out', headers: { cookie } });
const signOut = (cookie: string, path = '/console/sign-out') =>
  host.app.inject({ method: 'POST', url: path, headers: { cookie, 'sec-fetch-site': 'same-origin' } });

describe('Signing in', () => {
  it('takes name and password, and leads to where one was going', async () => {
    const answer = await signIn({ name: ' ava@example.org', password, next: '/console/river/payments' });
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe('/console/river/payments');
    expect(answer.headers['set-cookie']).toMatch(/^mal_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
  });

  it('never leads to another host', async () => {
    const answer = await signIn({ name: 'ava@example.org', password, next: '//evil.example/console' });
    expect(answer.headers.location).toBe('/console');
  });

  it('answers alike for a wrong password and a name that nobody has', async () => {
    const wrong = await signIn({ name: 'ava@example.org', password: 'not the right password' });
    const nobody = await signIn({ name: 'eva@example.org', password });
    for (const answer of [wrong, nobody]) {
      expect(answer.statusCode).toBe(400);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.body).toContain('The name or the password is not right.');
    }
    expect(wrong.body).not.toContain('not the right password');
  });

  it('says which field was left blank, and keeps the name that was typed', async () => {
    const answer = await signIn({ name: '<b>ava</b>' });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('Enter your password.');
    expect(answer.body).toContain('&lt;b');
    expect(answer.body).not.toContain('<b>ava');
  });

  it('waits after several wrong tries from one place, and says how long', async () => {
    const tried = (name: string) =>
      host.app.inject({ method: 'POST', url: '/console/sign-in', payload: { name, password: 'guess' }, remoteAddress: '203.0.113.9' });
    for (let count = 0; count < 5; count += 1) await tried('guessed');
    const answer = await tried('guessed');
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await signIn({ name: 'ava@example.org', password })).statusCode).toBe(303);
  });

  it('cannot be done to someone by a page of another site', async () => {
    expect((await signIn({ name: 'ava@example.org', password }, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
  });

  it('refuses fields that are not its own, and text that is too long', async () => {
    expect((await signIn({ name: 'ava', password, role: 'steward' })).statusCode).toBe(400);
    expect((await signIn({ name: 'a'.repeat(301), password })).statusCode).toBe(400);
  });

  it('keeps neither the password nor the cookie in the database', async () => {
    const cookie = await host.signIn('ava@example.org');
    const { rows } = await ownerPool.query<{ line: string }>(
      'select steward_account::text as line from steward_account union all select session::text from session',
    );
    const all = rows.map(({ line }) => line).join('\n');
    expect(all).not.toContain(password);
    expect(all).not.toContain(cookie.split('=')[1]!);
    expect(all).not.toContain(Buffer.from(cookie.split('=')[1]!).toString('hex'));
  });
});

describe('A session', () => {
  it('ends when one signs out, here at once', async () => {
    const cookie = await host.signIn('ava@example.org');
    expect((await list(cookie)).statusCode).toBe(200);
    const out = await signOut(cookie);
    expect(out.headers['set-cookie']).toMatch(/^mal_session=; Path=\/; Max-Age=0/);
    expect((await list(cookie)).statusCode).toBe(303);
    expect((await signOut(cookie)).statusCode).toBe(303);
  });

  it('can be ended from another browser of the same person, and by nobody else', async () => {
    await host.member('other');
    const [here, there, foreign] = await Promise.all([
      host.signIn('ava@example.org'),
      host.signIn('ava@example.org'),
      host.signIn('other'),
    ]);
    const accountId = (await host.app.get(StewardAccounts).whose({ name: 'ava@example.org', password }))!;
    const session = (await host.app.get(Sessions).find(there.split('=')[1]!))!;
    expect(session.accountId).toBe(accountId);
    await signOut(foreign, `/console/sign-out/${session.sessionId}`);
    expect((await list(there)).statusCode).toBe(200);
    await signOut(here, `/console/sign-out/${session.sessionId}`);
    expect((await list(there)).statusCode).toBe(303);
    expect((await list(here)).statusCode).toBe(200);
  });

  it('is replaced by a new one when the same browser signs in again', async () => {
    const first = await host.signIn('ava@example.org');
    const again = await signIn({ name: 'ava@example.org', password }, { cookie: first, 'sec-fetch-site': 'same-origin' });
    expect(String(again.headers['set-cookie'])).not.toContain(first.split('=')[1]!);
    expect((await list(first)).statusCode).toBe(303);
  });

  it('lasts as long as it is used, and ends after thirty days without', async () => {
    const cookie = await host.signIn('ava@example.org');
    for (let days = 0; days < 60; days += 20) {
      host.time.now += 20 * dayMs;
      expect((await list(cookie)).statusCode).toBe(200);
    }
    host.time.now += 29 * dayMs;
    expect((await list(cookie)).statusCode).toBe(200);
    host.time.now += 30 * dayMs;
    expect((await list(cookie)).statusCode).toBe(303);
    await host.app.get(Sessions).sweep();
    expect((await ownerPool.query('select from session')).rowCount).toBe(0);
  });

  it('is listed with its days, and nothing about the browser', async () => {
    const cookie = await host.signIn('ava@example.org');
    const { body } = await list(cookie);
    expect(body).toContain('You are ava@example.org.');
    expect(body).toContain(new Date(host.time.now).toISOString().slice(0, 10));
  });
});

describe('An account', () => {
  it('has a name that nobody else has, however it is written', async () => {
    await expect(host.member('AVA@example.org ')).rejects.toBeInstanceOf(InvalidInput);
  });

  it('is made once when two ask for the same name at once', async () => {
    const made = await Promise.allSettled([host.member('twice'), host.member('Twice'), host.member('twice')]);
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
