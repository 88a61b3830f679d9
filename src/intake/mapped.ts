import type { Day } from '../domain/calendar.js';
import type { DayTotal } from '../domain/day-total.js';
import { columnField, type ColumnMapping, type ColumnRole, type NamedMapping } from '../domain/mapping.js';
import { negated } from '../domain/money.js';
import { currencyOf, type ObservedLine, type ReadAccount, type SourceReader } from '../domain/observed.js';
import { InvalidInput, invalid } from '../domain/refusal.js';
import { readAmount, readCurrency } from './amounts.js';
import { readBankDay } from './bank-days.js';
import { type Described, describedIn, lineFrom } from './bank-descriptions.js';
import { keyOf, type Row } from './csv.js';
import { gathered } from './gathered.js';
import { readSplitAmount } from './split-amounts.js';
import { isSpreadsheet, type Table, tableOf } from './table.js';
import { methodNamed, readCount, summed } from './totals.js';
import { numericDay } from './written-months.js';

/** A heading stands within the first lines of a file, in cells. */
const rowsLookedAt = 60;
const headBytes = 65_536;
const lineFeed = 10;

/** A reader of the files that a mapping describes. It knows them again by their headings; without headings it has to be chosen. */
export const mappedReader = ({ name, mapping }: Pick<NamedMapping, 'name' | 'mapping'>): SourceReader => ({
  source: 'mapped',
  title: name,

  /** Given the whole file: a spreadsheet has its table of contents at its end. */
  recognises(bytes) {
    if (mapping.headings.length === 0) return false;
    try {
      return headingRowOf(beginningOf(bytes), mapping) !== undefined;
    } catch (error) {
      if (error instanceof InvalidInput) return false;
      throw error;
    }
  },

  ...(mapping.holdsTotals && {
    readTotals: (bytes: Uint8Array, account: ReadAccount) => summed(eachRow(bytes, mapping, name, (row) => totalOf(row, mapping, account))),
  }),

  read(bytes, account) {
    return eachRow(bytes, mapping, name, (row) => lineOf(row, mapping, account));
  },
});

function eachRow<T>(bytes: Uint8Array, mapping: ColumnMapping, name: string, read: (row: Row) => T): T[] {
  const table = tableOf(bytes, mapping.decimalMark);
  return gathered(rowsToRead(table, mapping, name), (row) => {
    const fault = table.faults.get(row.line);
    if (fault) throw invalid(`line ${row.line}`, fault);
    return read(row);
  });
}

/** The first rows of a file; all of a spreadsheet, and of a file whose beginning ends inside a quote. */
export function beginningOf(bytes: Uint8Array): Table {
  const end = isSpreadsheet(bytes) || bytes.length <= headBytes ? bytes.length : bytes.lastIndexOf(lineFeed, headBytes) + 1;
  try {
    return tableOf(bytes.subarray(0, end || bytes.length), '.');
  } catch (error) {
    if (error instanceof InvalidInput && end < bytes.length) return tableOf(bytes, '.');
    throw error;
  }
}

function headingRowOf({ rows }: Table, { headings }: ColumnMapping): Row | undefined {
  const wanted = headings.map(keyOf).join('\n');
  return rows.slice(0, rowsLookedAt).find(({ cells }) => headingsOf(cells).map(keyOf).join('\n') === wanted);
}

/** A heading without the empty cells at its end. */
export const headingsOf = (cells: readonly string[]): string[] => cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);

function rowsToRead(table: Table, mapping: ColumnMapping, name: string): Row[] {
  const after = mapping.headings.length > 0 ? headingRowOf(table, mapping)?.line : mapping.linesBefore;
  if (after === undefined)
    throw invalid('file', `The headings of “${name}” do not stand in this file. Choose another format, or say what its columns are.`);
  const said = mapping.columns.flatMap((role, index) => (role === 'nothing' ? [] : [index]));
  const day = mapping.columns.indexOf('day');
  return table.rows.filter(({ line, cells }) => {
    if (line <= after || said.every((index) => !cells[index])) return false;
    return !mapping.leavesOutRowsWithoutDay || Boolean(cells[day]);
  });
}

function lineOf(row: Row, mapping: ColumnMapping, account: ReadAccount): ObservedLine {
  const texts = (role: ColumnRole) =>
    mapping.columns.flatMap((each, index) => (each === role && row.cells[index] ? [row.cells[index]] : []));
  const [name = '', reference = ''] = [texts('name')[0], texts('reference')[0]];
  const descriptions = texts('description');
  const text = [...descriptions, name].filter((part) => part !== '').join(' · ');
  return lineFrom(row.line, dayOf(row, mapping), amountOf(row, mapping, account), {
    ...describedBy(descriptions, name),
    text,
    ...(reference && { reference }),
  });
}

/** Whatever else stands in the row is not read: a total names nobody. */
function totalOf(row: Row, mapping: ColumnMapping, account: ReadAccount): DayTotal {
  const at = (role: ColumnRole) => mapping.columns.indexOf(role);
  const written = row.cells[at('method')] ?? '';
  if (written === '') throw invalid(`line ${row.line}`, `${nameOf(at('method'))} is empty: by which method it came is not said.`);
  return {
    day: dayOf(row, mapping),
    method: methodNamed(written),
    amount: amountOf(row, mapping, account),
    ...(at('count') !== -1 && { count: readCount(row, at('count'), nameOf(at('count'))) }),
  };
}

/** Some programs write “INTERAC e-Transfer From: NAME” where the name should stand: then that says what kind of movement it is. */
function describedBy([kind = '', ...more]: readonly string[], name: string): Described {
  const described = describedIn(kind, more.join(' · '), (same) => same);
  const named = describedIn(name, '', (same) => same);
  if (kind === '' || (named.isETransfer && !described.isETransfer)) return { ...named, ...(!named.isETransfer && { name }) };
  return name ? { ...described, name } : described;
}

/** A time behind the day says nothing without its zone: the day counts as it is written. */
function dayOf(row: Row, { columns, dayOrder }: ColumnMapping): Day {
  const index = columns.indexOf('day');
  const written = (row.cells[index] ?? '').replace(/[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AP]\.?M\.?)?$/i, '');
  const named = numericDay(written);
  return readBankDay(withCell(row, index, named ?? written), index, nameOf(index), named ? 'year-first' : dayOrder);
}

function amountOf(row: Row, mapping: ColumnMapping, account: ReadAccount) {
  const { columns, decimalMark: mark, sign } = mapping;
  const at = (role: ColumnRole) => columns.indexOf(role);
  const currency = at('currency') === -1 ? currencyOf(account) : readCurrency(row, at('currency'), nameOf(at('currency')));
  if (at('amount') === -1) {
    const split = { debit: at('debit'), credit: at('credit') };
    const plain = withCell(
      withCell(row, split.debit, bareAmount(row.cells[split.debit])),
      split.credit,
      bareAmount(row.cells[split.credit]),
    );
    return readSplitAmount(plain, split, currency, mark);
  }
  const index = at('amount');
  const amount = readAmount({ row: withCell(row, index, bareAmount(row.cells[index])), index, column: nameOf(index) }, currency, mark);
  return sign === 'positive-came-in' ? amount : negated(amount);
}

/** `$1,234.56`, `+5.00`, `(50.00)`: what accounting programs put around an amount. */
function bareAmount(written = ''): string {
  const bare = written.replace(/^([-−(]?)(?:CA|US|C)?[$€£]\s?/, '$1').replace(/\s?[$€£]\)?$/, (end) => (end.endsWith(')') ? ')' : ''));
  const inBrackets = /^\(([^()]+)\)$/.exec(bare);
  return inBrackets ? `-${inBrackets[1]}` : bare.replace(/^\+(?=\d)/, '');
}

const withCell = (row: Row, index: number, cell: string): Row =>
  row.cells[index] === cell || index < 0 ? row : { ...row, cells: row.cells.map((each, at) => (at === index ? cell : each)) };

const nameOf = (index: number): string => `Column ${columnField(index).replace(/\D/g, '')}`;
