import { xlsxOf } from '../../test/support/xlsx.js';
import { type ColumnMapping, checkMapping } from '../domain/mapping.js';
import { formatAmount } from '../domain/money.js';
import { InvalidInput } from '../domain/refusal.js';
import { mappedReader } from './mapped.js';
import { firstRowsOf, guessMapping } from './mapping-guess.js';
import { methodNamed } from './totals.js';

const account = { zone: 'America/Toronto', homeCurrency: 'CAD' };
const mapping: ColumnMapping = {
  columns: ['day', 'method', 'count', 'amount'],
  headings: ['Date', 'Payment Method', 'Count', 'Total'],
  linesBefore: 0,
  dayOrder: 'year-first',
  decimalMark: '.',
  sign: 'positive-came-in',
  leavesOutRowsWithoutDay: true,
  holdsTotals: true,
};
const head = 'Date,Payment Method,Count,Total\n';
const bytes = (text: string) => Uint8Array.from(Buffer.from(text));
const totalsOf = (file: Uint8Array, more: Partial<ColumnMapping> = {}) =>
  mappedReader({ name: 'Jane', mapping: { ...mapping, ...more } }).readTotals!(file, account).map(
    ({ day, method, count, amount }) => `${day} ${method} ${count ?? '?'} ${formatAmount(amount)} ${amount.currency}`,
  );

describe('A file of totals', () => {
  it('says a day, a method, how many and how much', () => {
    expect(totalsOf(bytes(`${head}2026-10-04,E-Transfer,12,"2,400.00"\n2026-10-04,Cash,1,$80.00\n,Total,13,"2,480.00"`))).toEqual([
      '2026-10-04 interac 12 2400.00 CAD',
      '2026-10-04 cash 1 80.00 CAD',
    ]);
  });

  it('puts rows of one day and method together, and counts only where each of them does', () => {
    const rows = '2026-10-04,Visa,2,300.00\n2026-10-04,Mastercard,1,-50.00\n2026-10-05,Visa,1,10.00';
    expect(totalsOf(bytes(head + rows))).toEqual(['2026-10-04 other 3 250.00 CAD', '2026-10-05 other 1 10.00 CAD']);
    const uncounted: Partial<ColumnMapping> = { columns: ['day', 'method', 'nothing', 'amount'] };
    expect(totalsOf(bytes(head + rows), uncounted)).toEqual(['2026-10-04 other ? 250.00 CAD', '2026-10-05 other ? 10.00 CAD']);
  });

  it('is read from a spreadsheet as a person sees it', () => {
    const rows =
      '<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>' +
      '<row r="2"><c s="1"><v>46299</v></c><c t="s"><v>4</v></c><c><v>12</v></c><c s="3"><v>2400.1</v></c></row>';
    const file = xlsxOf({ rows, texts: ['Date', 'Payment Method', 'Count', 'Total', 'e-Transfer'] });
    expect(totalsOf(file)).toEqual(['2026-10-04 interac 12 2400.10 CAD']);
  });

  it.each([
    ['2026-10-04,,12,2400.00', 'line 2', 'is empty'],
    ['2026-10-04,Cash,twelve,80.00', 'line 2', 'not a whole number'],
    ['2026-10-04,Cash,1.5,80.00', 'line 2', 'not a whole number'],
    ['2026-10-04,Cash,1,eighty', 'line 2', 'not an amount'],
    ['soon,Cash,1,80.00', 'line 2', 'not written like'],
  ])('is refused whole, with the line and the reason: %s', (row, field, says) => {
    expect(() => totalsOf(bytes(head + row))).toThrow(
      expect.objectContaining({ faults: [{ field, says: expect.stringContaining(says) }] }),
    );
  });
});

describe('What is said of its columns', () => {
  const of =
    (columns: ColumnMapping['columns'], more: Partial<ColumnMapping> = {}) =>
    () =>
      checkMapping({ ...mapping, columns, ...more });

  it('needs the day, the method and the amount, and nobody’s name', () => {
    expect(of(['day', 'method', 'amount'])).not.toThrow();
    expect(of(['day', 'amount'])).toThrow('Say which column is the method.');
    expect(of(['day', 'method', 'amount', 'name'])).toThrow('not read for the name');
    expect(of(['day', 'amount', 'description', 'method'], { holdsTotals: undefined })).toThrow(InvalidInput);
  });

  it('is guessed where the headings name a method and no person', () => {
    const guess = (heading: string) => guessMapping(firstRowsOf(bytes(`${heading}\n2026-10-04,E-Transfer,12,2400.00\n`))).mapping;
    expect(guess('Date,Payment Method,Count,Total')).toMatchObject({ holdsTotals: true, columns: mapping.columns });
    expect(guess('Date,Method,Payer,Total').holdsTotals).toBeUndefined();
  });
});

describe('A way of paying', () => {
  it.each([
    ['E-Transfer', 'interac'],
    ['e transfer', 'interac'],
    ['Virement Interac', 'interac'],
    ['Interac', 'other'],
    ['PayPal', 'paypal'],
    ['Chèque', 'cheque'],
    ['Cash', 'cash'],
    ['Visa', 'other'],
    ['Jane Payments', 'other'],
  ])('“%s” is %s', (written, method) => {
    expect(methodNamed(written)).toBe(method);
  });
});
