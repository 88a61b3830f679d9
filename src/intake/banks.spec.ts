import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { formatAmount } from '../domain/money.js';
import type { ObservedLine } from '../domain/observed.js';
import { InvalidInput } from '../domain/refusal.js';
import { readerFor } from './readers.js';

const account = { zone: 'America/Toronto', homeCurrency: 'CAD' };
const fixture = (name: string) => readFileSync(`${import.meta.dirname}/../../test/fixtures/intake/${name}`);
const inWords = ({ day, amount, reading, method, name, reference }: ObservedLine): string =>
  [day, formatAmount(amount), amount.currency, reading, method, name ?? '–', reference ?? '–'].join(' ');
const whole = (name: string): readonly ObservedLine[] => readerFor(fixture(name)).read(fixture(name), account);

describe('A bank’s month, as the bank writes it', () => {
  it('TD: no name, and the last three characters of Interac’s reference', () => {
    expect(whole('td-2026-10.csv').map(inWords)).toEqual([
      '2026-10-01 -1450.00 CAD money-out other – –',
      '2026-10-02 200.00 CAD money-in interac – ***9bt',
      '2026-10-05 150.00 CAD money-in interac – ***d8z',
      '2026-10-09 -120.00 CAD money-out interac – ***kQ2',
      '2026-10-14 220.00 CAD money-in interac – ***q1R',
      '2026-10-14 220.00 CAD money-in interac – ***q1S',
      '2026-10-21 -300.00 CAD not-income other – –',
      '2026-10-30 -10.95 CAD money-out other – –',
    ]);
  });

  it('BMO: a sentence first, blank lines, and the heading once more in the middle', () => {
    const lines = whole('bmo-2026-10.csv');
    expect(lines.map(inWords)).toEqual([
      '2026-10-02 200.00 CAD money-in interac ROWAN TESTPERSON CA7kq2x9bt',
      '2026-10-03 -84.37 CAD money-out other – –',
      '2026-10-05 150.00 CAD money-in interac JUNIPER EXAMPLE CAwm41rd8z',
      '2026-10-09 -120.00 CAD money-out interac A. RECIPIENT 4HKXW9',
      '2026-10-30 -6.00 CAD money-out other – –',
    ]);
    expect(lines.map(({ line }) => line)).toEqual([7, 8, 9, 13, 14]);
    expect(lines.map(({ text }) => text).join()).not.toContain('51912');
  });

  it('Scotiabank: neither a name nor a reference, and a filter whose commas push the first row', () => {
    expect(whole('scotiabank-2026-10.csv').map(inWords)).toEqual([
      '2026-10-30 -6.00 CAD money-out other – –',
      '2026-10-14 220.00 CAD money-in interac – –',
      '2026-10-14 220.00 CAD money-in interac – –',
      '2026-10-09 -120.00 CAD money-out interac – –',
      '2026-10-03 -100.00 CAD money-out other – –',
      '2026-10-02 200.00 CAD money-in interac – –',
    ]);
  });

  it('CIBC: the same words in both directions, told apart by the column alone', () => {
    expect(whole('cibc-2026-10.csv').map(inWords)).toEqual([
      '2026-10-30 -1450.00 CAD money-out other – –',
      '2026-10-14 150.00 CAD money-in interac Juniper Example 105639704801',
      '2026-10-09 -120.00 CAD money-out interac A Recipient 010856074496',
      '2026-10-06 -300.00 CAD not-income other – –',
      '2026-10-02 200.00 CAD money-in interac Rowan Testperson 105639704773',
      '2026-10-01 -84.37 CAD money-out other – –',
    ]);
  });

  it('Tangerine: the name behind “From:”', () => {
    expect(whole('tangerine-2026-10.csv').map(inWords)).toEqual([
      '2026-10-02 200.00 CAD money-in interac ROWAN TESTPERSON –',
      '2026-10-03 -84.37 CAD money-out other – –',
      '2026-10-09 -120.00 CAD money-out interac A. RECIPIENT –',
      '2026-10-14 220.00 CAD money-in interac SAMPLE STUDENT –',
      '2026-10-31 0.42 CAD not-income other – –',
    ]);
  });

  it('Desjardins: Windows-1252, a decimal comma, blanks between thousands, the name between slashes', () => {
    expect(whole('desjardins-2026-10.csv').map(inWords)).toEqual([
      '2026-10-01 -1450.00 CAD money-out other – –',
      '2026-10-02 200.00 CAD money-in interac Noémie Fictive –',
      '2026-10-05 1250.00 CAD money-in interac Éloïse Modèle –',
      '2026-10-09 -120.00 CAD money-out interac A. Destinataire –',
      '2026-10-30 -6.95 CAD money-out other – –',
    ]);
  });

  it('National Bank: whole rows once more between quotes, a zero in the other column', () => {
    expect(whole('national-2026-10-fr.csv').map(inWords)).toEqual([
      '2026-10-30 -3.95 CAD money-out other – –',
      '2026-10-09 -120.00 CAD money-out interac A. Destinataire –',
      '2026-10-05 1250.00 CAD money-in interac Éloïse Modèle –',
      '2026-10-02 200.00 CAD money-in interac Noémie Fictive –',
    ]);
  });

  it('and an account in another currency is read in its own', () => {
    const file = fixture('td-2026-10.csv');
    expect(readerFor(file).read(file, { ...account, currency: 'USD' })[1]!.amount).toEqual({ minor: 20000n, currency: 'USD' });
  });
});

const changed = (name: string, from: string, to: string): Buffer => {
  const text = fixture(name).toString('latin1');
  if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`);
  return Buffer.from(text.replace(from, to), 'latin1');
};

describe('A bank’s file that is not wholly understood is refused with its line', () => {
  it.each([
    ['an amount in both columns', 'td', 'td-2026-10.csv', ',,200.00,', ',5.00,200.00,', 'line 2: An amount stands in both columns'],
    ['an amount in neither', 'td', 'td-2026-10.csv', ',,200.00,', ',,,', 'line 2: No amount stands in either column'],
    [
      'a minus sign in the column of debits',
      'td',
      'td-2026-10.csv',
      ',120.00,,',
      ',-120.00,,',
      'line 4: The amount that went out has a minus',
    ],
    [
      'a missing row, by the balance',
      'td',
      'td-2026-10.csv',
      '10/05/2026,E-TRANSFER ***d8z,,150.00,3900.00\r\n',
      '',
      'line 3: The balance',
    ],
    ['a changed amount, newest row first', 'scotiabank', 'scotiabank-2026-10.csv', '-120.00,1980', '-130.00,1980', 'line 6: The balance'],
    ['an amount in words', 'cibc', 'cibc-2026-10.csv', ',,150.00', ',,one hundred', 'line 2: The amount that came in is not an amount'],
    ['a day that is not in the calendar', 'cibc', 'cibc-2026-10.csv', '2026-10-14', '2026-10-34', 'line 2: 2026-10-34'],
    ['two days in one cell', 'tangerine', 'tangerine-2026-10.csv', '10/3/2026', '10/3/2026 10/4/2026', 'line 3: Date is not written like'],
    ['a type that contradicts the sign', 'bmo', 'bmo-2026-10.csv', 'DEBIT,20261003,-84', 'DEBIT,20261003,84', 'line 8: The row says DEBIT'],
    [
      'a second account of BMO',
      'bmo',
      'bmo-2026-10.csv',
      "'5191230000001234',DEBIT,20261030",
      "'5191230000009999',DEBIT,20261030",
      'line 14: From here on',
    ],
    [
      'a second folio of Desjardins',
      'desjardins',
      'desjardins-2026-10.csv',
      '"EOP";"2026/10/30"',
      '"ET1";"2026/10/30"',
      'line 5: From here on',
    ],
    [
      'two decimal styles in one file',
      'desjardins',
      'desjardins-2026-10.csv',
      '200,00',
      '200.00',
      'line 2: Amounts are written as in 12.50 on line 2',
    ],
    ['a card of CIBC', 'cibc', 'cibc-2026-10.csv', ',,150.00', ',,150.00,4500********1234', 'line 2: This row is of a credit card'],
    ['a card of Scotiabank', 'scotiabank', 'scotiabank-2026-10.csv', 'Amount,Balance', 'Status,Amount', 'line 1: This file has no balance'],
  ])('%s', (_what, format, name, from, to, says) => {
    const file = changed(name, from, to);
    const read = () => readerFor(file, format).read(file, account);
    expect(read).toThrow(InvalidInput);
    expect(read).toThrow(says);
  });

  it.each([
    'td-2026-10.csv',
    'cibc-2026-10.csv',
    'scotiabank-2026-10.csv',
    'tangerine-2026-10.csv',
    'desjardins-2026-10.csv',
    'ofx1-2026-10.qfx',
  ])('a cut anywhere in %s is refused, or reads as the whole rows before it', (name) => {
    const file = fixture(name);
    const [reader, all] = [readerFor(file), whole(name)];
    fc.assert(
      fc.property(fc.integer({ min: 120, max: file.length }), (length) => {
        let lines: readonly ObservedLine[];
        try {
          lines = reader.read(file.subarray(0, length), account);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
          return;
        }
        expect(lines).toEqual(all.slice(0, lines.length));
      }),
    );
  });
});
