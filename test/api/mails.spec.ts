import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { DataSource } from 'typeorm';
import { largestMailBytes } from '../../src/domain/mail.js';
import { MailAddresses } from '../../src/reconciliation/mail-addresses.queries.js';
import { MailCounts } from '../../src/reconciliation/mail-counts.queries.js';
import { MailSecrets } from '../../src/reconciliation/mail-secrets.queries.js';
import { keysFile, mailNamed, mailOf, ourAddress, signed, withHeader } from '../support/mails.js';
import { type ApiHost, slug, startApi } from './client.js';

const now = '2026-11-02T15:00:00.000Z';
const seconds = (more = 0): string => String(Date.parse(now) / 1000 + more);

let host: ApiHost;
let account: string;
let secret: string;
beforeAll(async () => {
  host = await startApi(now, { LEDGER_DKIM_KEYS_FILE: keysFile() });
  account = (await host.steward.post('accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).json().account;
  await addresses().set(host.ledger, account, { address: 'River@Practice.example', ownHost: 'mx.practice.example' });
  secret = await host.program.app.get(MailSecrets).issue(host.ledger);
});
afterAll(() => host.stop());

const addresses = () => host.program.app.get(MailAddresses);
const signatureOf = (mail: Buffer, by = secret, at = seconds()): string =>
  `v1=${createHmac('sha256', by).update(`${at}.`).update(mail).digest('hex')}`;

interface HandingIn {
  readonly headers?: Record<string, string>;
  readonly to?: string;
}

const handIn = (mail: Buffer, { headers = {}, to = slug }: HandingIn = {}) =>
  host.program.app.inject({
    method: 'POST',
    url: `/webhooks/mail/${to}`,
    headers: {
      'content-type': 'message/rfc822',
      'ledger-timestamp': seconds(),
      'ledger-signature': signatureOf(mail),
      ...headers,
    },
    payload: mail,
  });

const deposit = (reference: string) => signed(mailOf('deposited-old-en', [['C1AxT5mQ7rZe', reference]]));
const waiting = async (): Promise<number> =>
  (await host.steward.get('observations')).json().items.filter(({ status }: { status: string }) => status === 'to-review').length;

describe('A mail that is handed in', () => {
  it('waits to be looked at; no payment is recorded', async () => {
    const answer = await handIn(deposit('C1WEBHOOK001'));
    expect([answer.statusCode, answer.json()]).toEqual([200, { outcome: 'kept' }]);
    const [line] = (await host.steward.get('observations')).json().items;
    expect(line).toMatchObject({
      account,
      source: 'interac-mail',
      day: '2026-10-04',
      amount: { amount: '200.00', currency: 'CAD' },
      reading: 'money-in',
      vouchedBy: 'signature',
      status: 'to-review',
    });
    expect((await host.steward.get('payments')).json().items).toEqual([]);
  });

  it('adds nothing a second time, under whatever message id', async () => {
    const before = await host.head();
    const again = signed(
      mailOf('deposited-old-en', [
        ['C1AxT5mQ7rZe', 'C1WEBHOOK001'],
        ['<deposited-old-en@', '<another@'],
      ]),
    );
    expect((await handIn(again)).json()).toEqual({ outcome: 'here-already' });
    expect(await host.head()).toBe(before);
  });

  it('twice at the same moment is kept once', async () => {
    const before = await host.head();
    const answers = await Promise.all(Array.from({ length: 5 }, () => handIn(deposit('C1WEBHOOK002'))));
    expect(answers.map((answer) => answer.json().outcome).sort()).toEqual([
      'here-already',
      'here-already',
      'here-already',
      'here-already',
      'kept',
    ]);
    expect((await host.head()) - before).toBe(1n);
  });

  it('with a wording that we have not met is kept and counted', async () => {
    const before = await waiting();
    expect((await handIn(signed(mailNamed('new-wording-en')))).json()).toEqual({ outcome: 'kept' });
    expect(await waiting()).toBe(before + 1);
    expect(await host.program.app.get(MailCounts).lately(host.ledger)).toContainEqual({ outcome: 'unknown-wording', mails: 1 });
  });

  it('no word of it stands in the database as it was sent', async () => {
    const rows: { row: string }[] = await host.program.app
      .get(DataSource)
      .query(
        `select event::text as row from event union all select mail_address::text from mail_address union all select mail_secret::text from mail_secret`,
      );
    const all = rows.map(({ row }) => row).join('\n');
    expect(rows.length).toBeGreaterThan(5);
    for (const word of ['ODETTE', 'MARLOW', 'C1WEBHOOK001', ourAddress, secret]) expect(all).not.toContain(word);
  });
});

describe('Whoever hands in a mail', () => {
  const mail = deposit('C1STRANGER01');
  let before: bigint;
  beforeAll(async () => {
    before = await host.head();
  });
  afterEach(async () => {
    expect(await host.head()).toBe(before);
  });

  it.each<[string, () => HandingIn]>([
    ['without a signature', () => ({ headers: { 'ledger-signature': '' } })],
    ['signed with another secret', () => ({ headers: { 'ledger-signature': signatureOf(mail, 'malm_another') } })],
    ['signed for another mail', () => ({ headers: { 'ledger-signature': signatureOf(deposit('C1STRANGER02')) } })],
    ['signed for another moment', () => ({ headers: { 'ledger-signature': signatureOf(mail, secret, seconds(-1)) } })],
    [
      'signed six minutes ago',
      () => ({ headers: { 'ledger-timestamp': seconds(-360), 'ledger-signature': signatureOf(mail, secret, seconds(-360)) } }),
    ],
    [
      'signed for in six minutes',
      () => ({ headers: { 'ledger-timestamp': seconds(360), 'ledger-signature': signatureOf(mail, secret, seconds(360)) } }),
    ],
    ['without a moment', () => ({ headers: { 'ledger-timestamp': '', 'ledger-signature': signatureOf(mail, secret, '') } })],
    ['to a ledger that is not there', () => ({ to: 'nowhere' })],
  ])('%s is answered 401, and told no more', async (_, how) => {
    const answer = await handIn(mail, how());
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'sign-in-first']);
  });

  it('as something else than a mail is told how', async () => {
    expect((await handIn(mail, { headers: { 'content-type': 'application/json' } })).statusCode).toBeGreaterThanOrEqual(400);
    expect((await handIn(mail, { headers: { 'content-type': 'text/plain' } })).statusCode).toBe(415);
  });

  it('a mail of 50 MB is refused by its length', async () => {
    const answer = await handIn(Buffer.alloc(50 * 1024 * 1024, 'a'), { headers: { 'ledger-signature': 'v1=' } });
    expect(answer.statusCode).toBe(413);
  });

  it('a mail of 50 MB that does not say its length is cut off where it passes the bound', async () => {
    await host.program.app.listen(0, '127.0.0.1');
    const { port } = host.program.app.getHttpServer().address() as AddressInfo;
    const { answer, sentMb } = await sendEndlessly(port, 50);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(sentMb).toBeLessThan(25);
  });
});

describe('A mail that is handed in and does not count', () => {
  it.each<[string, () => Buffer]>([
    ['not-signed', () => Buffer.from(mailNamed('deposited-old-en'))],
    ['signature-broken', () => signed(mailNamed('deposited-old-en'), { byForger: true })],
    ['signed-in-part', () => signed(mailNamed('deposited-old-en'), { more: 'l=10' })],
    ['more-than-one-from', () => withHeader(deposit('C1TWOFROMS01'), 'From: <eve@mail.example>')],
    [
      'not-from-interac',
      () => signed(mailOf('deposited-old-en', [['"ODETTE MARLOW" <notify@payments.interac.ca>', '<eve@mail.example>']])),
    ],
    ['other-address', () => signed(mailOf('deposited-old-en', [['river@practice.example', 'lake@practice.example']]))],
    ['unreadable', () => Buffer.from('no mail at all')],
  ])('is refused and counted: %s', async (fault, made) => {
    const before = await host.head();
    const answer = await handIn(made());
    expect([answer.statusCode, answer.json().code]).toEqual([409, `mail/${fault}`]);
    expect(await host.head()).toBe(before);
    expect(await host.program.app.get(MailCounts).lately(host.ledger)).toContainEqual({ outcome: fault, mails: 1 });
  });

  it('unless the practice’s own host found it good when it came', async () => {
    const forgotten = signed(mailOf('deposited-old-en', [['C1AxT5mQ7rZe', 'C1VOUCHED001']]), { byForger: true });
    const found = 'Authentication-Results: mx.practice.example; dkim=pass header.d=interac.ca';
    expect((await handIn(withHeader(forgotten, found))).json()).toEqual({ outcome: 'kept' });
    const beneath = withHeader(
      withHeader(signed(mailOf('deposited-old-en', [['C1AxT5mQ7rZe', 'C1VOUCHED002']]), { byForger: true }), found),
      found.replace('pass', 'fail'),
    );
    expect((await handIn(beneath)).json().code).toBe('mail/signature-broken');
  });
});

describe('The secret of those who hand in mails', () => {
  const secrets = () => host.program.app.get(MailSecrets);
  const isTaken = async (by: string): Promise<boolean> => {
    const mail = deposit('C1WEBHOOK001');
    return (await handIn(mail, { headers: { 'ledger-signature': signatureOf(mail, by) } })).statusCode === 200;
  };

  it('goes on for a day beside the next one, and is then gone', async () => {
    const next = await secrets().issue(host.ledger);
    expect([await isTaken(secret), await isTaken(next)]).toEqual([true, true]);
    host.program.setTime('2026-11-03T15:00:01.000Z');
    const later = { headers: { 'ledger-timestamp': seconds(86_401) } };
    const mail = deposit('C1WEBHOOK001');
    const by = (text: string) =>
      handIn(mail, { headers: { ...later.headers, 'ledger-signature': signatureOf(mail, text, seconds(86_401)) } });
    expect([(await by(secret)).statusCode, (await by(next)).statusCode]).toEqual([401, 200]);
    await secrets().forgetOld();
    const [left] = await host.program.app.get(DataSource).query('select count(*)::int as count from mail_secret');
    expect(left.count).toBe(1);
    host.program.setTime(now);
    secret = next;
  });

  it('ended, lets nobody in', async () => {
    await secrets().end(host.ledger);
    expect(await isTaken(secret)).toBe(false);
    secret = await secrets().issue(host.ledger);
  });
});

/** Sends a mail in chunks until it is done or the line is closed. */
async function sendEndlessly(port: number, megabytes: number) {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  let open = true;
  socket.on('data', (bytes) => {
    answer += bytes.toString();
  });
  socket.on('error', () => undefined);
  const closed = once(socket, 'close').then(() => {
    open = false;
  });
  await once(socket, 'connect');
  socket.write(
    `POST /webhooks/mail/${slug} HTTP/1.1\r\nHost: localhost\r\nContent-Type: message/rfc822\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(1024 * 1024, 'a'), Buffer.from('\r\n')]);
  let sentMb = 0;
  for (; open && !answer && sentMb < megabytes; sentMb += 1) {
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), closed]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (open && !answer) await Promise.race([closed, once(socket, 'data')]);
  socket.destroy();
  expect(largestMailBytes).toBeLessThan(megabytes * 1024 * 1024);
  return { answer, sentMb };
}
