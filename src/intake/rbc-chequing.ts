import type { Day } from '../domain/calendar.js';
import type { Money } from '../domain/money.js';
import type { ObservedLine, SourceReader } from '../domain/observed.js';
import { invalid } from '../domain/refusal.js';
import { readAmount } from './amounts.js';
import { readBankDay } from './bank-days.js';
import { type ColumnsOf, columnsOf } from './headings.js';
import { eachRead, eachRow, firstLineOf, keyOf, type Row } from './csv.js';
import { blotterFor, describedIn, verdictOn } from './bank-descriptions.js';
import { glimpseOf, textOf } from './text.js';

const headings = [
  'Account Type',
  'Account Number',
  'Transaction Date',
  'Cheque Number',
  'Description 1',
  'Description 2',
  'CAD$',
  'USD$',
] as const;
type Heading = (typeof headings)[number];
type Columns = ColumnsOf<Heading>;

/**
 * RBC's "Comma delimited" download of one chequing or savings account: a header, M/D/YYYY, two description columns,
 * signed amounts in CAD$ or USD$ with a decimal point, an extra trailing comma on some rows. The bank gives a day and no
 * time, so a line has no `at`. The account number is never put into a line, not even where a description repeats it.
 */
export const rbcChequing: SourceReader = {
  source: 'rbc-chequing',
  title: 'RBC chequing account (CSV)',

  recognises(head) {
    const keys = firstLineOf(glimpseOf(head)).split(',').map(keyOf);
    return ['Account Type', 'Transaction Date', 'Description 1'].every((heading) => keys.includes(keyOf(heading)));
  },

  read: (bytes) => [...linesIn(bytes)],
  each: linesIn,
};

function* linesIn(bytes: Uint8Array): Generator<ObservedLine, void> {
  const rows = eachRow(textOf(bytes), ',');
  const header = rows.next().value;
  if (!header) return;
  const columns = columnsOf(header, headings, 'RBC');
  let first: { readonly account: string; readonly blotOut: (text: string) => string } | undefined;
  yield* eachRead(header, rows, (row) => {
    const account = cellOf(row, columns, 'Account Number');
    first ??= { account, blotOut: blotterFor(account) };
    if (account !== first.account) {
      throw invalid(`line ${row.line}`, 'From here on the file is of another account. Download one account at a time.');
    }
    return lineOf(row, columns, first.blotOut);
  });
}

const cellOf = (row: Row, columns: Columns, heading: Heading): string => row.cells[columns.get(heading)!] ?? '';

function lineOf(row: Row, columns: Columns, blotOut: (text: string) => string): ObservedLine {
  if (/visa|mastercard|credit/i.test(cellOf(row, columns, 'Account Type'))) {
    throw invalid(`line ${row.line}`, 'This row is of a credit card. Download the chequing account alone.');
  }
  const amount = amountOf(row, columns);
  const cheque = cellOf(row, columns, 'Cheque Number');
  const described = describedIn(cellOf(row, columns, 'Description 1'), cellOf(row, columns, 'Description 2'), blotOut);
  const reference = described.reference ?? cheque;
  return {
    line: row.line,
    day: dayOf(row, columns),
    amount,
    ...verdictOn(described, amount.minor),
    text: described.text,
    ...(described.name ? { name: described.name } : {}),
    ...(reference ? { reference } : {}),
  };
}

/** Exactly one of the two currency columns is filled; money out is negative in either. */
function amountOf(row: Row, columns: Columns): Money {
  const filled = (['CAD$', 'USD$'] as const).filter((heading) => cellOf(row, columns, heading) !== '');
  const field = `line ${row.line}`;
  if (filled.length === 2) throw invalid(field, 'Both CAD$ and USD$ hold an amount: which one moved cannot be told.');
  const [heading] = filled;
  if (!heading) throw invalid(field, 'Neither CAD$ nor USD$ holds an amount. Download the file again.');
  return readAmount({ row, index: columns.get(heading)!, column: heading }, heading === 'CAD$' ? 'CAD' : 'USD', '.');
}

function dayOf(row: Row, columns: Columns): Day {
  return readBankDay(row, columns.get('Transaction Date')!, 'Transaction Date', 'month-first');
}
