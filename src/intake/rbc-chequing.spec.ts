import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { formatAmount } from '../domain/money.js';
import type { ObservedLine } from '../domain/observed.js';
import { InvalidInput } from '../domain/refusal.js';
import { rbcChequing } from './rbc-chequing.js';

const account = { zone: 'America/Toronto', homeCurrency: 'CAD' };
const header = '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"';
const own = 'Chequing,01234-5678901';
const bytes = (text: string) => Uint8Array.from(Buffer.from(text));
const read = (...rows: string[]) => rbcChequing.read(bytes([header, ...rows, ''].join('\r\n')), account);
const one = (first: string, second: string, amount: string): ObservedLine =>
  read(`${own},10/2/2026,,"${first}","${second}",${amount},`)[0]!;

describe('A month of RBC chequing', () => {
  const file = readFileSync(`${import.meta.dirname}/../../test/fixtures/intake/rbc-2026-10.csv`);
  const lines = rbcChequing.read(file, account);

  it('has every row of the file, on its line', () => {
    expect(lines.map(({ line }) => line)).toEqual(Array.from({ length: 24 }, (_, at) => at + 2));
  });

  it('holds the clients’ e-Transfers as money in, with their names', () => {
    const said = lines
      .filter(({ reading, method }) => reading === 'money-in' && method === 'interac')
      .map(({ day, amount, name }) => `${day} ${formatAmount(amount)} ${amount.currency} ${name}`);
    expect(said).toEqual([
      '2026-10-02 200.00 CAD ROWAN TESTPERSON',
      '2026-10-05 150.00 CAD JUNIPER EXAMPLE',
      '2026-10-06 280.00 CAD NOÉMIE FICTIVE',
      '2026-10-08 250.00 CAD ÉLOÏSE MODÈLE',
      '2026-10-14 220.00 CAD SAMPLE STUDENT',
      '2026-10-14 220.00 CAD SAMPLE STUDENT',
      '2026-10-23 150.00 CAD ASH "WREN" PLACEHOLDER',
      '2026-10-30 200.00 CAD ROWAN TESTPERSON',
    ]);
  });

  it('adds up to what the bank moved', () => {
    const total = lines.filter(({ amount }) => amount.currency === 'CAD').reduce((sum, { amount }) => sum + amount.minor, 0n);
    expect(total).toBe(32540n);
  });

  it('never repeats the account’s number', () => {
    expect(JSON.stringify(lines, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))).not.toMatch(/5678901/);
  });

  it('says a day, but no time that the bank did not say', () => {
    expect(lines.every(({ at, fee, settled }) => at === undefined && fee === undefined && settled === undefined)).toBe(true);
  });
});

describe('What the bank’s words mean', () => {
  it.each([
    ['E-TRANSFER - AUTODEPOSIT', 'SAM EXAMPLE CA7kq2x9bt', '200.00', 'money-in interac', 'SAM EXAMPLE', 'CA7kq2x9bt'],
    ['E-TRANSFER RECEIVED', 'SAM EXAMPLE', '200.00', 'money-in interac', 'SAM EXAMPLE', undefined],
    ['INTERAC E-TRANSFER AUTODEPOSIT', 'SAM EXAMPLE', '200.00', 'money-in interac', 'SAM EXAMPLE', undefined],
    ['e-Transfer - Autodeposit SAM EXAMPLE CA7kq2x9bt', '', '200.00', 'money-in interac', 'SAM EXAMPLE', 'CA7kq2x9bt'],
    ['E-TRANSFER - REQUEST MONEY SAM EXAMPLE', '', '200.00', 'money-in interac', 'SAM EXAMPLE', undefined],
    ['VIREMENT INTERAC - DÉPÔT AUTOMATIQUE', 'ZOÉ MODÈLE', '200.00', 'money-in interac', 'ZOÉ MODÈLE', undefined],
    ['VIREMENT INTERAC REÇU DE ZOÉ MODÈLE', '', '200.00', 'money-in interac', 'ZOÉ MODÈLE', undefined],
    ['E-TRANSFER RECEIVED', 'jane99@example.com', '200.00', 'money-in interac', 'jane99@example.com', undefined],
    ['E-TRANSFER - AUTODEPOSIT', 'CA7kq2x9bt', '200.00', 'money-in interac', undefined, 'CA7kq2x9bt'],
    ['E-TRANSFER RECEIVED', '', '200.00', 'money-in interac', undefined, undefined],
    ['E-TRANSFER SENT', 'A. RECIPIENT 4HKXW9', '-120.00', 'money-out interac', 'A. RECIPIENT', '4HKXW9'],
    ['VIREMENT INTERAC ENVOYÉ', 'ZOÉ MODÈLE', '-120.00', 'money-out interac', 'ZOÉ MODÈLE', undefined],
    ['E-TRANSFER CANCEL', 'A. RECIPIENT', '120.00', 'not-income interac', 'A. RECIPIENT', undefined],
    ['E-TRANSFER RECLAIM', 'A. RECIPIENT', '120.00', 'not-income interac', 'A. RECIPIENT', undefined],
    ['E-TRANSFER NETWORK FEE', '', '-1.00', 'money-out other', undefined, undefined],
    ['CONTACTLESS INTERAC PURCHASE - 4471', 'GREENLEAF', '-84.37', 'money-out other', undefined, undefined],
    ['MISC PAYMENT', 'PAYPAL MSP/DIV', '612.40', 'not-income other', undefined, undefined],
    ['Online Banking transfer - 3244', '', '300.00', 'not-income other', undefined, undefined],
    ['DEPOSIT INTEREST', '', '0.42', 'not-income other', undefined, undefined],
    ['MOBILE CHEQUE DEPOSIT', '', '350.00', 'money-in other', undefined, undefined],
    ['ADJUSTMENT', '', '0.00', 'not-income other', undefined, undefined],
  ])('%s · %s · %s is %s', (first, second, amount, reading, name, reference) => {
    const line = one(first, second, amount);
    expect(`${line.reading} ${line.method}`).toBe(reading);
    expect(line.name).toBe(name);
    expect(line.reference).toBe(reference);
    expect(line.text).toBe([first, second].filter(Boolean).join(' '));
  });

  it('the reason never holds a personal detail', () => {
    expect(one('E-TRANSFER RECEIVED', 'SAM EXAMPLE', '200.00').why).toBe('An e-Transfer came in.');
  });

  it('a cheque keeps its number', () => {
    expect(read(`${own},10/16/2026,118,"CHEQUE","",-60.00,`)[0]).toMatchObject({ reference: '118', reading: 'money-out' });
  });

  it('a US dollar row is in US dollars', () => {
    expect(read(`${own},10/16/2026,,"WIRE","X",,175.00`)[0]!.amount).toEqual({ minor: 17500n, currency: 'USD' });
  });

  it('an extra comma at the end of a row changes nothing', () => {
    const [plain] = read(`${own},10/2/2026,,"A","B",-4.95,`);
    expect(read(`${own},10/2/2026,,"A","B",-4.95,,`)[0]).toEqual(plain);
  });

  it('HTML, quotes and line breaks stay the text that they are', () => {
    expect(one('E-TRANSFER RECEIVED', '<b>""Sam""\n& co</b>', '200.00')).toMatchObject({ name: '<b>"Sam"\n& co</b>' });
  });

  it('the account’s own number is blotted out where a description repeats it', () => {
    expect(one('TRANSFER TO 01234 5678901', 'ACCT 5678901', '-5.00').text).toBe('TRANSFER TO … ACCT …');
  });

  it('two truly equal payments are two lines', () => {
    const row = `${own},10/14/2026,,"E-TRANSFER - AUTODEPOSIT","SAMPLE STUDENT",220.00,`;
    expect(read(row, row)).toHaveLength(2);
  });

  it('a month in which nothing moved is an empty month', () => {
    expect(read()).toEqual([]);
  });

  it('the columns may stand in another order', () => {
    const heads = '"CAD$","USD$","Transaction Date","Description 2","Description 1","Account Type","Account Number","Cheque Number"';
    const text = `${heads}\n200.00,,1/31/2026,SAM,E-TRANSFER RECEIVED,Chequing,1,`;
    expect(rbcChequing.read(bytes(text), account)[0]).toMatchObject({ day: '2026-01-31', name: 'SAM', reading: 'money-in' });
  });

  it('Windows-1252 and a byte-order mark change nothing', () => {
    const text = `${header}\n${own},10/8/2026,,"VIREMENT INTERAC REÇU","ÉLOÏSE",250.00,\n`;
    const [plain] = rbcChequing.read(bytes(text), account);
    expect(rbcChequing.read(Uint8Array.from(Buffer.from(text, 'latin1')), account)[0]).toEqual(plain);
    expect(rbcChequing.read(bytes(`\ufeff${text}`), account)[0]).toEqual(plain);
    expect(plain!.name).toBe('ÉLOÏSE');
  });
});

describe('A file that is not wholly understood is refused with its line, and nothing of it is kept', () => {
  const good = `${own},10/1/2026,,"A","B",-1.00,`;
  it.each([
    ['both currencies filled', `${own},10/2/2026,,"A","B",5.00,5.00`, 'Both CAD$ and USD$'],
    ['no currency filled', `${own},10/2/2026,,"A","B",,`, 'Neither CAD$ nor USD$'],
    ['three decimals', `${own},10/2/2026,,"A","B",5.001,`, 'CAD$'],
    ['a float', `${own},10/2/2026,,"A","B",1e3,`, 'CAD$'],
    ['an amount beyond any practice', `${own},10/2/2026,,"A","B",10000000000000.01,`, 'more than this ledger can hold'],
    ['words for an amount', `${own},10/2/2026,,"A","B",five,`, 'CAD$'],
    ['30 February', `${own},2/30/2026,,"A","B",5.00,`, 'not in the calendar'],
    ['a thirteenth month', `${own},13/1/2026,,"A","B",5.00,`, 'not in the calendar'],
    ['another form of date', `${own},2026-10-02,,"A","B",5.00,`, 'month/day/year'],
    ['no date', `${own},,,"A","B",5.00,`, 'month/day/year'],
    ['a second account', `Chequing,01234-9999999,10/2/2026,,"A","B",5.00,`, 'another account'],
    ['a row cut off in its description', `${own},10/2/2026,,"A`, 'cut off'],
    ['a row cut off after its description', `${own},10/2/2026,,"A","B"`, 'cut off'],
    ['a row with a column too many', `${own},10/2/2026,,"A","B",5.00,,7`, 'more than the 8 columns'],
  ])('%s', (_what, row, says) => {
    const refused = () => rbcChequing.read(bytes([header, good, row].join('\n')), account);
    expect(refused).toThrow(InvalidInput);
    expect(refused).toThrow('line 3: ');
    expect(refused).toThrow(says);
  });

  it('an amount cut off at the very end', () => {
    for (const cut of ['1', '17', '175', '175.', '175.0']) {
      expect(() => rbcChequing.read(bytes(`${header}\n${own},10/2/2026,,"A","B",,${cut}`), account)).toThrow('line 2: ');
    }
  });

  it('a credit card’s row', () => {
    expect(() => read('Visa,4500123412341234,10/2/2026,,"A","B",5.00,')).toThrow('line 2: This row is of a credit card.');
  });

  it('a header without a needed column names it', () => {
    const text = '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$"\n';
    expect(() => rbcChequing.read(bytes(text), account)).toThrow(/"USD\$".*Found: "Account Type"/);
  });

  it('a file cut anywhere is refused, or reads as the whole rows before the cut', () => {
    const whole = readFileSync(`${import.meta.dirname}/../../test/fixtures/intake/rbc-2026-10.csv`);
    const all = rbcChequing.read(whole, account);
    fc.assert(
      fc.property(fc.integer({ min: header.length, max: whole.length }), (length) => {
        let lines: readonly ObservedLine[];
        try {
          lines = rbcChequing.read(whole.subarray(0, length), account);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
          return;
        }
        expect(lines).toEqual(all.slice(0, lines.length));
      }),
      { numRuns: 500 },
    );
  });
});
