import { currencyOf, type ObservedLine, type SourceReader } from '../domain/observed.js';
import { invalid } from '../domain/refusal.js';
import { type DecimalMark, decimalMarkOf, readAmount } from './amounts.js';
import { refuseBrokenBalance } from './balances.js';
import { dayWritten, readBankDay } from './bank-days.js';
import { blotterFor, describedIn, lineFrom } from './bank-descriptions.js';
import { delimiterOf, readRows, type Row, rowsOf } from './csv.js';
import { glimpsedRows } from './headerless.js';
import { creditCell, debitCell, readSplitAmount } from './split-amounts.js';
import { glimpseOf, textOf } from './text.js';

/** Caisse, folio, product, day, number, description, cheque, out, in, four columns of loans, balance: no heading. */
const [caisseAt, folioAt, productAt, dayAt, numberAt, descriptionAt, balanceAt, columns] = [0, 1, 2, 3, 4, 5, 13, 14] as const;
const split = { debit: 7, credit: 8 };

/**
 * Desjardins' download of one account: Windows-1252, commas or semicolons, a decimal point or comma with blanks between
 * thousands, `Virement Interac de /NAME /` between slashes. Fourteen columns with a caisse and a product in front are
 * written by nobody else.
 */
export const desjardins: SourceReader = {
  source: 'desjardins',
  title: 'Desjardins account (CSV)',

  recognises(head) {
    const rows = glimpsedRows(head, delimiterOf(glimpseOf(head)));
    return rows.length > 0 && rows.every(looksLikeDesjardins);
  },

  read(bytes, account) {
    const text = textOf(bytes);
    const rows = rowsOf(text, delimiterOf(text));
    const own = currencyOf(account);
    const mark = decimalMarkOf(rows.flatMap(amountCells), '.');
    const [folio, blotOut] = [folioOf(rows[0]), blotterFor(rows[0]?.cells[folioAt] ?? '')];
    const read = readRows(columns, rows, (row) => {
      if (folioOf(row) !== folio) {
        throw invalid(`line ${row.line}`, 'From here on the file is of another account. Download one account at a time.');
      }
      return { ...lineOf(row, own, mark, blotOut), balance: readAmount(balanceCell(row), own, mark) };
    });
    refuseBrokenBalance(read);
    return read.map(({ balance: _balance, ...line }) => line);
  },
};

function looksLikeDesjardins({ cells }: Row): boolean {
  const [product = '', day = '', number = ''] = cells.slice(productAt, numberAt + 1);
  return cells.length === columns && /^[A-Z]{2,3}\d?$/.test(product) && dayWritten(day, 'year-first') !== undefined && /^\d+$/.test(number);
}

const folioOf = (row: Row | undefined): string => JSON.stringify(row?.cells.slice(caisseAt, productAt + 1));
const balanceCell = (row: Row) => ({ row, index: balanceAt, column: 'The balance' });
const amountCells = (row: Row) => [debitCell(row, split), creditCell(row, split), balanceCell(row)];

function lineOf(row: Row, currency: string, mark: DecimalMark, blotOut: (text: string) => string): ObservedLine {
  const day = readBankDay(row, dayAt, 'The day', 'year-first');
  const amount = readSplitAmount(row, split, currency, mark);
  return lineFrom(row.line, day, amount, betweenSlashes(row.cells[descriptionAt] ?? '', blotOut));
}

/** `Virement Interac de /NAME /`: kind, then who, as the banks of Quebec write it. */
export function betweenSlashes(text: string, blotOut: (text: string) => string) {
  const [, kind = text, who = ''] = /^([^/]+?)\s*\/\s*([^/]*?)\s*(?:\/.*)?$/s.exec(text) ?? [];
  return { ...describedIn(kind, who, blotOut), text: blotOut(text) };
}
