import { deflateRawSync } from 'node:zlib';
import { xlsxOf, zipOf } from '../../test/support/xlsx.js';
import type { ColumnMapping } from '../domain/mapping.js';
import { InvalidInput } from '../domain/refusal.js';
import { mappedReader } from './mapped.js';
import { xlsxTable } from './xlsx.js';

const account = { zone: 'America/Toronto', homeCurrency: 'CAD' };
const heading = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>';
const texts = ['Day', 'Method', 'Amount'];
const cellsOf = (file: Buffer) => xlsxTable(file, '.').rows.map(({ line, cells }) => [line, ...cells]);
const mapping: ColumnMapping = {
  columns: ['day', 'description', 'amount'],
  headings: texts,
  linesBefore: 0,
  dayOrder: 'year-first',
  decimalMark: '.',
  sign: 'positive-came-in',
  leavesOutRowsWithoutDay: false,
};
const read = (rows: string, after = '', more: Partial<ColumnMapping> = {}) =>
  mappedReader({ name: 'Jane', mapping: { ...mapping, ...more } }).read(xlsxOf({ rows: heading + rows, texts, after }), account);
const row = (line: number, day: string, method: string, amount: string) =>
  `<row r="${line}">${day}<c r="B${line}" t="inlineStr"><is><t>${method}</t></is></c>${amount}</row>`;
const dayCell = (line: number) => `<c r="A${line}" s="1"><v>46297</v></c>`;

describe('A spreadsheet becomes rows of texts', () => {
  it.each([
    ['46297', false, '2026-10-02'],
    ['44835', true, '2026-10-02'],
    ['46297.75', false, '2026-10-02'],
    ['60', false, '60'],
    ['0', true, '1904-01-01'],
  ])('the day %s, counted from 1904: %s, is %s', (serial, since1904, day) => {
    expect(
      cellsOf(xlsxOf({ rows: `<row r="1"><c r="A1" s="1"><v>${serial}</v></c><c r="B1" s="2"><v>${serial}</v></c></row>`, since1904 })),
    ).toEqual([[1, day, day]]);
  });

  it.each([
    ['200', '200'],
    ['200.09999999999999', '200.1'],
    ['-0.29999999999999999', '-0.3'],
    ['1.5E2', '150'],
    ['1234567.89', '1234567.89'],
    ['99.999999999999996', '100'],
    ['0.050000000000000003', '0.05'],
    ['5.0000000000000003E-2', '0.05'],
    ['-0', '0'],
    ['1E300', '1E300'],
  ])('the number %s is seen as %s', (written, seen) => {
    expect(cellsOf(xlsxOf({ rows: `<row r="1"><c r="A1" s="3"><v>${written}</v></c></row>` }))).toEqual([[1, seen]]);
  });

  it('texts shared, in place, in pieces, with entities and how they are spoken left out; empty cells and rows between', () => {
    const more = {
      'xl/sharedStrings.xml': '<sst><si><r><t>No&amp;</t></r><r><t xml:space="preserve">émie </t></r><rPh><t>NO</t></rPh></si></sst>',
    };
    const rows =
      '<row r="2"><c r="C2" t="s"><v>0</v></c></row><row r="3"/><row r="5"><c r="A5" t="str"><f>A1&amp;B1</f><v>sum</v></c><c t="b"><v>1</v></c></row>';
    expect(cellsOf(xlsxOf({ rows, more }))).toEqual([
      [2, '', '', 'No&émie'],
      [5, 'sum', 'TRUE'],
    ]);
  });

  it('a formula counts by the value that was last computed', () => {
    expect(read(row(2, dayCell(2), 'E-Transfer', '<c r="C2"><f>100*2</f><v>200</v></c>'))).toMatchObject([
      { line: 2, day: '2026-10-02', amount: { minor: 20000n, currency: 'CAD' }, method: 'interac', reading: 'money-in' },
    ]);
  });
});

describe('What a spreadsheet does not say clearly is refused by its line', () => {
  const amount = '<c r="C2"><v>200</v></c>';
  it.each([
    [
      'a formula without a value',
      row(2, dayCell(2), 'E-Transfer', '<c r="C2"><f>100*2</f></c>'),
      '',
      'line 2: Cell C2 holds a formula without a value',
    ],
    ['an error', row(2, dayCell(2), 'E-Transfer', '<c r="C2" t="e"><v>#REF!</v></c>'), '', 'line 2: Cell C2 holds an error'],
    [
      'cells that are merged',
      row(2, dayCell(2), 'E-Transfer', amount),
      '<mergeCells><mergeCell ref="A2:A4"/></mergeCells>',
      'line 2: The cells A2:A4 are merged',
    ],
    [
      'a number where a day should be',
      row(2, '<c r="A2"><v>46297</v></c>', 'E-Transfer', amount),
      '',
      'line 2: Column 1 is not written like',
    ],
    [
      'an amount in words',
      row(2, dayCell(2), 'E-Transfer', '<c r="C2" t="str"><v>two hundred</v></c>'),
      '',
      'line 2: Column 3 is not an amount',
    ],
    ['a third of a cent', row(2, dayCell(2), 'E-Transfer', '<c r="C2"><v>66.666666666666671</v></c>'), '', 'line 2: Column 3'],
  ])('%s', (_what, rows, after, says) => {
    expect(() => read(rows, after)).toThrow(InvalidInput);
    expect(() => read(rows, after)).toThrow(says);
  });

  it('but what is merged above the headings is nobody’s', () => {
    const rows = `<row r="1"><c r="A1" t="str"><v>October</v></c></row>${heading.replaceAll('1"', '2"')}`.replace(
      /t="s"><v>/g,
      't="s"><v>',
    );
    const file = xlsxOf({
      rows: rows + row(3, dayCell(3), 'E-Transfer', '<c r="C3"><v>200</v></c>'),
      texts,
      after: '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>',
    });
    expect(mappedReader({ name: 'Jane', mapping }).read(file, account)).toHaveLength(1);
  });
});

describe('A spreadsheet that could do harm is not opened', () => {
  const bomb = { packed: deflateRawSync(Buffer.alloc(80 * 1024 * 1024, 'a')) };
  it.each([
    ['a bomb', zipOf({ 'xl/workbook.xml': bomb }), 'larger than 64 MB'],
    ['macros', xlsxOf({ rows: heading, texts, more: { 'xl/vbaProject.bin': 'x' } }), 'holds macros'],
    [
      'a document type',
      xlsxOf({ rows: '', more: { 'xl/workbook.xml': '<!DOCTYPE x [<!ENTITY a "aa">]><workbook/>' } }),
      'declaration of its own',
    ],
    ['another ZIP file', zipOf({ 'readme.txt': 'x' }), 'no spreadsheet'],
    ['a part that is not there', xlsxOf({ rows: '<row r="1"><c t="s"><v>9</v></c></row>' }), 'damaged'],
    ['rows out of order', xlsxOf({ rows: '<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>' }), 'out of order'],
    ['a column beyond all need', xlsxOf({ rows: '<row r="1"><c r="XFD1"><v>1</v></c></row>' }), 'beyond 100 columns'],
    ['too many cells', xlsxOf({ rows: `<row r="1">${'<c r="A1"/>'.repeat(500_001)}</row>` }), 'more than 500,000 cells'],
    ['too many merged cells', xlsxOf({ rows: heading, texts, after: '<mergeCell ref="A1:B2"/>'.repeat(1001) }), 'more than 1,000 merged'],
    ['a password', Buffer.from('PK\x03\x04 nothing of a list', 'latin1'), 'damaged or cut off'],
  ])('%s', (_what, file, says) => {
    expect(() => xlsxTable(file, '.')).toThrow(InvalidInput);
    expect(() => xlsxTable(file, '.')).toThrow(says);
  });

  const sheets = (count: number, target: (index: number) => string) => ({
    'xl/workbook.xml': `<workbook><sheets>${Array.from({ length: count }, (_, at) => `<sheet r:id="r${at}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<R>${Array.from({ length: count }, (_, at) => `<Relationship Id="r${at}" Target="${target(at)}"/>`).join('')}</R>`,
  });
  const half = { packed: deflateRawSync(Buffer.alloc(30 * 1024 * 1024, ' ')) };

  it.each([
    ['its texts', { 'xl/sharedStrings.xml': bomb }],
    ['its styles', { 'xl/styles.xml': bomb }],
    [
      'three sheets, none of them too large by itself',
      { ...sheets(3, (at) => `${at}.xml`), 'xl/0.xml': half, 'xl/1.xml': half, 'xl/2.xml': half },
    ],
    ['one sheet that is named again and again', { ...sheets(900, () => '0.xml'), 'xl/0.xml': half }],
  ])('a bomb in %s', (_, more) => {
    const parts = xlsxOf({ rows: heading, texts, more });
    expect(parts.length).toBeLessThan(200_000);
    expect(() => xlsxTable(parts, '.')).toThrow('larger than 64 MB');
  });

  it('cut anywhere, it is refused', () => {
    const file = xlsxOf({ rows: heading, texts });
    for (let length = 4; length < file.length; length += 7) expect(() => xlsxTable(file.subarray(0, length), '.')).toThrow(InvalidInput);
  });

  it('two sheets that hold something are not chosen between', () => {
    const more = {
      'xl/workbook.xml': '<workbook><sheets><sheet r:id="a"/><sheet r:id="b"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<R><Relationship Id="a" Target="worksheets/sheet1.xml"/><Relationship Id="b" Target="/xl/two.xml"/></R>',
      'xl/two.xml': '<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>',
    };
    expect(() => xlsxTable(xlsxOf({ rows: heading, texts, more }), '.')).toThrow('Several sheets');
  });
});
