import { MailAddresses } from '../../src/reconciliation/mail-addresses.queries.js';
import { MailArrivals } from '../../src/reconciliation/mail-arrivals.js';
import { keysFile, mailNamed, mailOf, ourAddress, signed, withHeader } from '../support/mails.js';
import { type ApiHost, multipart, startApi } from './client.js';

let host: ApiHost;
let account: string;
beforeAll(async () => {
  host = await startApi('2026-11-02T15:00:00.000Z', { LEDGER_DKIM_KEYS_FILE: keysFile() });
  account = (await host.steward.post('accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).json().account;
  await addresses().set(host.ledger, account, { address: ourAddress, ownHost: 'mx.practice.example' });
});
afterAll(() => host.stop());

const addresses = () => host.program.app.get(MailAddresses);
const arrive = (mail: Buffer) => host.program.app.get(MailArrivals).arrive(host.ledger, mail, 'webhook');
const deposit = (reference: string) => signed(mailOf('deposited-old-en', [['C1AxT5mQ7rZe', reference]]));

describe('Mails that are brought in as a file', () => {
  const bring = (bytes: Buffer) => {
    const { payload, headers } = multipart({ account }, { bytes });
    return host.steward.post('imports', payload, headers);
  };

  it('are shown before anything is recorded, and recorded as the person says', async () => {
    const preview = (await bring(signed(mailNamed('deposited-old-fr')))).json();
    expect(preview).toMatchObject({
      source: 'interac-mail',
      lines: [{ line: 1, amount: { amount: '1200.00' }, reading: 'money-in', isHere: false }],
    });
    expect(JSON.stringify(preview)).not.toContain('LÉVESQUE');
    const verdicts = [{ line: 1, becomes: 'payment', offering: 'ces-50' }];
    const done = await host.steward.post(`imports/${preview.import}/confirm`, { verdicts });
    expect(done.json()).toMatchObject({ recorded: 1, matched: 1, payments: 1 });
  });

  it('and handed in later, are here already', async () => {
    expect(await arrive(signed(mailNamed('deposited-old-fr')))).toEqual({ outcome: 'here-already' });
  });

  it('of a mailbox those that do not count are named with their reason', async () => {
    const box = [deposit('C1MAILBOX001'), Buffer.from(mailNamed('deposited-old-en')), signed(mailNamed('waiting-en'))].map(
      (mail) => `From MAILER Sun Oct  4 12:03:11 2026\r\n${mail.toString('latin1')}\r\n`,
    );
    const preview = (await bring(Buffer.from(box.join(''), 'latin1'))).json();
    expect(preview.lines.map(({ line, reading, proposal }: never) => [line, reading, (proposal as { becomes: string }).becomes])).toEqual([
      [1, 'money-in', 'payment'],
      [3, 'pending', 'to-review'],
    ]);
    expect(preview.refused).toEqual([{ line: 2, fault: 'not-signed', why: expect.stringContaining('no signature') }]);
  });

  it('a host’s word in them counts for nothing', async () => {
    const forged = withHeader(
      signed(mailNamed('deposited-new-en'), { byForger: true }),
      'Authentication-Results: mx.practice.example; dkim=pass header.d=interac.ca',
    );
    const answer = await bring(forged);
    expect([answer.statusCode, answer.json().errors]).toEqual([400, [{ field: 'mail 1', says: expect.stringContaining('does not hold') }]]);
  });

  it('to an account whose address nobody told are refused with the way to tell it', async () => {
    await addresses().forget(host.ledger, account);
    const answer = await bring(signed(mailNamed('deposited-new-en')));
    expect([answer.statusCode, answer.json().errors[0].field]).toEqual([400, 'account']);
    await expect(arrive(deposit('C1NOADDRESS1'))).rejects.toMatchObject({ code: 'mail/no-address' });
    await addresses().set(host.ledger, account, { address: ourAddress });
  });
});

describe('The address at which an account gets its e-Transfers', () => {
  it.each([
    ['nothing', { address: '' }, 'address'],
    ['no address', { address: 'river' }, 'address'],
    ['two addresses', { address: 'a@b.example, c@d.example' }, 'address'],
    ['a host that is none', { address: ourAddress, ownHost: 'mx practice' }, 'ownHost'],
  ])('is not %s', async (_, said, field) => {
    await expect(addresses().set(host.ledger, account, said)).rejects.toMatchObject({ faults: [{ field }] });
  });

  it('belongs to one account of a ledger, and to a bank', async () => {
    const other = (await host.steward.post('accounts', { name: 'Savings', kind: 'bank', currency: 'CAD' })).json().account;
    const paypal = (await host.steward.post('accounts', { name: 'PayPal', kind: 'paypal', currency: 'CAD' })).json().account;
    await expect(addresses().set(host.ledger, other, { address: ourAddress })).rejects.toMatchObject({ faults: [{ field: 'address' }] });
    await expect(addresses().set(host.ledger, paypal, { address: 'pay@practice.example' })).rejects.toMatchObject({
      faults: [{ field: 'account' }],
    });
  });
});
