import { currencyOf, type ObservedLine, type SourceReader } from '../domain/observed.js';
import { type DecimalMark, decimalMarkOf, readAmount } from './amounts.js';
import { refuseBrokenBalance } from './balances.js';
import { readBankDay } from './bank-days.js';
import { lineFrom } from './bank-descriptions.js';
import { readEach, type Row, rowsOf } from './csv.js';
import { betweenSlashes } from './desjardins.js';
import { columnsOf, firstCellsOf, hasHeadings } from './headings.js';
import { creditCell, debitCell, readSplitAmount } from './split-amounts.js';
import { textOf } from './text.js';

const english = ['Date', 'Description', 'Category', 'Debit', 'Credit', 'Balance'] as const;
const french = ['Date', 'Description', 'Catégorie', 'Débit', 'Crédit', 'Solde'] as const;

/**
 * National Bank's download of one account, in English or French: semicolons, an ISO day, a zero in the column that is not
 * meant, and at times each whole row once more between quotes. In French, Windows-1252, a decimal comma and blanks between
 * thousands.
 */
export const nationalBank: SourceReader = {
  source: 'national-bank',
  title: 'National Bank account (CSV)',

  recognises: (head) => [english, french].some((headings) => hasHeadings(firstCellsOf(head, ';'), headings)),

  read(bytes, account) {
    const [header, ...quoted] = rowsOf(textOf(bytes), ';');
    if (!header) return [];
    const rows = quoted.map(withoutOuterQuotes);
    const headings = hasHeadings(header.cells, french) ? french : english;
    const found = columnsOf<string>(header, headings, 'National Bank');
    const [day, description, , debit, credit, balance] = headings.map((heading) => found.get(heading)!) as unknown as SixColumns;
    const places = { day, description, debit, credit, balance };
    const mark = decimalMarkOf(
      rows.flatMap((row) => amountCells(row, places)),
      headings === french ? ',' : '.',
    );
    const read = readEach(header, rows, (row) => lineOf(row, places, currencyOf(account), mark));
    refuseBrokenBalance(read);
    return read.map(({ balance: _balance, ...line }) => line);
  },
};

type SixColumns = readonly [number, number, number, number, number, number];

interface Places {
  readonly day: number;
  readonly description: number;
  readonly debit: number;
  readonly credit: number;
  readonly balance: number;
}

/** A row written once more between quotes is one cell that holds the whole row. */
function withoutOuterQuotes(row: Row): Row {
  const [only = ''] = row.cells;
  if (row.cells.length > 1 || !only.includes(';')) return row;
  const [inner] = rowsOf(only, ';');
  return inner ? { ...row, cells: inner.cells } : row;
}

const amountCells = (row: Row, places: Places) => [debitCell(row, places), creditCell(row, places), balanceCell(row, places)];
const balanceCell = (row: Row, { balance }: Places) => ({ row, index: balance, column: 'The balance' });

function lineOf(row: Row, places: Places, currency: string, mark: DecimalMark): ObservedLine & { balance: ObservedLine['amount'] } {
  const day = readBankDay(row, places.day, 'Date', 'year-first');
  const amount = readSplitAmount(row, places, currency, mark);
  const described = betweenSlashes(row.cells[places.description] ?? '', (same) => same);
  return { ...lineFrom(row.line, day, amount, described), balance: readAmount(balanceCell(row, places), currency, mark) };
}
