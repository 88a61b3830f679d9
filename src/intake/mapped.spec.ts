import { type ColumnMapping, checkMapping } from '../domain/mapping.js';
import { formatAmount } from '../domain/money.js';
import { InvalidInput } from '../domain/refusal.js';
import { mappedReader } from './mapped.js';
import { firstRowsOf, guessMapping } from './mapping-guess.js';

const account = { zone: 'America/Toronto', homeCurrency: 'CAD' };
const bytes = (text: string) => Uint8Array.from(Buffer.from(text));
const mapping: ColumnMapping = {
  columns: ['day', 'description', 'name', 'amount', 'nothing'],
  headings: ['Posted', 'What', 'Who', 'Sum', 'Branch'],
  linesBefore: 0,
  dayOrder: 'day-first',
  decimalMark: '.',
  sign: 'positive-came-in',
  leavesOutRowsWithoutDay: false,
};
const head = 'Posted,What,Who,Sum,Branch\n';
const read = (rows: string, more: Partial<ColumnMapping> = {}, above = head) =>
  mappedReader({ name: 'Credit union', mapping: { ...mapping, ...more } })
    .read(bytes(above + rows), account)
    .map(({ line, day, amount, name, reading }) => `${line} ${day} ${formatAmount(amount)} ${amount.currency} ${name ?? '–'} ${reading}`);

describe('A file is read as somebody said once', () => {
  it.each([
    ['04/10/2026,e-Transfer,Sam,200.00,1', {}, '2 2026-10-04 200.00 CAD Sam money-in'],
    ['10/04/2026,e-Transfer,Sam,200.00,1', { dayOrder: 'month-first' as const }, '2 2026-10-04 200.00 CAD Sam money-in'],
    ['2026-10-04 09:30,e-Transfer,Sam,200.00,1', { dayOrder: 'year-first' as const }, '2 2026-10-04 200.00 CAD Sam money-in'],
    ['"October 4, 2026",e-Transfer,Sam,"$1,200.00",1', {}, '2 2026-10-04 1200.00 CAD Sam money-in'],
    ['4 octobre 2026,e-Transfer,Sam,"1 200,50 $",1', { decimalMark: ',' as const }, '2 2026-10-04 1200.50 CAD Sam money-in'],
    ['04/10/2026,Transferred,INTERAC e-Transfer From: Sam,200.00,1', {}, '2 2026-10-04 200.00 CAD Sam money-in'],
    ['04/10/2026,,Sam,200.00,1', {}, '2 2026-10-04 200.00 CAD Sam money-in'],
    ['04/10/2026,Rent,Sam,(200.00),1', {}, '2 2026-10-04 -200.00 CAD Sam money-out'],
    ['04/10/2026,e-Transfer,Sam,200.00,1', { sign: 'positive-went-out' as const }, '2 2026-10-04 -200.00 CAD Sam money-out'],
    ['04/10/2026,e-Transfer,Sam,1.0,1', {}, '2 2026-10-04 1.00 CAD Sam money-in'],
    [
      '04/10/2026,e-Transfer,Sam,200.00,USD',
      { columns: ['day', 'description', 'name', 'amount', 'currency'] as const },
      '2 2026-10-04 200.00 USD Sam money-in',
    ],
    [
      '04/10/2026,e-Transfer,,5.00,',
      { columns: ['day', 'description', 'nothing', 'debit', 'credit'] as const },
      '2 2026-10-04 -5.00 CAD – money-out',
    ],
  ])('%s', (row, more, line) => {
    expect(read(`${row}\n`, more)).toEqual([line]);
  });

  it('whatever stands above the headings; blank rows, and sums where that was said, are left out', () => {
    const rows = '04/10/2026,e-Transfer,Sam,200.00,1\n,,,,\n,Total,,200.00,\n';
    expect(read(rows, { leavesOutRowsWithoutDay: true }, `Statement of, October\n\n${head}`)).toEqual([
      '4 2026-10-04 200.00 CAD Sam money-in',
    ]);
    expect(() => read(rows)).toThrow('line 4: Column 1 is not written like');
  });

  it('a file without headings is read from its first line, and has to be chosen', () => {
    const reader = mappedReader({ name: 'x', mapping: { ...mapping, headings: [] } });
    const file = bytes('04/10/2026,e-Transfer,Sam,200.00,1\n');
    expect(reader.read(file, account)).toHaveLength(1);
    expect(reader.recognises(file)).toBe(false);
  });

  it('is known again by its headings, not by their blanks and capitals, and by no others', () => {
    const reader = mappedReader({ name: 'x', mapping });
    expect(reader.recognises(bytes(`note\nPOSTED;what;Who ;Sum;Branch;;\n`))).toBe(true);
    expect(reader.recognises(bytes('Posted,What,Who,Sum\n'))).toBe(false);
    expect(() => reader.read(bytes('a,b\n1,2\n'), account)).toThrow('file: The headings of “x” do not stand in this file');
  });

  it.each([
    ['an amount in words', '04/10/2026,a,b,two hundred,', 'line 2: Column 4 is not an amount'],
    ['two days in a cell', '04/10/2026 05/10/2026,a,b,2.00,', 'line 2: Column 1 is not written like'],
    ['a day of another order', '10/31/2026,a,b,2.00,', 'line 2: 10/31/2026 (day/month/year) is not in the calendar'],
    ['an exponent', '04/10/2026,a,b,2e2,', 'line 2: Column 4'],
  ])('%s is refused with its line', (_what, row, says) => {
    expect(() => read(`${row}\n`)).toThrow(says);
  });
});

describe('A mapping says what a line needs, once', () => {
  it.each<[string, Partial<ColumnMapping>, string]>([
    ['no day', { columns: ['description', 'amount'] }, 'column1: Say which column is the day.'],
    ['two days', { columns: ['day', 'day', 'description', 'amount'] }, 'column2: Two columns are said to be the day.'],
    ['no amount', { columns: ['day', 'description', 'debit'] }, 'column1: Say which column is the amount'],
    [
      'an amount beside debit and credit',
      { columns: ['day', 'description', 'debit', 'credit', 'amount'] },
      'column1: Choose either one column',
    ],
    ['nothing that tells lines apart', { columns: ['day', 'amount'] }, 'column1: Say which column describes the line'],
    ['somebody’s row for a heading', { headings: ['2026-10-04', 'Sam', '200.00'] }, 'headingLine: A day or an amount stands in this line'],
  ])('%s', (_what, more, says) => {
    expect(() => checkMapping({ ...mapping, ...more })).toThrow(InvalidInput);
    expect(() => checkMapping({ ...mapping, ...more })).toThrow(says);
  });
});

describe('A first guess, for somebody to look at', () => {
  it('goes by the headings’ words, the order of the days and the decimals below', () => {
    const file = bytes('Rapport\nDate de l’opération;Nom;Libellé;Retrait;Dépôt;Solde\n31/10/2026;Sam;Virement;;1 200,50;2 000,00\n');
    expect(guessMapping(firstRowsOf(file))).toMatchObject({
      headingLine: 2,
      mapping: { columns: ['day', 'name', 'description', 'debit', 'credit', 'nothing'], dayOrder: 'day-first', decimalMark: ',' },
    });
  });

  it('and finds no heading where every row holds a day or an amount', () => {
    expect(guessMapping(firstRowsOf(bytes('2026-10-04,a,2.00\n2026-10-05,b,3.00\n')))).toMatchObject({ headingLine: 0 });
  });
});
