import { currencyOf, type ObservedLine, type ReadAccount, type SourceReader } from '../domain/observed.js';
import { readAmount } from './amounts.js';
import { readBankDay } from './bank-days.js';
import { describedIn, lineFrom } from './bank-descriptions.js';
import { eachRead, eachRow, type Row } from './csv.js';
import { type ColumnsOf, columnsOf, firstCellsOf, hasHeadings } from './headings.js';
import { textOf } from './text.js';

const headings = ['Date', 'Transaction', 'Name', 'Memo', 'Amount'] as const;
type Columns = ColumnsOf<(typeof headings)[number]>;

/** Tangerine's download of one account: a header, M/D/YYYY, signed amounts, `INTERAC e-Transfer From: NAME` under Name. */
export const tangerine: SourceReader = {
  source: 'tangerine',
  title: 'Tangerine chequing or savings account (CSV)',

  recognises: (head) => firstCellsOf(head, ',').length === headings.length && hasHeadings(firstCellsOf(head, ','), headings),

  read: (bytes, account) => [...linesIn(bytes, account)],
  each: linesIn,
};

function* linesIn(bytes: Uint8Array, account: ReadAccount): Generator<ObservedLine, void> {
  const rows = eachRow(textOf(bytes), ',');
  const header = rows.next().value;
  if (!header) return;
  const columns = columnsOf(header, headings, 'Tangerine');
  yield* eachRead(header, rows, (row) => lineOf(row, columns, currencyOf(account)));
}

function lineOf(row: Row, columns: Columns, currency: string): ObservedLine {
  const cell = (heading: (typeof headings)[number]) => row.cells[columns.get(heading)!] ?? '';
  const day = readBankDay(row, columns.get('Date')!, 'Date', 'month-first');
  const amount = readAmount({ row, index: columns.get('Amount')!, column: 'Amount' }, currency, '.');
  const described = describedIn(cell('Name'), '', (same) => same);
  const text = [cell('Name'), cell('Memo')].filter((part) => part !== '').join(' · ');
  return lineFrom(row.line, day, amount, { ...described, text });
}
