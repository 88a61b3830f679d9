import { readdirSync, readFileSync } from 'node:fs';
import { InvalidInput } from '../domain/refusal.js';
import { readerFor, readers } from './readers.js';

const folder = `${import.meta.dirname}/../../test/fixtures/intake`;
const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Uint8Array.from(Buffer.from(text, encoding));

describe('A file finds its reader by its header alone', () => {
  it.each(readdirSync(folder))('%s', (name) => {
    const file = readFileSync(`${folder}/${name}`);
    const reader = readerFor(file);
    expect(reader.source).toBe(name.startsWith('rbc') ? 'rbc-chequing' : 'paypal-activity');
    expect(reader.read(file, { zone: 'America/Toronto', homeCurrency: 'CAD' }).length).toBeGreaterThan(0);
    expect(readers.filter((each) => each.recognises(file.subarray(0, 1000)))).toEqual([reader]);
  });

  it('a PayPal file that lacks a few columns is still a PayPal file, so that the fault can be named', () => {
    expect(readerFor(bytes('Date,Time,TimeZone,Name,Type,Status,Currency,Fee,Net\n')).source).toBe('paypal-activity');
  });
});

describe('What no reader knows is refused by saying what is known', () => {
  it.each([
    ['another bank’s file', bytes('Date,Description,Withdrawals,Deposits,Balance\n10/2/2026,X,,200.00,200.00\n')],
    ['a file without its header', bytes('Chequing,01234-5678901,10/2/2026,,"A","B",5.00,\n')],
    ['a letter', bytes('Dear Sir or Madam,\nplease find enclosed')],
    ['a web page', bytes('<!doctype html><title>Date,Time,Type</title>')],
  ])('%s', (_what, file) => {
    expect(() => readerFor(file)).toThrow(InvalidInput);
    expect(() => readerFor(file)).toThrow(/^file: .*RBC chequing.*PayPal activity/);
  });

  it.each([
    ['empty', new Uint8Array(), 'empty'],
    ['a PDF', bytes('%PDF-1.4\n'), 'PDF'],
    ['a spreadsheet', bytes('PK\x03\x04', 'latin1'), 'spreadsheet'],
    ['200 MB long', new Uint8Array(200 * 1024 * 1024).fill(65), 'larger than 20 MB'],
  ])('a file that is %s says so', (_what, file, says) => {
    expect(() => readerFor(file)).toThrow(says);
  });
});
