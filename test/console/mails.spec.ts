import { createHmac } from 'node:crypto';
import { OpenAccount } from '../../src/domain/observation.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { MailAddresses } from '../../src/reconciliation/mail-addresses.queries.js';
import { MailArrivals } from '../../src/reconciliation/mail-arrivals.js';
import { Payments } from '../../src/payments/payments.queries.js';
import { Reconciliation } from '../../src/reconciliation/reconciliation.queries.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import { keysFile, mailNamed, mailOf, ourAddress, signed } from '../support/mails.js';
import type { Browser, Page } from './browser.js';
import { memberOf } from './people.js';
import { firstSteward } from './wizard.js';

let program: TestProgram;
let ava: Browser;
let ledger: string;
let account: string;
beforeAll(async () => {
  program = await startProgram('2026-11-02T15:00:00.000Z', { queueConcurrency: 0 }, { LEDGER_DKIM_KEYS_FILE: keysFile() });
  ava = await firstSteward(program);
  ledger = (await program.app.get(Ledgers).bySlug('river'))!.ledgerId;
  const asked = { ledger, by: 'account:test', request: newRequest() };
  const { events } = await program.send(new OpenAccount({ ...asked, name: 'Chequing', kind: 'bank', currency: 'CAD' }));
  account = (events[0]!.data as { account: string }).account;
});
afterAll(() => program.stop());

const at = (place: string): string => `/console/river/${place}`;
const inbox = (): Promise<Page> => ava.get(at('imports/mails'));
const arrive = (mail: string) => program.app.get(MailArrivals).arrive(ledger, signed(mail), 'webhook');
const deposit = (reference: string, name = 'ODETTE MARLOW') =>
  mailOf('deposited-old-en', [
    ['C1AxT5mQ7rZe', reference],
    ['ODETTE MARLOW', name],
  ]);
const payments = async (): Promise<number> => (await program.app.get(Payments).latest(ledger, 100)).length;

/** What the page offers for each line, and what is chosen beforehand. */
const optionsOn = ({ text }: Page): { value: string; isChosen: boolean }[] =>
  [...text.matchAll(/<option value="(\d+:[^"]+)"( selected)?/g)].map(([, value, chosen]) => ({
    value: value!,
    isChosen: chosen !== undefined,
  }));
const chosenOn = (page: Page): string[] =>
  optionsOn(page)
    .filter(({ isChosen }) => isChosen)
    .map(({ value }) => value.replace(/^\d+:/, ''));
const numberOn = (page: Page, index = 0): string => [...new Set(optionsOn(page).map(({ value }) => value.split(':')[0]!))][index]!;

describe('The address at which e-Transfers reach the practice', () => {
  it('is set on the page, and shown there', async () => {
    expect((await ava.get(at('mails'))).text).toContain('no address yet');
    expect((await ava.post(at('mails/address'), { account, address: 'no address' })).status).toBe(400);
    expect((await ava.post(at('mails/address'), { account: 'chequing', address: ourAddress })).status).toBe(400);
    expect((await ava.post(at('mails/address'), { account, address: ourAddress, ownHost: 'mx.practice.example' })).status).toBe(303);
    expect((await ava.get(at('mails'))).text).toContain(`${ourAddress}, found good by mx.practice.example`);
  });
});

describe('The secret of those who hand in mails', () => {
  it('is shown once, the same for a second press, and opens the way in', async () => {
    const secretOn = ({ text }: Page) => /malm_[\w-]{43}/.exec(text)?.[0];
    const [first, again] = [await ava.post(at('mails/secret'), {}, 'one'), await ava.post(at('mails/secret'), {}, 'one')];
    const secret = secretOn(first)!;
    expect([first.status, secretOn(again)]).toEqual([200, secret]);
    expect(secretOn(await ava.get(at('mails')))).toBeUndefined();
    const mail = signed(mailNamed('reminder-en'));
    const seconds = String(Date.parse('2026-11-02T15:00:00.000Z') / 1000);
    const headers = {
      'content-type': 'message/rfc822',
      'ledger-timestamp': seconds,
      'ledger-signature': `v1=${createHmac('sha256', secret).update(`${seconds}.`).update(mail).digest('hex')}`,
    };
    const handIn = () => program.app.inject({ method: 'POST', url: '/webhooks/mail/river', headers, payload: mail });
    expect((await handIn()).json()).toEqual({ outcome: 'kept' });
    expect((await ava.post(at('mails/secret/end'), {})).status).toBe(303);
    expect((await handIn()).statusCode).toBe(401);
  });
});

describe('A mailbox to look into', () => {
  const box = { boxAccount: account, host: 'imap.host.example', port: '993', name: 'river', password: 'sealed away', folder: 'INBOX' };

  it('is named with its password, which no page shows again', async () => {
    expect((await ava.post(at('mails/mailbox'), { ...box, boxAccount: account, port: 'x' })).status).toBe(400);
    expect((await ava.post(at('mails/mailbox'), { ...box, boxAccount: account })).status).toBe(303);
    const { text } = await ava.get(at('mails'));
    expect(text).toContain('river, INBOX at imap.host.example');
    expect(text).not.toContain('sealed away');
    await ava.post(at(`mails/mailbox/${account}/forget`), {});
    expect((await ava.get(at('mails'))).text).not.toContain('river, INBOX at');
  });
});

describe('Mails wait in a list of their own', () => {
  it('and today says so', async () => {
    await arrive(deposit('C1INBOX00001'));
    expect((await ava.get('/console/river')).text).toContain('2 mails from Interac to look at');
    const page = await inbox();
    expect(page.text).toContain('automatically deposited');
    expect(page.text).toContain('Interac’s own signature on it holds.');
    expect(chosenOn(page)).toEqual(['record:ces-50', 'leave']);
    expect(await payments()).toBe(0);
  });

  it('money that waits to be accepted cannot be recorded', async () => {
    const page = await inbox();
    const waiting = optionsOn(page).filter(({ value }) => value.startsWith(`${numberOn(page, 1)}:`));
    expect(waiting.map(({ value }) => value.replace(/^\d+:/, ''))).toEqual(['leave', 'dismiss']);
    const forced = await ava.post(at('imports/mails'), { line: [`${numberOn(page, 1)}:record:ces-50`] });
    expect([forced.status, await payments()]).toEqual([400, 0]);
  });

  it('one becomes a payment when the person says so, once, however often she presses', async () => {
    const line = `${numberOn(await inbox())}:record:ces-50`;
    expect((await ava.post(at('imports/mails'), { line }, 'press')).text).toContain('1 payment recorded');
    await ava.post(at('imports/mails'), { line }, 'press');
    await ava.post(at('imports/mails'), { line }, 'another press');
    expect(await payments()).toBe(1);
    expect(chosenOn(await inbox())).toEqual(['leave']);
  });

  it('what is none is put aside, and does not come back', async () => {
    await ava.post(at('imports/mails'), { line: `${numberOn(await inbox())}:dismiss` });
    expect((await inbox()).text).toContain('Nothing is left to look at.');
    expect(await arrive(mailNamed('waiting-en'))).toEqual({ outcome: 'here-already' });
  });

  it('one without an amount in figures can be put aside, and recorded by hand', async () => {
    await arrive(mailNamed('amount-in-words-en'));
    const page = await inbox();
    expect(optionsOn(page).map(({ value }) => value.replace(/^\d+:/, ''))).toEqual(['leave', 'dismiss']);
    expect(page.text).toContain('recorded by hand');
    await ava.post(at('imports/mails'), { line: `${numberOn(page)}:dismiss` });
  });

  it('those that counted for nothing are counted there', async () => {
    await program.app.get(MailArrivals).arrive(ledger, signed(mailNamed('deposited-new-en'), { byForger: true }), 'webhook');
    expect((await inbox()).text).toMatch(/Not as Interac had signed them<\/dt><dd[^>]*>1</);
  });
});

describe('The same money by mail and by the bank’s line is one payment', () => {
  const bankFile = (name: string, reference: string, day: string) =>
    `"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"\n` +
    `Chequing,01234-5678901,${day},,"E-TRANSFER - AUTODEPOSIT","${name} ${reference}",200.00,,\n`;
  const bring = async (file: string): Promise<{ page: Page; place: string }> => {
    const boundary = 'a-line-that-stands-in-no-file';
    const parts = [
      `--${boundary}\r\nContent-Disposition: form-data; name="account"\r\n\r\n${account}\r\n`,
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n${file}\r\n--${boundary}--\r\n`,
    ];
    const { location } = await ava.upload(at('imports'), parts.join(''), boundary);
    return { page: await ava.get(location!), place: location! };
  };

  it('where the mail was recorded first, the line is proposed as the same', async () => {
    const before = await payments();
    const { page, place } = await bring(bankFile('MARLOW ODETTE', 'C1INBOX00001', '10/5/2026'));
    const [same] = chosenOn(page);
    expect(same).toMatch(/^same:[0-9a-f-]{36}$/);
    await ava.post(place, { line: `${numberOn(page)}:${same}` });
    expect(await payments()).toBe(before);
    const rows = await program.app.get(Reconciliation).observations(ledger, 10);
    const matched = rows.filter(({ status, paymentId }) => status === 'matched' && paymentId);
    expect(matched.map(({ source }) => source).sort()).toEqual(['interac-mail', 'rbc-chequing']);
  });

  it('where the line was recorded first, the mail is', async () => {
    const { page, place } = await bring(bankFile('WILLOW FIELD', 'C1INBOX00002', '10/5/2026'));
    await ava.post(place, { line: `${numberOn(page)}:record:ces-50` });
    const before = await payments();
    await arrive(deposit('C1INBOX00002', 'WILLOW FIELD'));
    const waiting = await inbox();
    const [same] = chosenOn(waiting);
    expect(same).toMatch(/^same:[0-9a-f-]{36}$/);
    await ava.post(at('imports/mails'), { line: `${numberOn(waiting)}:${same}` });
    expect(await payments()).toBe(before);
    expect((await inbox()).text).toContain('Nothing is left to look at.');
  });

  it('a payment with both its witnesses is proposed to no third', async () => {
    await arrive(deposit('C1INBOX00003', 'WILLOW FIELD'));
    expect(chosenOn(await inbox())).toEqual(['record:ces-50']);
  });

  it('two equal payments of one person on one day are both recorded, if she says so', async () => {
    const page = await inbox();
    const before = await payments();
    await ava.post(at('imports/mails'), { line: `${numberOn(page)}:record:ces-50` });
    expect(await payments()).toBe(before + 1);
  });

  it('one that only may be the same is offered, not chosen', async () => {
    const { page } = await bring(bankFile('SOMEBODY ELSE', 'C1INBOX00004', '10/4/2026'));
    expect(chosenOn(page)).toEqual(['leave']);
    expect(optionsOn(page).map(({ value }) => value)).toContainEqual(expect.stringMatching(`^${numberOn(page)}:same:[0-9a-f-]{36}$`));
  });

  it('no line can be called the same as a payment that is not there', async () => {
    await arrive(deposit('C1INBOX00005', 'ASH EXAMPLE'));
    const page = await inbox();
    const answer = await ava.post(at('imports/mails'), { line: `${numberOn(page)}:same:${newRequest()}` });
    expect([answer.status, answer.text.includes('that payment is not free for this line')]).toEqual([400, true]);
  });
});

describe('Who may see mails', () => {
  it('a bookkeeper looks at them and sets the address, and makes no secret', async () => {
    const bo = await memberOf(program, ledger, 'bo', 'bookkeeper');
    expect((await bo.get(at('imports/mails'))).status).toBe(200);
    expect((await bo.get(at('mails'))).text).not.toContain('Make a');
    expect((await bo.post(at('mails/secret'), {})).status).toBe(403);
    expect((await bo.post(at('mails/mailbox'), {})).status).toBe(403);
  });

  it('an auditor and an approver see neither', async () => {
    for (const role of ['auditor', 'approver'] as const) {
      const them = await memberOf(program, ledger, `the-${role}`, role);
      expect([(await them.get(at('imports/mails'))).status, (await them.get(at('mails'))).status]).toEqual([403, 403]);
    }
    expect((await program.app.get(MailAddresses).of(ledger)).length).toBe(1);
  });
});
