import type { Pool } from 'pg';
import { stepOf, codeAt } from '../../src/access/one-time-codes.js';
import { freshDatabase } from '../support/database.js';
import { Device } from './device.js';
import { type Host, password, startHost } from './host.js';

let host: Host;
let ownerPool: Pool;
let close: () => Promise<void>;

beforeAll(async () => {
  const database = await freshDatabase();
  ({ ownerPool, close } = database);
  host = await startHost(database.dataSource);
});
afterAll(async () => {
  await host.app.close();
  await close();
});

/** Each from another address, so that no test makes the next one wait. */
let place = 0;
async function post(url: string, payload: Record<string, string> = {}, cookie = '') {
  place += 1;
  const headers = { 'sec-fetch-site': 'same-origin', host: 'localhost', ...(cookie && { cookie }) };
  return host.app.inject({ method: 'POST', url, payload, headers, remoteAddress: `198.51.${place >> 8}.${place & 255}` });
}
const cookieOf = (answer: { headers: Record<string, unknown> }): string | undefined =>
  String(answer.headers['set-cookie'] ?? '').split(';')[0] || undefined;

let people = 0;
async function someone(): Promise<{ name: string; cookie: string }> {
  people += 1;
  const name = `somebody${people}`;
  await host.member(name);
  return { name, cookie: await host.signIn(name) };
}

const fromBase32 = (text: string): Buffer => {
  const bits = [...text].map((each) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(each).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
};

async function withCodes() {
  const { name, cookie } = await someone();
  const [, key = ''] = /secret=([A-Z2-7]+)/.exec((await post('/console/account/codes/begin', {}, cookie)).body) ?? [];
  const secret = fromBase32(key);
  const code = () => codeAt(secret, stepOf(host.time.now));
  const shown = await post('/console/account/codes', { code: code() }, cookie);
  const recovery = [...shown.body.matchAll(/<li>([a-z0-9]{4}(?:-[a-z0-9]{4}){3})<\/li>/g)].map(([, each]) => each!);
  host.time.now += 30_000;
  return { name, cookie, secret, code, recovery };
}

const stepIn = (body: string): string => /name="step" value="([\w-]{43})"/.exec(body)?.[1] ?? '';
const withPassword = async (name: string) => {
  const answer = await post('/console/sign-in', { name, password });
  return { answer, step: stepIn(answer.body) };
};

describe('A code beside the password', () => {
  it('is asked for once it was set up, and the password alone opens nothing', async () => {
    const { name, code } = await withCodes();
    const { answer, step } = await withPassword(name);
    expect([answer.statusCode, cookieOf(answer)]).toEqual([200, undefined]);
    const signedIn = await post('/console/sign-in/code', { step, code: code(), next: '/console/account' });
    expect([signedIn.statusCode, signedIn.headers.location]).toEqual([303, '/console/account']);
    expect(cookieOf(signedIn)).toMatch(/^mal_session=/);
  });

  it('does not count until its first code was right', async () => {
    const { name, cookie } = await someone();
    await post('/console/account/codes/begin', {}, cookie);
    expect((await post('/console/account/codes', { code: '000000' }, cookie)).statusCode).toBe(400);
    expect((await withPassword(name)).answer.statusCode).toBe(303);
  });

  it('is good once', async () => {
    const { name, code } = await withCodes();
    const shown = code();
    expect((await post('/console/sign-in/code', { step: (await withPassword(name)).step, code: shown })).statusCode).toBe(303);
    expect((await post('/console/sign-in/code', { step: (await withPassword(name)).step, code: shown })).statusCode).toBe(400);
  });

  it('lets in one of two who show the same at once', async () => {
    const { name, code } = await withCodes();
    const steps = [(await withPassword(name)).step, (await withPassword(name)).step];
    const answers = await Promise.all(steps.map((step) => post('/console/sign-in/code', { step, code: code() })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 400]);
  });

  it('cannot be guessed at for long with one right password, and nobody else is kept out by it', async () => {
    const { name, code } = await withCodes();
    const { step } = await withPassword(name);
    for (let tries = 0; tries < 5; tries += 1) expect((await post('/console/sign-in/code', { step, code: '000000' })).statusCode).toBe(400);
    expect((await post('/console/sign-in/code', { step, code: code() })).statusCode).toBe(400);
    expect((await post('/console/sign-in/code', { step: (await withPassword(name)).step, code: code() })).statusCode).toBe(303);
  });

  it('has five minutes, and a step that was invented or used has none', async () => {
    const { name, code } = await withCodes();
    const { step } = await withPassword(name);
    host.time.now += 5 * 60_000;
    for (const each of [step, 'A'.repeat(43), '', 'x'])
      expect((await post('/console/sign-in/code', { step: each, code: code() })).statusCode).toBe(400);
    const { step: used } = await withPassword(name);
    expect((await post('/console/sign-in/code', { step: used, code: code() })).statusCode).toBe(303);
    host.time.now += 30_000;
    expect((await post('/console/sign-in/code', { step: used, code: code() })).statusCode).toBe(400);
  });

  it('can be replaced by each of ten recovery codes, once, however it is typed', async () => {
    const { name, recovery } = await withCodes();
    expect(new Set(recovery).size).toBe(10);
    const [first, second] = recovery as [string, string];
    expect(
      (await post('/console/sign-in/code', { step: (await withPassword(name)).step, code: ` ${first.toUpperCase()} ` })).statusCode,
    ).toBe(303);
    expect((await post('/console/sign-in/code', { step: (await withPassword(name)).step, code: first })).statusCode).toBe(400);
    expect(
      (await post('/console/sign-in/code', { step: (await withPassword(name)).step, code: second.replaceAll('-', '') })).statusCode,
    ).toBe(303);
  });

  it('is asked for no more once that was said, and the recovery codes end with it', async () => {
    const { name, cookie } = await withCodes();
    expect((await post('/console/account/codes/end', {}, cookie)).statusCode).toBe(200);
    expect((await withPassword(name)).answer.statusCode).toBe(303);
    expect(
      (await ownerPool.query(`select from recovery_code join steward_account using (account_id) where sign_in_name = $1`, [name])).rowCount,
    ).toBe(0);
  });

  it('leaves neither its secret nor a recovery code in the database', async () => {
    const { secret, recovery } = await withCodes();
    const { rows } = await ownerPool.query<{ line: string }>(
      'select authenticator::text as line from authenticator union all select recovery_code::text from recovery_code',
    );
    const all = rows.map(({ line }) => line).join('\n');
    for (const each of [secret.toString('hex'), ...recovery, ...recovery.map((code) => Buffer.from(code).toString('hex'))])
      expect(all).not.toContain(each);
  });
});

const origin = 'http://localhost';

async function withPasskey() {
  const { name, cookie } = await someone();
  const device = new Device(origin);
  const { step, options } = (await post('/console/account/passkeys/ask', {}, cookie)).json();
  const made = await post('/console/account/passkeys', { step, answer: device.make(options), device: 'my phone' }, cookie);
  return { name, cookie, device, made };
}
const question = async (): Promise<{ step: string; options: { challenge: string } }> => (await post('/console/sign-in/passkey/ask')).json();

describe('A passkey', () => {
  it('is made by a device, stands under its name, and signs in without password and code', async () => {
    const { device, made } = await withPasskey();
    expect(made.statusCode).toBe(200);
    expect(made.body).toContain('my phone');
    const { step, options } = await question();
    const signedIn = await post('/console/sign-in/passkey', { step, answer: device.answer(options), next: '/console/account' });
    expect([signedIn.statusCode, signedIn.headers.location]).toEqual([303, '/console/account']);
    expect(cookieOf(signedIn)).toMatch(/^mal_session=/);
  });

  it('answers one question, once', async () => {
    const { device } = await withPasskey();
    const { step, options } = await question();
    const answer = device.answer(options);
    expect((await post('/console/sign-in/passkey', { step, answer })).statusCode).toBe(303);
    expect((await post('/console/sign-in/passkey', { step, answer })).statusCode).toBe(400);
    const later = await question();
    expect((await post('/console/sign-in/passkey', { step: later.step, answer })).statusCode).toBe(400);
  });

  it.each([
    ['was asked by a page of another host', { origin: 'https://evil.example' }],
    ['saw nobody', { unseen: true }],
    ['has another key', { forged: true }],
  ] as const)('of a device that %s opens nothing', async (_, bent) => {
    const { device } = await withPasskey();
    const { step, options } = await question();
    expect((await post('/console/sign-in/passkey', { step, answer: device.answer(options, bent) })).statusCode).toBe(400);
  });

  it.each([
    ['nothing', ''],
    ['an empty object', '{}'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['an id alone', '{"id":"x"}'],
    ['an object for an id', '{"id":{"a":1},"response":null}'],
    ['an id without end', `{"id":"${'A'.repeat(2000)}"}`],
  ])('that answers %s is none', async (_, answer) => {
    const { step } = await question();
    expect((await post('/console/sign-in/passkey', { step, answer })).statusCode).toBe(400);
  });

  it('is not made by an answer to what somebody else was asked', async () => {
    const [one, other] = [await someone(), await someone()];
    const device = new Device(origin);
    const { step, options } = (await post('/console/account/passkeys/ask', {}, one.cookie)).json();
    expect((await post('/console/account/passkeys', { step, answer: device.make(options) }, other.cookie)).statusCode).toBe(400);
    expect((await post('/console/account/passkeys', { step, answer: device.make(options, { unseen: true }) }, one.cookie)).statusCode).toBe(
      400,
    );
  });

  it('that was ended signs nobody in, and nobody ends one of somebody else', async () => {
    const { device, made, cookie } = await withPasskey();
    const [, id] = /passkeys\/([0-9a-f-]{36})\/end/.exec(made.body) ?? [];
    const other = await someone();
    await post(`/console/account/passkeys/${id}/end`, {}, other.cookie);
    const still = await question();
    expect((await post('/console/sign-in/passkey', { step: still.step, answer: device.answer(still.options) })).statusCode).toBe(303);
    await post(`/console/account/passkeys/${id}/end`, {}, cookie);
    const gone = await question();
    expect((await post('/console/sign-in/passkey', { step: gone.step, answer: device.answer(gone.options) })).statusCode).toBe(400);
  });

  it('says once more who it is', async () => {
    const { device, cookie } = await withPasskey();
    const other = await withPasskey();
    host.time.now += 61 * 60_000;
    const ask = async (): Promise<{ step: string; options: { challenge: string } }> =>
      (await post('/console/confirm/passkey/ask', {}, cookie)).json();
    const [wrong, right] = [await ask(), await ask()];
    const refused = await post('/console/confirm/passkey', { step: wrong.step, answer: other.device.answer(wrong.options) }, cookie);
    const said = await post('/console/confirm/passkey', { step: right.step, answer: device.answer(right.options) }, cookie);
    expect([refused.statusCode, said.statusCode]).toEqual([400, 303]);
    expect((await post('/console/account/recovery', {}, cookieOf(said))).statusCode).toBe(400);
  });
});

describe('Who they are', () => {
  const account = (cookie = '') => host.app.inject({ method: 'GET', url: '/console/account', headers: { cookie } });

  it('is asked once more after an hour, before anything about signing in is shown or changed', async () => {
    const { cookie } = await someone();
    expect((await account(cookie)).statusCode).toBe(200);
    host.time.now += 60 * 60_000;
    expect((await account(cookie)).headers.location).toBe('/console/confirm?next=%2Fconsole%2Faccount');
    const change = await post('/console/account/password', { password: 'five words make another password' }, cookie);
    expect(change.headers.location).toMatch(/^\/console\/confirm\?next=/);
    expect((await post('/console/confirm', { password: 'not the right password' }, cookie)).statusCode).toBe(400);
    const said = await post('/console/confirm', { password, next: '/console/account' }, cookie);
    expect([said.statusCode, said.headers.location]).toEqual([303, '/console/account']);
    expect((await account(cookieOf(said))).statusCode).toBe(200);
  });

  it('once they said it, is believed under a new token alone: a copy of the one before knows nothing, and soon opens nothing', async () => {
    const { cookie } = await someone();
    host.time.now += 61 * 60_000;
    const said = await post('/console/confirm', { password }, cookie);
    expect((await account(cookie)).headers.location).toMatch(/^\/console\/confirm/);
    const again = await post('/console/confirm', { password }, cookie); // a double press
    expect([again.statusCode, (await account(cookieOf(again))).statusCode]).toEqual([303, 200]);
    host.time.now += 61_000;
    expect((await account(cookie)).headers.location).toMatch(/^\/console\/sign-in/);
    expect((await account(cookieOf(said))).statusCode).toBe(200);
  });

  it('leads back to where they were, and never to another host', async () => {
    const { cookie } = await someone();
    expect((await post('/console/confirm', { password, next: 'https://evil.example/console' }, cookie)).headers.location).toBe('/console');
  });

  it('takes the code too, where one is set up', async () => {
    const { cookie, code } = await withCodes();
    host.time.now += 61 * 60_000;
    expect((await post('/console/confirm', { password }, cookie)).statusCode).toBe(400);
    expect((await post('/console/confirm', { password, code: code() }, cookie)).statusCode).toBe(303);
  });

  it('once they changed the password, is not believed of any other browser', async () => {
    const { name, cookie } = await someone();
    const other = await host.signIn(name);
    expect((await post('/console/account/password', { password: 'short' }, cookie)).statusCode).toBe(400);
    expect((await post('/console/account/password', { password: 'five words make another password' }, cookie)).statusCode).toBe(200);
    expect((await account(other)).headers.location).toMatch(/^\/console\/sign-in/);
    expect((await account(cookie)).statusCode).toBe(200);
    expect((await withPassword(name)).answer.statusCode).toBe(400);
  });
});

describe('The pages on which a passkey is used', () => {
  it('run one script, from this host, and the others run none', async () => {
    const signIn = await host.app.inject({ method: 'GET', url: '/console/sign-in' });
    expect(signIn.headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self'; connect-src 'self'$/);
    const [script, ...more] = [...signIn.body.matchAll(/<script[^>]*src="([^"]+)"/g)].map(([, src]) => src!);
    expect(more).toEqual([]);
    const asked = await host.app.inject({ method: 'GET', url: script! });
    expect([asked.statusCode, asked.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
    const { cookie } = await someone();
    const list = await host.app.inject({ method: 'GET', url: '/console/sign-out', headers: { cookie } });
    expect(list.headers['content-security-policy']).not.toContain('script-src');
  });
});
