import type { ObservedLine } from '../domain/observed.js';
import { type ReadMail, type RefusedMail, isRefused } from '../domain/mail.js';
import { formatAmount } from '../domain/money.js';
import { findKey, mailNamed, mailOf, place, signed } from '../../test/support/mails.js';
import { interacMails } from './interac-mail.js';

const reader = interacMails(findKey);

const claimOf = (mail: ReadMail | RefusedMail): ObservedLine => {
  if (isRefused(mail)) throw new Error(`${mail.fault}: ${mail.why}`);
  return mail.line;
};
const read = async (name: string): Promise<ObservedLine> => claimOf(await reader.readOne(signed(mailNamed(name)), place));

describe('A mail of Interac’s that tells of a deposit is a claim that money came in', () => {
  it.each([
    ['deposited-old-en', '2026-10-04', '200.00', 'ODETTE MARLOW', 'C1AxT5mQ7rZe'],
    ['deposited-new-en', '2026-10-05', '200.00', 'ODETTE MARLOW', 'C1BqW8kLp2Xd'],
    ['deposited-french-amount-in-english', '2026-10-06', '175.00', 'WILLOW PRACTICE LTD.', 'C1CnB3vHt9Yk'],
    ['deposited-old-fr', '2026-10-07', '1200.00', 'ZOÉ ÉTIENNE-LÉVESQUE', 'C1DfR6jSu4Wb'],
    ['deposited-new-fr-html', '2026-10-08', '15.00', 'Noé Côté', 'C1EkM2dGy5Vc'],
  ])('%s, on %s: %s from %s, %s', async (name, day, amount, payer, reference) => {
    const line = await read(name);
    expect([line.reading, line.day, formatAmount(line.amount), line.amount.currency, line.name, line.reference, line.method]).toEqual([
      'money-in',
      day,
      amount,
      'CAD',
      payer,
      reference,
      'interac',
    ]);
  });

  it('on the day of the ledger’s own zone, at the moment that the mail names', async () => {
    expect(await read('deposited-old-fr')).toMatchObject({ day: '2026-10-07', at: '2026-10-08T03:59:30.000Z' });
  });

  it('what the sender typed is kept with its words, where there is any', async () => {
    expect((await read('deposited-old-en')).text).toContain('“session of 3 October, $200.00”');
    expect((await read('deposited-new-en')).text).not.toContain('“');
  });
});

describe('What is no deposit is no money in', () => {
  it.each([
    ['waiting-en', 'pending'],
    ['waiting-fr', 'pending'],
    ['reminder-en', 'pending'],
    ['request-en', 'not-income'],
    ['ours-accepted-en', 'money-out'],
    ['ours-deposited-en', 'money-out'],
  ])('%s is %s', async (name, reading) => {
    expect((await read(name)).reading).toBe(reading);
  });

  it('a transfer of our own has the sign of money that left', async () => {
    expect((await read('ours-accepted-en')).amount.minor).toBe(-6000n);
  });

  it('a reminder is the same news as the mail that it repeats; the deposit after it is other news', async () => {
    const [waiting, again] = [await read('waiting-en'), await read('reminder-en')];
    const deposited = claimOf(await reader.readOne(signed(mailOf('deposited-old-en', [['C1AxT5mQ7rZe', 'C1FpL4cXn8Ua']])), place));
    expect(again.identity).toBe(waiting.identity);
    expect(deposited.identity).not.toBe(waiting.identity);
  });
});

describe('What cannot be read for certain is left to a person', () => {
  it.each([
    ['new-wording-en', 'Its wording is new to us.'],
    ['amount-in-words-en', 'No one amount can be read from it in figures.'],
    ['memo-says-otherwise-en', 'No one amount can be read from it in figures.'],
  ])('%s', async (name, why) => {
    expect(await read(name)).toMatchObject({ reading: 'unknown', why });
  });

  it('an amount in words is no amount', async () => {
    expect((await read('amount-in-words-en')).amount.minor).toBe(0n);
  });

  it('a subject and a text that name different amounts name none', async () => {
    const mail = mailOf('deposited-french-amount-in-english', [['Amount: 175,00 $', 'Amount: 750,00 $']]);
    expect(claimOf(await reader.readOne(signed(mail), place))).toMatchObject({ reading: 'unknown', amount: { minor: 0n } });
  });

  it('a name made to read like a deposit does not make one', async () => {
    const mail = mailOf('waiting-en', [
      [
        'Subject: INTERAC e-Transfer: ODETTE MARLOW',
        'Subject: INTERAC e-Transfer: A money transfer from X has been automatically deposited. Y',
      ],
    ]);
    expect(claimOf(await reader.readOne(signed(mail), place)).reading).toBe('pending');
  });

  it('an address of Interac’s that is new to us', async () => {
    const mail = mailOf('deposited-old-en', [['notify@payments.interac.ca', 'hello@news.interac.ca']]);
    expect(claimOf(await reader.readOne(signed(mail), place)).reading).toBe('unknown');
  });

  it('what we do not understand does not stand in the way of the deposit with the same number', async () => {
    const mail = mailOf('new-wording-en', [['C1LbC8sJr4Mi', 'C1AxT5mQ7rZe']]);
    expect(claimOf(await reader.readOne(signed(mail), place)).identity).not.toBe((await read('deposited-old-en')).identity);
  });
});

describe('A mailbox', () => {
  const boxOf = (...mails: Buffer[]): Buffer =>
    Buffer.concat(
      mails.flatMap((mail) => [
        Buffer.from('From MAILER Sun Oct  4 12:03:11 2026\n'),
        Buffer.from(
          mail
            .toString('latin1')
            .replace(/\r\n/g, '\n')
            .replace(/^(>*From )/gm, '>$1'),
          'latin1',
        ),
        Buffer.from('\n'),
      ]),
    );

  it('is read mail by mail, with line ends of the machine and lines that begin with From', async () => {
    const withFrom = mailOf('deposited-french-amount-in-english', [['Amount: 175,00 $', 'From the practice\r\nAmount: 175,00 $']]);
    const box = boxOf(signed(mailNamed('deposited-old-en')), signed(withFrom), signed(mailNamed('deposited-old-fr')));
    expect(reader.recognises(box)).toBe(true);
    const lines = (await reader.readAll(box, place)).map(claimOf);
    expect(lines.map(({ line, reference }) => [line, reference])).toEqual([
      [1, 'C1AxT5mQ7rZe'],
      [2, 'C1CnB3vHt9Yk'],
      [3, 'C1DfR6jSu4Wb'],
    ]);
  });

  it('that holds the same mail twice, or one that does not count, says so of that one', async () => {
    const box = boxOf(signed(mailNamed('waiting-en')), Buffer.from(mailNamed('deposited-old-en')), signed(mailNamed('reminder-en')));
    expect((await reader.readAll(box, place)).map((mail) => (isRefused(mail) ? mail.fault : mail.line.reading))).toEqual([
      'pending',
      'not-signed',
      'seen-in-this-file',
    ]);
  });

  it('of hundreds of mails is gone through once: each signature is checked once, whatever came before it', async () => {
    const mail = signed(mailNamed('deposited-old-en'));
    let asked = 0;
    const counting = interacMails((name) => {
      asked += 1;
      return findKey(name);
    });
    expect(await counting.readAll(boxOf(...Array.from({ length: 400 }, () => mail)), place)).toHaveLength(400);
    expect(asked).toBe(400);
  });
});
