import { readFileSync } from 'node:fs';
import { formatAmount } from '../domain/money.js';
import type { ObservedLine } from '../domain/observed.js';
import { InvalidInput } from '../domain/refusal.js';
import { identitiesOf } from './identity.js';
import { ofx } from './ofx.js';

const account = { zone: 'America/Toronto', homeCurrency: 'CAD' };
const fixture = (name: string) => readFileSync(`${import.meta.dirname}/../../test/fixtures/intake/${name}`);
const bytes = (text: string) => Uint8Array.from(Buffer.from(text));
const inWords = ({ line, day, amount, reading, name, reference }: ObservedLine): string =>
  [line, day, formatAmount(amount), amount.currency, reading, name ?? '–', reference ?? '–'].join(' ');
const movement = (fields: string) => `<STMTTRN>${fields}</STMTTRN>\n`;
const file = (...movements: string[]) =>
  bytes(`OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>CAD<ACCTID>99887766\n<BANKTRANLIST>\n${movements.join('')}</BANKTRANLIST></STMTRS></OFX>`);
const read = (...movements: string[]) => ofx.read(file(...movements), account);
const whole = '<DTPOSTED>20261002<TRNAMT>200.00<FITID>1<NAME>E-TRANSFER RECEIVED<MEMO>SAM EXAMPLE';

describe('A month in OFX', () => {
  it('version 1, whose values are never closed, in Windows-1252', () => {
    const lines = ofx.read(fixture('ofx1-2026-10.qfx'), account);
    expect(lines.map(inWords)).toEqual([
      '17 2026-10-02 200.00 CAD money-in ROWAN TESTPERSON CA7kq2x9bt',
      '18 2026-10-03 -84.37 CAD money-out – –',
      '19 2026-10-05 150.00 CAD money-in ÉLOÏSE MODÈLE –',
      '20 2026-10-16 -60.00 CAD money-out – 118',
    ]);
    expect(lines[1]!.text).toBe('GREENLEAF & SONS ACCT …');
  });

  it('version 2, which is XML, all on one line: each movement has a number of its own', () => {
    expect(ofx.read(fixture('ofx2-2026-10.ofx'), account).map(inWords)).toEqual([
      '1 2026-10-02 200.00 CAD money-in ROWAN TESTPERSON –',
      '2 2026-10-05 175.50 USD money-in – –',
    ]);
  });

  it.each([
    '20261002',
    '20261002000000',
    '20261002233000[-5:EST]',
    '20261002120000.000[0:GMT]',
    '202610021200',
  ])('the day of %s is the one that is written', (written) => {
    expect(read(movement(whole.replace('20261002', written)))[0]!.day).toBe('2026-10-02');
  });

  it.each([
    ['+200.00', '200.00'],
    ['-1234.5', '-1234.50'],
    ['200,00', '200.00'],
    ['.50', '0.50'],
    ['1.0', '1.00'],
    ['200.0000', '200.00'],
  ])('TRNAMT %s is %s', (written, amount) => {
    expect(formatAmount(read(movement(whole.replace('200.00', written)))[0]!.amount)).toBe(amount);
  });

  it('FITID neither tells movements apart nor knows one again: two with one id are two, and another id adds nothing', () => {
    const twice = read(movement(whole), movement(whole));
    const renumbered = read(movement(whole.replace('<FITID>1', '<FITID>77')), movement(whole.replace('<FITID>1', '<FITID>78')));
    expect(new Set(identitiesOf(twice)).size).toBe(2);
    expect(identitiesOf(renumbered)).toEqual(identitiesOf(twice));
  });

  it('a lone ampersand, entities and numbered letters are read once, and never again', () => {
    expect(read(movement(whole.replace('SAM EXAMPLE', 'A&B &amp;lt; &#201;LO &unknown;')))[0]!.text).toBe(
      'E-TRANSFER RECEIVED A&B &lt; ÉLO &unknown;',
    );
  });
});

describe('OFX that is not wholly understood is refused', () => {
  it.each([
    ['an amount in words', whole.replace('200.00', 'two hundred'), 'line 5: TRNAMT is not an amount'],
    ['a separator of thousands', whole.replace('200.00', '1,200.00'), 'line 5: TRNAMT is not an amount'],
    ['an exponent', whole.replace('200.00', '2e2'), 'line 5: TRNAMT is not an amount'],
    ['more decimals than the currency has', whole.replace('200.00', '200.005'), 'line 5: TRNAMT has more decimals'],
    ['more than a ledger can hold', whole.replace('200.00', '99999999999999.00'), 'line 5: TRNAMT is more than'],
    ['no day', whole.replace('<DTPOSTED>20261002', ''), 'line 5: The movement that begins here has no DTPOSTED'],
    ['no amount', whole.replace('<TRNAMT>200.00', ''), 'line 5: The movement that begins here has no TRNAMT'],
    ['30 February', whole.replace('20261002', '20260230'), 'line 5: 2026-02-30 is not in the calendar'],
    ['two days in one movement', `${whole}<DTPOSTED>20261003`, 'line 5: One movement has DTPOSTED twice'],
    ['a movement inside another', `${whole}<STMTTRN>`, 'line 5: A movement begins inside another one'],
    ['a second account', `</STMTTRN><ACCTID>1<STMTTRN>${whole}`, 'line 5: From here on the file is of another account'],
    ['a card', `</STMTTRN><CCSTMTRS><STMTTRN>${whole}`, 'line 5: This file is of a credit card'],
  ])('%s', (_what, fields, says) => {
    expect(() => read(movement(fields))).toThrow(InvalidInput);
    expect(() => read(movement(fields))).toThrow(says);
  });

  it.each([
    ['a document type', '<!DOCTYPE OFX SYSTEM "file:///etc/passwd">'],
    ['entities that grow', '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'],
    ['a hidden section', '<![CDATA[x]]>'],
  ])('%s is never looked into', (_what, declaration) => {
    const text = `<?xml version="1.0"?>\n${declaration}\n<OFX><STMTTRN>${whole}</STMTTRN></OFX>`;
    expect(ofx.recognises(bytes(text))).toBe(true);
    expect(() => ofx.read(bytes(text), account)).toThrow(/^file: The file has a declaration of its own/);
  });

  it('a file that ends early', () => {
    const all = file(movement(whole), movement(whole));
    for (const length of [all.length - 3, all.length - 10, all.length - 60, 80]) {
      expect(() => ofx.read(all.subarray(0, length), account)).toThrow('cut off');
    }
  });

  it('100,000 tags without an end are refused like one', () => {
    expect(() => ofx.read(bytes(`OFXHEADER:100\n<OFX>${'<STMTTRN></STMTTRN>'.repeat(100_000)}`), account)).toThrow('cut off');
  });
});
