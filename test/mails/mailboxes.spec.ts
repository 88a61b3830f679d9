import { DataSource } from 'typeorm';
import { OpenAccount } from '../../src/domain/observation.js';
import { largestMailBytes } from '../../src/domain/mail.js';
import { imapMailboxes } from '../../src/intake/imap.js';
import { MailAddresses } from '../../src/reconciliation/mail-addresses.queries.js';
import { MailboxRound } from '../../src/reconciliation/mail-boxes.jobs.js';
import { MailBoxes } from '../../src/reconciliation/mail-boxes.queries.js';
import { MailCounts } from '../../src/reconciliation/mail-counts.queries.js';
import { Reconciliation } from '../../src/reconciliation/reconciliation.queries.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';
import { keysFile, mailNamed, mailOf, ourAddress, signed, withHeader } from '../support/mails.js';
import { ImapServer } from './imap-server.js';

const name = 'river';
const password = 'a password of the mailbox';

let program: TestProgram;
let server: ImapServer;
let ledger: string;
let account: string;
let port: number;
let minute = 0;
beforeAll(async () => {
  server = new ImapServer(name, password);
  port = await server.listen();
  program = await startProgram(
    '2026-11-02T15:00:00.000Z',
    { queueConcurrency: 0 }, // the test itself looks into mailboxes, at its moment
    { LEDGER_DKIM_KEYS_FILE: keysFile(), LEDGER_LOCAL_MAILBOXES: 'yes' },
  );
  ledger = await openTestLedger(program);
  const asked = { ledger, by: 'account:test', request: newRequest() };
  const { events } = await program.send(new OpenAccount({ ...asked, name: 'Chequing', kind: 'bank', currency: 'CAD' }));
  account = (events[0]!.data as { account: string }).account;
  await program.app.get(MailAddresses).set(ledger, account, { address: ourAddress, ownHost: 'mx.practice.example' });
});
afterAll(async () => {
  await program.stop();
  await server.close();
});

const boxes = () => program.app.get(MailBoxes);
const access = { host: '127.0.0.1', name, password, folder: 'INBOX' };

/** Five minutes later, so that every mailbox is due. */
async function round(): Promise<void> {
  minute += 6;
  program.setTime(new Date(Date.parse('2026-11-02T15:00:00.000Z') + minute * 60_000).toISOString());
  server.commands.length = 0;
  await program.app.get(MailboxRound).lookIntoDue();
}
const waiting = async (): Promise<number> => (await program.app.get(Reconciliation).countToReview(ledger)).mail;
const faultNow = async (): Promise<string | undefined> => (await boxes().of(ledger))[0]?.fault;

describe('A mailbox', () => {
  it('is read: what counts waits for a person, what does not is counted', async () => {
    await boxes().set(ledger, account, { ...access, port });
    const forged = signed(mailOf('deposited-old-en', [['C1AxT5mQ7rZe', 'C1FORGED0001']]), { byForger: true });
    server.mails = [
      { uid: 3, bytes: signed(mailNamed('deposited-old-en')) },
      { uid: 4, bytes: Buffer.from('From: a friend <friend@mail.example>\r\nTo: river@practice.example\r\n\r\nhello') },
      { uid: 8, bytes: forged },
      {
        uid: 9,
        bytes: withHeader(
          signed(mailNamed('deposited-new-en'), { byForger: true }),
          'Authentication-Results: mx.practice.example; dkim=pass header.d=interac.ca',
        ),
      },
    ];
    await round();
    expect([await faultNow(), await waiting()]).toEqual([undefined, 2]);
    expect(await program.app.get(MailCounts).lately(ledger)).toEqual([
      { outcome: 'kept', mails: 2 },
      { outcome: 'signature-broken', mails: 1 },
    ]);
  });

  it('is left as it was: opened to read only, nothing marked as seen, other mails not fetched', () => {
    const said = server.commands.join('\n');
    expect(said).toMatch(/^EXAMINE "?INBOX"?$/m);
    expect(said).not.toMatch(/^SELECT|STORE|BODY\[|UID FETCH 4 /m);
    expect(said).toMatch(/FETCH 3 .*BODY\.PEEK\[\]/);
  });

  it('is read on from where the last visit ended', async () => {
    server.mails.push({ uid: 12, bytes: signed(mailNamed('waiting-en')) });
    await round();
    expect(server.commands.filter((command) => command.startsWith('UID FETCH')).map((command) => command.slice(10, 12))).toEqual([
      '12',
      '12',
    ]);
    await round();
    expect(server.commands.filter((command) => command.startsWith('UID FETCH'))).toEqual([]);
    expect(await waiting()).toBe(3);
  });

  it('whose server numbers its mails anew is read anew, and nothing is there twice', async () => {
    server.uidValidity = 8;
    server.mails = server.mails.map((mail, index) => ({ ...mail, uid: index + 1 }));
    await round();
    expect(server.commands.filter((command) => command.startsWith('UID FETCH')).length).toBe(8);
    expect(await waiting()).toBe(3);
  });

  it('with a mail of 50 MB is read around it: it is counted and never fetched', async () => {
    server.mails.push({ uid: 20, bytes: signed(mailNamed('waiting-fr')), saidSize: 50 * 1024 * 1024 });
    server.mails.push({ uid: 21, bytes: signed(mailNamed('deposited-old-fr')) });
    await round();
    expect(server.commands.filter((command) => /FETCH 20 .*BODY/.test(command))).toEqual([]);
    expect(await program.app.get(MailCounts).lately(ledger)).toContainEqual({ outcome: 'too-large', mails: 1 });
    expect([await faultNow(), await waiting()]).toEqual([undefined, 4]);
    expect(50 * 1024 * 1024).toBeGreaterThan(largestMailBytes);
  });

  it('is not looked into more than every five minutes', async () => {
    server.commands.length = 0;
    await program.app.get(MailboxRound).lookIntoDue();
    expect(server.commands).toEqual([]);
  });

  it('cut off in the middle of a mail is read on at the next visit', async () => {
    server.mails.push({ uid: 30, bytes: signed(mailNamed('deposited-french-amount-in-english')) });
    server.whim = 'cuts-mails';
    await round();
    expect([await faultNow(), await waiting()]).toEqual(['no-answer', 4]);
    server.whim = 'none';
    await round();
    expect([await faultNow(), await waiting()]).toEqual([undefined, 5]);
  });

  it('that answers nothing, or something else, is said to, and the round comes to its end by itself', async () => {
    server.whim = 'speaks-nonsense';
    await round();
    expect(await faultNow()).toBe('no-answer');
    server.whim = 'silent';
    await round();
    expect(await faultNow()).toBe('no-answer');
    server.whim = 'none';
  });

  it.each([
    ['with another password', { password: 'another' }, 'sign-in-refused'],
    ['without that folder', { folder: 'Interac' }, 'no-such-folder'],
  ])('%s says so', async (_, more, fault) => {
    await boxes().set(ledger, account, { ...access, port, ...more });
    await round();
    expect(await faultNow()).toBe(fault);
  });

  it('on this machine is out of reach unless the settings allow it', async () => {
    server.commands.length = 0;
    const visit = imapMailboxes(false).visit(
      { ...access, port },
      { lastUid: 0n, since: '2026-10-01T00:00:00.000Z' },
      async () => undefined,
    );
    await expect(visit).rejects.toMatchObject({ fault: 'not-allowed-here' });
    expect(server.commands).toEqual([]);
  });

  it('its password stands nowhere as it was typed, and is gone with it', async () => {
    const database = program.app.get(DataSource);
    const [row]: [{ row: string }] = await database.query('select mail_box::text as row from mail_box');
    for (const word of [password, 'another', '127.0.0.1', 'Interac']) expect(row.row).not.toContain(word);
    const keys = async (): Promise<number> => (await database.query(`select 1 from subject_key where kind = 'mail'`)).length;
    const before = await keys();
    await boxes().forget(ledger, account);
    expect(await keys()).toBe(before - 1);
    expect(await boxes().of(ledger)).toEqual([]);
  });

  it.each([
    ['host', { host: 'imap host' }],
    ['port', { port: 70_000 }],
    ['name', { name: '' }],
    ['password', { password: 'two\r\nlines' }],
    ['folder', { folder: 'a\0b' }],
  ])('cannot be set with a %s that is none', async (field, more) => {
    await expect(boxes().set(ledger, account, { ...access, port, ...more })).rejects.toMatchObject({ faults: [{ field }] });
  });
});
