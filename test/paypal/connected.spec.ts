import pg from 'pg';
import { DataSource } from 'typeorm';
import { PayPalConnections } from '../../src/reconciliation/paypal-connections.queries.js';
import { PayPalSearch } from '../../src/reconciliation/paypal-search.js';
import { PayPalSweep } from '../../src/reconciliation/paypal.jobs.js';
import { money } from '../../src/domain/money.js';
import { OpenAccount } from '../../src/domain/observation.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { firstSteward } from '../console/wizard.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import { type PayPalHost, clientId, secret, startPayPalHost, webhookId } from './host.js';
import type { Fault } from './simulator/faults.js';
import { PayPalSimulator } from './simulator/simulator.js';

let host: PayPalHost;
afterEach(async () => {
  const { breaches } = host.stub;
  await host.stop();
  expect(breaches).toEqual([]);
});

const everyRow = async (): Promise<string> => {
  const tables = await host.sql<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'applied_migration'`,
  );
  const texts = await Promise.all(tables.map(({ name }) => host.sql<{ row: string }>(`select t::text as row from "${name}" t`)));
  return texts
    .flat()
    .map(({ row }) => row)
    .join('\n');
};
const keys = () => host.sql(`select 1 from subject_key where kind = 'account'`);
const searches = () => host.stub.calls().filter(({ url }) => url.startsWith('/v1/reporting')).length;

describe('A PayPal account is connected', () => {
  beforeEach(async () => {
    host = await startPayPalHost();
  });

  it('once PayPal lets it in, which is tried at once; no row keeps what opens it in clear', async () => {
    await host.connect();
    expect(host.stub.tokenCalls()).toHaveLength(1);
    const rows = await everyRow();
    for (const word of [clientId, secret, webhookId]) expect(rows).not.toContain(word);
    expect(await keys()).toHaveLength(1);
  });

  it('where PayPal does not let it in, or does not answer, nothing is kept', async () => {
    host.stub.secret = 'another';
    await expect(host.connect()).rejects.toThrow('does not let this “Client ID” and “Secret” in');
    host.stub.misbehaves('fails with a page of HTML', 'token');
    await expect(host.connect()).rejects.toThrow('does not answer');
    expect(await host.standing()).toBeUndefined();
    expect(await keys()).toEqual([]);
  });

  it('entered again, the old key is destroyed and what was searched stays searched; removed, no key is left', async () => {
    await host.connect();
    await host.minutesPass();
    const { searchedThrough } = (await host.standing())!;
    await Promise.all([host.connect(), host.connect()]);
    expect(await keys()).toHaveLength(1);
    expect(await host.standing()).toMatchObject({ searchedThrough });
    await host.program.app.get(PayPalConnections).remove(host.ledger, host.account);
    await host.program.app.get(PayPalConnections).remove(host.ledger, host.account);
    expect(await keys()).toEqual([]);
    const before = host.stub.seen.length;
    await host.minutesPass(120);
    expect(host.stub.seen).toHaveLength(before);
  });

  it.each<[string, object]>([
    ['clientSecret', { clientSecret: 'two words of it' }],
    ['since', { since: '2026-02-30' }],
    ['since', { since: '2027-01-01' }],
    ['account', { account: '01990000-0000-7000-8000-000000000009' }],
  ])('a %s that cannot be is named, and PayPal is not asked: %j', async (field, over) => {
    await expect(host.connect(over)).rejects.toMatchObject({ faults: [{ field }] });
    expect(host.stub.seen).toEqual([]);
  });

  it('two programs that search at once ask once', async () => {
    await host.connect();
    await Promise.all([host.minutesPass(0), host.minutesPass(0)]);
    expect(searches()).toBe(2);
  });
});

describe('An account that tells nothing says why, and is asked again with growing pauses', () => {
  beforeEach(async () => {
    host = await startPayPalHost();
    await host.connect();
  });

  it.each<[Fault, string]>([
    ['does not let it search', 'not-enabled'],
    ['has had too many', 'too-many-requests'],
    ['cuts the line at once', 'unreachable'],
    ['fails with a page of HTML', 'unreachable'],
    ['says yes in HTML', 'unreadable'],
  ])('PayPal %s: %s', async (fault, trouble) => {
    host.stub.misbehaves(fault);
    await host.minutesPass();
    expect(await host.standing()).toMatchObject({ trouble, searchedThrough: null });
    await host.minutesPass(60);
    expect(await host.standing()).toMatchObject({ trouble: null, searchedThrough: '2026-11-02T16:01:00.000Z' });
  });

  it('pages that never fit together are no answer', async () => {
    for (const _ of [1, 2, 3]) host.stub.misbehaves('lists no whole page');
    await host.minutesPass();
    expect(await host.standing()).toMatchObject({ trouble: 'unreadable' });
  });

  it('an app that was revoked: it is asked once an hour at most, until it is let in again', async () => {
    host.stub.secret = 'another';
    await host.minutesPass();
    expect(await host.standing()).toMatchObject({ trouble: 'wrong-credentials' });
    const before = host.stub.seen.length;
    for (const _ of Array.from({ length: 59 })) await host.minutesPass();
    expect(host.stub.seen).toHaveLength(before);
    host.stub.secret = secret;
    await host.minutesPass();
    expect(await host.standing()).toMatchObject({ trouble: null });
  });
});

describe('What goes wrong on our side is said too', () => {
  const session = { id: '8AA10000000000005', code: 'T0006', amount: '200.00 CAD', at: '2026-10-07T18:02:47Z', name: 'Oriel' };
  const asOwner = async (sql: string): Promise<void> => {
    const owner = new pg.Client(host.program.runtime.connections.owner);
    await owner.connect();
    await owner.query(sql).finally(() => owner.end());
  };
  beforeEach(async () => {
    host = await startPayPalHost();
    await host.connect();
  });

  it('what this program stumbles over: the pauses grow, no preview is left behind, and once it is mended the line comes', async () => {
    host.moved(session);
    await asOwner(`alter table observation add constraint broken check (day <> '2026-10-07')`);
    let tries = 0;
    for (const _ of Array.from({ length: 120 })) await host.minutesPass().catch(() => (tries += 1));
    expect(tries).toBe(7); // after 1, 2, 4, 8, 16 and 32 minutes
    expect(await host.standing()).toMatchObject({ trouble: 'stumbled' });
    expect(await host.sql('select 1 from import_draft')).toEqual([]);
    expect(await host.sql(`select 1 from subject_key where kind = 'import'`)).toEqual([]);
    await asOwner('alter table observation drop constraint broken');
    await host.minutesPass(1440);
    expect([await host.standing(), await host.lines()]).toEqual([
      expect.objectContaining({ trouble: null }),
      ['2026-10-07 money-in to-review 200.00 CAD'],
    ]);
  });

  it.each([
    ['whose key is gone', `delete from subject_key where kind = 'account'`],
    [
      'whose key cannot be unwrapped',
      `update subject_key set wrapped_key = set_byte(wrapped_key, 20, get_byte(wrapped_key, 20) # 1) where kind = 'account'`,
    ],
  ])('credentials %s: PayPal is not asked, until they are entered again', async (_, breaks) => {
    await asOwner(breaks);
    const before = host.stub.seen.length;
    for (const _minute of Array.from({ length: 59 })) await host.minutesPass();
    expect(host.stub.seen).toHaveLength(before);
    expect(await host.standing()).toMatchObject({ trouble: 'unopenable' });
    await host.connect();
    await host.minutesPass();
    expect(await host.standing()).toMatchObject({ trouble: null, searchedThrough: expect.stringContaining('2026-11-02') });
  });
});

it('the queue asks an account that is due, by itself', async () => {
  host = await startPayPalHost({ LEDGER_QUEUE_CONCURRENCY: '2' });
  await host.connect();
  await host.program.app.get(PayPalSweep).enqueueDue();
  for (let tries = 0; tries < 100 && searches() < 2; tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(searches()).toBeGreaterThanOrEqual(2);
});

describe('In the console', () => {
  const stopsWith = (stub: PayPalSimulator, program: TestProgram): void => {
    const stop = async (): Promise<void> => {
      await program.stop();
      await stub.close();
    };
    host = { stub, program, stop } as PayPalHost;
  };

  it('a steward connects, sees in one sentence what is amiss, and disconnects; the secret is on no page', async () => {
    const stub = await new PayPalSimulator().open();
    const program = await startProgram('2026-11-02T15:00:00Z', {}, { LEDGER_PAYPAL_URL: stub.url, LEDGER_QUEUE_CONCURRENCY: '0' });
    stopsWith(stub, program);
    const browser = await firstSteward(program);
    const [{ ledger_id: ledger }] = (await program.app.get(DataSource).query('select ledger_id from ledger')) as [{ ledger_id: string }];
    const opened = await program.send(
      new OpenAccount({ ledger, by: 'account:test', request: newRequest(), name: 'Business PayPal', kind: 'paypal', currency: 'CAD' }),
    );
    const account = opened.events.flatMap((event) => (event.type === 'AccountOpened' ? [event.data.account] : []))[0]!;
    const at = `/console/river/accounts/${account}/paypal`;
    expect((await browser.get('/console/river/accounts')).text).toContain('Connect it to PayPal');
    const typed = { environment: 'live', clientId, clientSecret: secret, since: '2026-10-01' };
    stub.secret = 'another';
    const refused = await browser.post(at, typed, 'press-1');
    expect(refused).toMatchObject({ status: 409 });
    expect(refused.text).toContain('does not let this “Client ID” and “Secret” in');
    expect(refused.text).not.toContain(secret);
    stub.secret = undefined;
    expect(await browser.post(at, typed, 'press-2')).toMatchObject({ status: 303, location: '/console/river/accounts?done=connected' });
    stub.misbehaves('does not let it search');
    await program.app.get(PayPalSearch).run(ledger, account);
    for (const path of ['/console/river', '/console/river/accounts', at]) {
      const { text } = await browser.get(path);
      expect(text).toContain('Business PayPal: PayPal does not let this app search');
      expect(text).not.toContain(secret);
    }
    expect(await browser.post(`${at}/remove`, {}, 'press-3')).toMatchObject({ status: 303 });
    expect((await browser.get('/console/river')).text).not.toContain('does not let this app search');
  });

  it('what PayPal listed waits with its proposal: said to be the same money, it speaks for the payment that was typed in', async () => {
    const stub = await new PayPalSimulator().open();
    const program = await startProgram('2026-11-02T15:00:00Z', {}, { LEDGER_PAYPAL_URL: stub.url, LEDGER_QUEUE_CONCURRENCY: '0' });
    stopsWith(stub, program);
    const browser = await firstSteward(program);
    const database = program.app.get(DataSource);
    const [{ ledger_id: ledger }] = (await database.query('select ledger_id from ledger')) as [{ ledger_id: string }];
    const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
    const opened = await program.send(new OpenAccount({ ...asked(), name: 'Business PayPal', kind: 'paypal', currency: 'CAD' }));
    const account = opened.events.flatMap((event) => (event.type === 'AccountOpened' ? [event.data.account] : []))[0]!;
    const paidAt = '2026-10-07T16:00:00.000Z';
    await program.send(
      new RecordPayment({ ...asked(), amount: money(20000n, 'CAD'), method: 'paypal', offering: 'ces-50', receivedAt: paidAt }),
    );
    stub.movements.push({ id: '8AA10000000000005', code: 'T0006', amount: '200.00 CAD', at: '2026-10-07T18:02:47Z', name: 'Oriel' });
    await program.app.get(PayPalConnections).connect(ledger, account, {
      credentials: { environment: 'live', clientId, clientSecret: secret },
      since: '2026-10-01',
      by: 'account:test',
    });
    await program.app.get(PayPalSearch).run(ledger, account);
    const { text } = await browser.get('/console/river/imports/review');
    const [, same = ''] =
      /<option value="(\d+:same:[0-9a-f-]{36})" selected>The same money as the payment of 7 October 2026/.exec(text) ?? [];
    const done = await browser.post('/console/river/imports/review', { line: [same] }, 'press-1');
    expect(done.text).toContain('Nothing was recorded');
    expect(await database.query('select status, payment_id is not null as speaks from observation')).toEqual([
      { status: 'matched', speaks: true },
    ]);
    expect(await database.query('select 1 from payment')).toHaveLength(1);
  });
});
