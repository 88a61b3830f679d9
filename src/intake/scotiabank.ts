import { currencyOf, type ObservedLine, type SourceReader } from '../domain/observed.js';
import { invalid } from '../domain/refusal.js';
import { readAmount } from './amounts.js';
import { refuseBrokenBalance } from './balances.js';
import { readBankDay } from './bank-days.js';
import { type Described, describedIn, lineFrom } from './bank-descriptions.js';
import { readEach, type Row, rowsOf } from './csv.js';
import { glimpsedRows } from './headerless.js';
import { type ColumnsOf, columnsOf, hasHeadings } from './headings.js';
import { textOf } from './text.js';

const headings = ['Filter', 'Date', 'Description', 'Sub-description', 'Type of Transaction', 'Amount', 'Balance'] as const;
type Heading = (typeof headings)[number];
type Columns = ColumnsOf<Heading>;

const isHeading = ({ cells }: Row): boolean => hasHeadings(cells, ['Filter', 'Sub-description', 'Type of Transaction']);

/**
 * Scotiabank's download of one account: a byte-order mark, and in the first column of the first row the filter that was
 * chosen, whose own commas may push the rest to the right. An e-Transfer has neither a name nor a reference. A card's file
 * has the same heading without the balance, and its debits without a sign: it is refused.
 */
export const scotiabank: SourceReader = {
  source: 'scotiabank',
  title: 'Scotiabank chequing or savings account (CSV)',

  recognises: (head) => glimpsedRows(head, ',').some(isHeading),

  read(bytes, account) {
    const all = rowsOf(textOf(bytes), ',');
    const header = all.find(isHeading);
    if (!header) throw invalid('line 1', 'The heading “Filter, Date, Description, …” is missing. Download the file again, unchanged.');
    if (!hasHeadings(header.cells, ['Balance'])) {
      throw invalid(`line ${header.line}`, 'This file has no balance: it is of a credit card. Download the chequing account instead.');
    }
    const columns = columnsOf(header, headings, 'Scotiabank');
    const [first, ...rest] = all.slice(all.indexOf(header) + 1);
    const rows = first ? [withFilterJoined(first, header), ...rest] : [];
    const read = readEach(header, rows, (row) => lineOf(row, columns, currencyOf(account)));
    refuseBrokenBalance(read.flatMap(({ line, amount, balance }) => (balance ? [{ line, amount, balance }] : [])));
    return read.map(({ balance: _balance, ...line }) => line);
  },
};

/** The filter stands first and nothing else is that free: what is too much in the first row belongs to it. */
function withFilterJoined(row: Row, { cells }: Row): Row {
  const tooMany = row.cells.length - cells.length;
  if (tooMany <= 0) return row;
  return { ...row, cells: [row.cells.slice(0, tooMany + 1).join(', '), ...row.cells.slice(tooMany + 1)] };
}

const cellOf = (row: Row, columns: Columns, heading: Heading): string => row.cells[columns.get(heading)!] ?? '';

function lineOf(row: Row, columns: Columns, currency: string): ObservedLine & { balance?: ObservedLine['amount'] } {
  const amountIn = (column: Heading) => readAmount({ row, index: columns.get(column)!, column }, currency, '.');
  const amount = amountIn('Amount');
  const type = cellOf(row, columns, 'Type of Transaction').toUpperCase();
  if ((type === 'DEBIT' && amount.minor > 0n) || (type === 'CREDIT' && amount.minor < 0n)) {
    throw invalid(`line ${row.line}`, `The row says ${type.toLowerCase()} and its amount has the other sign. Is it of a credit card?`);
  }
  const day = readBankDay(row, columns.get('Date')!, 'Date', 'year-first');
  const described = describedAs(cellOf(row, columns, 'Description'), cellOf(row, columns, 'Sub-description'));
  const balance = cellOf(row, columns, 'Balance') === '' ? undefined : amountIn('Balance');
  return { ...lineFrom(row.line, day, amount, described), ...(balance && { balance }) };
}

function describedAs(kind: string, more: string): Described {
  const text = [kind, more].filter((part) => part !== '').join(' ');
  const described = describedIn(text, '', (same) => same);
  return described.isETransfer ? { text, kind: text, isETransfer: true } : { ...described, kind: text };
}
