import { readdirSync, readFileSync } from 'node:fs';
import type { ColumnMapping } from '../domain/mapping.js';
import { InvalidInput } from '../domain/refusal.js';
import { readerFor, readers } from './readers.js';

const folder = `${import.meta.dirname}/../../test/fixtures/intake`;
const mapping: ColumnMapping = {
  columns: ['day', 'nothing', 'name', 'description', 'amount'],
  headings: [],
  linesBefore: 0,
  dayOrder: 'month-first',
  decimalMark: '.',
  sign: 'positive-came-in',
  leavesOutRowsWithoutDay: false,
};
const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Uint8Array.from(Buffer.from(text, encoding));

const sourceOf = (name: string): string => {
  const [bank = ''] = name.split(/[-\d]/);
  return { rbc: 'rbc-chequing', national: 'national-bank', paypal: 'paypal-activity' }[bank] ?? bank;
};

describe('A file finds its reader by its first lines alone', () => {
  it.each(readdirSync(folder))('%s', (name) => {
    const file = readFileSync(`${folder}/${name}`);
    const reader = readerFor(file);
    expect(reader.source).toBe(sourceOf(name));
    expect(reader.read(file, { zone: 'America/Toronto', homeCurrency: 'CAD' }).length).toBeGreaterThan(0);
    expect(readers.filter((each) => each.recognises(file.subarray(0, 8192)))).toEqual([reader]);
  });

  it('a PayPal file that lacks a few columns is still a PayPal file, so that the fault can be named', () => {
    expect(readerFor(bytes('Date,Time,TimeZone,Name,Type,Status,Currency,Fee,Net\n')).source).toBe('paypal-activity');
  });
});

describe('Nothing is guessed', () => {
  const rows = (row: string, count: number) => bytes(`${row}\n`.repeat(count));
  const [likeTd, likeCibc] = ['10/02/2026,SOMETHING,,200.00,200.00', '2026-10-02,SOMETHING,,200.00'];

  it.each([
    ['five columns without a heading, in nobody’s own words', rows(likeTd, 3), 'TD'],
    ['four columns without a heading, in nobody’s own words', rows(likeCibc, 3), 'CIBC'],
  ])('%s: the person is asked, and the choice is taken', (_what, file, bank) => {
    expect(() => readerFor(file)).toThrow(InvalidInput);
    expect(() => readerFor(file)).toThrow(`format: This file does not say whose it is. Its rows could be read as: ${bank}`);
    expect(readerFor(file, bank.toLowerCase()).source).toBe(bank.toLowerCase());
  });

  it('two rows without a heading are too few to be taken for a bank’s, even in its own words', () => {
    expect(() => readerFor(rows('10/02/2026,E-TRANSFER ***abc,,200.00,200.00', 2))).toThrow('file: ');
  });

  it('a file that a reader and a mapping both know is asked about', () => {
    const headings = ['Date', 'Transaction', 'Name', 'Memo', 'Amount'];
    const file = bytes(`${headings.join()}\n10/2/2026,CREDIT,A,B,200.00\n`);
    const saved = { id: '01990000-0000-7000-8000-000000000001', name: 'Mine', mapping: { ...mapping, headings } };
    expect(readerFor(file).source).toBe('tangerine');
    expect(() => readerFor(file, undefined, [saved])).toThrow(/format: .*Tangerine.*; Mine\. Choose/);
    expect(readerFor(file, saved.id, [saved]).title).toBe('Mine');
    expect(() => readerFor(file, saved.id, [])).toThrow('format: There is no such format');
  });

  it('a spreadsheet that nobody described asks for its columns', () => {
    expect(() => readerFor(bytes('PK\x03\x04', 'latin1'))).toThrow('format: This is a spreadsheet that we do not know yet.');
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
