import { currencyOf, type ObservedLine, type SourceReader } from '../domain/observed.js';
import { invalid } from '../domain/refusal.js';
import { readAmount } from './amounts.js';
import { readBankDay } from './bank-days.js';
import { blotterFor, describedIn, lineFrom } from './bank-descriptions.js';
import { readEach, type Row, rowsOf } from './csv.js';
import { glimpsedRows } from './headerless.js';
import { type ColumnsOf, columnsOf, hasHeadings } from './headings.js';
import { textOf } from './text.js';

const headings = ['First Bank Card', 'Transaction Type', 'Date Posted', 'Transaction Amount', 'Description'] as const;
type Columns = ColumnsOf<(typeof headings)[number]>;

const isHeading = ({ cells }: Row): boolean => hasHeadings(cells, ['First Bank Card', 'Date Posted']);

/**
 * BMO's download of one account: a sentence and blank lines first, then the heading, which comes again further down;
 * YYYYMMDD; the card's number between single quotes in every row, of which nothing is kept.
 */
export const bmo: SourceReader = {
  source: 'bmo',
  title: 'BMO chequing or savings account (CSV)',

  recognises: (head) => glimpsedRows(head, ',').some(isHeading),

  read(bytes, account) {
    const all = rowsOf(textOf(bytes), ',');
    const header = all.find(isHeading);
    if (!header) throw invalid('line 1', 'The heading “First Bank Card, …” is missing. Download the file again, unchanged.');
    const columns = columnsOf(header, headings, 'BMO');
    const rows = all.slice(all.indexOf(header) + 1).filter((row) => !isHeading(row));
    const card = cellOf(rows[0], columns, 'First Bank Card');
    const blotOut = blotterFor(card);
    return readEach(header, rows, (row) => {
      if (cellOf(row, columns, 'First Bank Card') !== card) {
        throw invalid(`line ${row.line}`, 'From here on the file is of another account. Download one account at a time.');
      }
      return lineOf(row, columns, currencyOf(account), blotOut);
    });
  },
};

const cellOf = (row: Row | undefined, columns: Columns, heading: (typeof headings)[number]): string =>
  row?.cells[columns.get(heading)!] ?? '';

function lineOf(row: Row, columns: Columns, currency: string, blotOut: (text: string) => string): ObservedLine {
  const amount = readAmount({ row, index: columns.get('Transaction Amount')!, column: 'Transaction Amount' }, currency, '.');
  const type = cellOf(row, columns, 'Transaction Type').toUpperCase();
  if ((type === 'DEBIT' && amount.minor > 0n) || (type === 'CREDIT' && amount.minor < 0n)) {
    throw invalid(`line ${row.line}`, `The row says ${type} and its amount has the other sign. Download the file again, unchanged.`);
  }
  const day = readBankDay(row, columns.get('Date Posted')!, 'Date Posted', 'run-together');
  const text = cellOf(row, columns, 'Description').replace(/\s+/g, ' ');
  return lineFrom(row.line, day, amount, { ...describedIn(text, '', blotOut), text: blotOut(text) });
}
