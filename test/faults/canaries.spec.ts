import { readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Publish } from '../../src/domain/publish.js';
import { MailAddresses } from '../../src/reconciliation/mail-addresses.queries.js';
import { Following } from '../../src/event-store/following.js';
import { Vault } from '../../src/vault/vault.js';
import { multipart } from '../api/client.js';
import type { Browser } from '../console/browser.js';
import { memberOf } from '../console/people.js';
import { Practice } from '../safekeeping/practice.js';
import { testConnections } from '../support/database.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';
import { keysFile, mailOf, ourAddress, signed } from '../support/mails.js';
import { ApiTokens } from '../../src/access/api-tokens.js';
import { openedWithAllKeys } from './opened.js';
import { consolePages, gone, online, others, person, stays, words } from './planted.js';
import { PayPalSimulator } from '../paypal/simulator/simulator.js';
import { plantPayPal } from './planted-paypal.js';
import { plantFeedback } from './planted-feedback.js';
import { hasRedis, startRedis } from './redis.js';
import { Overheard, Search, dumpOf, dumpOfRedis, filesUnder } from './traces.js';

describe.each(['PostgreSQL', 'Redis'] as const)('People’s words, with the queue in %s', (where) => {
  const isMissing = where === 'Redis' && !hasRedis && process.env.CI !== 'true';
  const rule = isMissing ? it.skip : it;
  const overheard = new Overheard();
  const answers = new Map<string, string>();
  let paypal: PayPalSimulator;
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
  let program: TestProgram;
  let practice: Practice;
  let ava: Browser;
  let owner: pg.Pool;
  let token: string;
  let recipients: { gone: string; stays: string };

  const api = async (method: 'GET' | 'POST', path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const url = path.startsWith('/') ? path : `/api/v1/ledgers/river/${path}`;
    const answer = await program.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': newRequest(), ...headers },
      ...(body !== undefined && { payload: body as object }),
    });
    answers.set(`the answer to ${method} ${path} (${answer.statusCode})`, `${answer.body} ${JSON.stringify(answer.headers)}`);
    return answer;
  };
  const done = async (method: 'GET' | 'POST', path: string, body?: unknown, headers?: Record<string, string>) => {
    const answer = await api(method, path, body, headers);
    if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`);
    return answer.json();
  };

  beforeAll(async () => {
    if (isMissing) return;
    if (where === 'Redis') redis = await startRedis();
    paypal = await new PayPalSimulator().open();
    overheard.begin();
    program = await startProgram(
      '2026-10-05T15:00:00Z',
      { queueConcurrency: 0, ...(redis && { redisUrl: redis.url }) },
      { LEDGER_LOG_LEVEL: 'verbose', LEDGER_DKIM_KEYS_FILE: keysFile(), LEDGER_PAYPAL_URL: paypal.url },
    );
    practice = new Practice(program, await openTestLedger(program));
    token = await program.app
      .get(ApiTokens)
      .issue(practice.ledger, { role: 'steward', label: 'a test', expiresAt: '2027-10-01T00:00:00.000Z', by: 'account:test' });
    ava = await memberOf(program, practice.ledger, 'ava', 'steward');
    owner = new pg.Pool({ ...testConnections().owner, max: 2 });
  });
  afterAll(async () => {
    if (isMissing) return;
    await owner.end();
    await program.stop();
    await paypal.close();
    overheard.end();
    redis?.server.kill();
  });

  const opened = () => openedWithAllKeys(owner, program.app.get(Vault), practice.ledger);

  /** Everything that lies about: what a thief of the disk, a reader of logs, or the world could get hold of. */
  async function places(): Promise<Map<string, string>> {
    await program.app.get(Following).catchUp();
    const all = new Map<string, string>([...(await dumpOf(owner)), ['what is told on the terminal', overheard.text]]);
    for (const file of await filesUnder(program.runtime.settings)) all.set(`the file ${file}`, await readFile(file, 'latin1'));
    if (redis) {
      const client = new Redis(redis.url);
      for (const [key, text] of await dumpOfRedis(client)) all.set(key, text);
      client.disconnect();
    }
    return all;
  }

  async function call(of: ReturnType<typeof person>): Promise<string> {
    const { call: id } = await done('POST', 'calls', {
      link: of.link,
      rail: 'interac',
      address: of.address,
      payee: of.payee,
      fitsThePromise: true,
    });
    return id as string;
  }

  async function paid(callId: string, reference: string, day: string): Promise<void> {
    const { payout } = await done('POST', 'payouts', { call: callId, amount: { amount: '20.00', currency: 'CAD' } });
    await done('POST', `payouts/${payout}/approve`);
    await practice.carries(payout);
    await done('POST', `payouts/${payout}/card`);
    answers.delete(`the answer to POST payouts/${payout}/card (200)`); // the one place where the address is shown, to the card's holder
    await done('POST', `payouts/${payout}/sent`, { sentAt: day, reference, againOnPurpose: true });
    await done('POST', `payouts/${payout}/confirm`, { because: 'person-said-so' });
  }

  rule('are planted by every way on which they come in', async () => {
    for (const each of [1, 2, 3, 4, 5]) {
      await done('POST', 'payments', {
        amount: { amount: '500.00', currency: 'CAD' },
        method: 'interac',
        offering: 'ces-50',
        receivedAt: `2026-10-0${each}`,
        payer: `${others.payer} ${each}`,
        reference: others.paymentReference,
      });
    }
    for (const who of [gone, stays]) {
      const id = await call(who);
      await paid(id, who.reference, '2026-10-05');
      await done('POST', 'payouts', { call: id, amount: { amount: '25.00', currency: 'CAD' } });
      const [{ recipient }] = (await practice.recipientsOf(id)) as [{ recipient: string }];
      recipients = { ...recipients, [who === gone ? 'gone' : 'stays']: recipient };
    }
    for (const each of [1, 2, 3, 4]) await paid(await call(person(`other${each}`)), 'x', '2026-10-05');
    const bank = (await done('POST', 'accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).account;
    const csv =
      '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"\n' +
      `Chequing,01234-5678901,10/2/2026,,"E-TRANSFER - AUTODEPOSIT","${others.bankName} CA7kq2x9bt",200.00,,\n` +
      `Chequing,01234-5678901,10/3/2026,,"CONTACTLESS INTERAC PURCHASE - 4471","${others.bankText}",-84.37,\n`;
    const form = multipart({ account: bank }, { bytes: csv });
    const preview = await done('POST', 'imports', form.payload, form.headers);
    await done('POST', `imports/${preview.import}/confirm`, { verdicts: [] });
    const payPal = (await done('POST', 'accounts', { name: 'PayPal', kind: 'paypal', currency: 'CAD' })).account;
    const activity =
      '\uFEFF"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address","Transaction ID","Item Title","Reference Txn ID","Invoice Number","Balance","Subject","Note","Country Code","Balance Impact"\n' +
      `"10/02/2026","09:14:22","PDT","${others.payPalName}","General Payment","Completed","CAD","150.00","-6.60","143.40","${others.payPalMail}","practice@example.org","8AA10000000000001","","","","143.40","${others.payPalSubject}","${others.payPalNote}","","Credit"\n`;
    const left = multipart({ account: payPal }, { bytes: activity });
    await done('POST', 'imports', left.payload, left.headers); // a preview that nobody confirms lies about for a day
    const mailed = (await done('POST', 'accounts', { name: 'Mails', kind: 'bank', currency: 'CAD' })).account;
    await program.app.get(MailAddresses).set(practice.ledger, mailed, { address: ourAddress });
    const mail = multipart({ account: mailed }, { bytes: signed(mailOf('deposited-old-en', [['ODETTE MARLOW', others.mailName]])) });
    await api('POST', 'imports', mail.payload, mail.headers);
    await plantPayPal(program, practice.ledger, paypal);
    await plantFeedback(program, ava, done, '2026-10-05T15:00:10Z');
  });

  rule('are nowhere but in sealed fields: not in the database, the queue, the log', async () => {
    const all = await places();
    expect([...all.values()].join()).toContain('carry-payout'); // what is looked through holds jobs, wherever they wait
    expect(all.get('the table public.event')).toContain('PayoutSentByHand');
    expect(all.get('the table public.event')).toContain('PayoutInDoubt');
    expect([...all].filter(([where]) => where.endsWith('journal.v1')).join()).toContain('payout-attempt');
    expect(new Search(words).in(all)).toEqual([]);
  });

  rule('are in no answer to a program, no figure, no error, and no address of a page', async () => {
    await api('GET', '/metrics');
    for (const path of [
      'payments',
      'payouts',
      'calls',
      'feedback',
      'observations',
      'events?limit=500',
      'obligations',
      'reports/2026-10',
      'publications/next',
    ])
      await api('GET', path);
    await api('POST', 'calls', { rail: 'interac', address: gone.address, fitsThePromise: false, link: gone.link });
    await api('POST', 'payments', {
      amount: { amount: 'much', currency: 'CAD' },
      payer: others.payer,
      method: 'interac',
      offering: 'no',
      receivedAt: '2026-10-01',
    });
    await api('GET', `calls/${encodeURIComponent(gone.address)}`).then(() => undefined);
    answers.delete(`the answer to GET calls/${encodeURIComponent(gone.address)} (404)`);
    const payouts = await practice.rows<{ id: string }>('select payout_id as id from payout');
    for (const path of [...consolePages, ...payouts.map(({ id }) => `/payouts/${id}`)]) await ava.get(`/console/river${path}`);
    await ava.post('/console/river/calls', { ...{ link: stays.link, address: stays.address, payee: stays.payee }, rail: 'interac' });
    await ava.post('/river/feedback', { words: others.feedbackWords, reply: others.feedbackReply, about: 'month' });
    const all = new Map([...answers, ['addresses of pages', ava.addresses.join('\n')]]);
    expect(new Search(words).in(all)).toEqual([]);
  });

  rule('are not told when something of ours breaks while it holds them', async () => {
    await owner.query('alter table call rename to call_away');
    const broken = await api('POST', 'calls', {
      rail: 'interac',
      address: stays.address,
      payee: stays.payee,
      link: stays.link,
      fitsThePromise: true,
    });
    const page = await ava.post('/console/river/calls', {
      rail: 'interac',
      address: stays.address,
      payee: stays.payee,
      link: stays.link,
      fitsThePromise: 'yes',
      currency: 'CAD',
    });
    await owner.query('alter table call_away rename to call');
    expect([broken.statusCode, page.status]).toEqual([500, 500]);
    const told = new Map([
      ['problem', broken.body],
      ['page', page.text],
      ['log', overheard.text],
    ]);
    expect(overheard.text).toContain('QueryFailedError');
    expect(new Search(words).in(told)).toEqual([]);
  });

  rule('are in no byte that the world may read', async () => {
    await done('POST', 'publications/public-address', { address: 'ledger.example' });
    program.setTime('2027-01-15T15:00:00Z');
    await program.send(new Publish({ ledger: practice.ledger, by: 'account:test', request: newRequest() }));
    const pages = new Map<string, string>();
    const todo = [
      '/',
      '/river',
      '/river/promise',
      '/river/feed.json',
      '/river/log/rules',
      '/river/months/2026-10',
      '/docs',
      '/docs-json',
      '/healthz',
    ];
    for (let path = todo.shift(); path !== undefined; path = todo.shift()) {
      if (pages.has(path) || /^\/(?:console|assets|setup)/.test(path)) continue;
      const answer = await program.app.inject({ method: 'GET', url: path });
      pages.set(path, `${path} ${answer.body} ${JSON.stringify(answer.headers)}`);
      for (const [, next] of answer.body.matchAll(/(?:href|src)="(\/[^"#]*)/g)) todo.push(next!);
    }
    const [published] = await practice.rows<{ count: number }>(
      `select count(*)::int as count from publication where entry like '%batch.paid%'`,
    );
    expect(published!.count).toBeGreaterThan(0);
    expect(pages.size).toBeGreaterThan(8);
    expect(new Search([...words, practice.ledger, recipients.gone, recipients.stays]).in(pages)).toEqual([]);
  });

  rule('of somebody forgotten open with no key that is left; everybody else’s still do', async () => {
    const before = await opened();
    for (const word of [
      ...Object.values(gone),
      ...Object.values(stays),
      others.payer,
      others.bankText,
      others.mailName,
      others.payPalNote,
      others.payPalSecret,
      ...Object.values(online),
      others.feedbackWords,
      others.feedbackReply,
    ])
      if (![gone.handle, stays.handle, online.handle].includes(word)) expect(before).toContain(word);
    expect(await practice.forgets(recipients.gone)).toMatchObject({ callsTakenBack: 1, payoutsCancelled: 1, payoutsWaiting: 0 });
    const after = await opened();
    const left = new Map([...(await places()), ['what the keys that are left open', after]]);
    expect(new Search(Object.values(gone)).in(left)).toEqual([]);
    expect(after).not.toContain(recipients.gone);
    expect(after).toContain(recipients.stays);
    for (const word of [online.address, stays.link, stays.address, stays.payee, stays.reference]) expect(after).toContain(word);
  });

  rule('and no fingerprint of theirs is left, keyed or not', async () => {
    const prints = await program.app
      .get(Vault)
      .fingerprints(practice.ledger, 'person', [`address ${gone.address}`, `handle social.example ${gone.handle}`]);
    const dump = [...(await places()).values()].join('\n');
    for (const print of prints) expect(dump).not.toContain(print.toString('hex'));
    const [kept] = await program.app.get(Vault).fingerprints(practice.ledger, 'person', [`address ${stays.address}`]);
    expect(dump).toContain(kept!.toString('hex'));
  });
});
