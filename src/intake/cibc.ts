import { currencyOf, type ObservedLine, type SourceReader } from '../domain/observed.js';
import { invalid } from '../domain/refusal.js';
import { dayWritten, readBankDay } from './bank-days.js';
import { type Described, describedIn, lineFrom } from './bank-descriptions.js';
import { readRows, type Row, rowsOf } from './csv.js';
import { allLookLike, glimpsedRows, looksLikeAmount } from './headerless.js';
import { readSplitAmount } from './split-amounts.js';
import { textOf } from './text.js';

/** Day, description, what went out, what came in: CIBC writes no heading. A card's file has its number in a fifth column. */
const [dayAt, descriptionAt, debit, credit, columns] = [0, 1, 2, 3, 4] as const;

/** Each of CIBC's descriptions begins with the way on which the money went. */
const telling =
  /^(?:Internet Banking|Point of Sale|Automated Banking Machine|Electronic Funds Transfer|Branch Transaction|Telephone Banking) /i;

const fits = (head: Uint8Array): boolean => allLookLike(glimpsedRows(head, ','), looksLikeCibc);

/**
 * CIBC's spreadsheet download of one chequing or savings account. An e-Transfer carries its number and the other person's
 * name, and the same words in both directions: the column alone says which way it went.
 */
export const cibc: SourceReader = {
  source: 'cibc',
  title: 'CIBC chequing or savings account (CSV)',

  recognises: (head) => fits(head) && glimpsedRows(head, ',').some(({ cells }) => telling.test(cells[descriptionAt] ?? '')),
  fits,

  read: (bytes, account) => readRows(columns, rowsOf(textOf(bytes), ',').map(withoutCard), (row) => lineOf(row, currencyOf(account))),
};

function looksLikeCibc({ cells }: Row): boolean {
  const [day = '', description = '', out = '', into = '', ...rest] = cells;
  return (
    cells.length >= columns &&
    rest.every((cell) => cell === '') &&
    dayWritten(day, 'year-first') !== undefined &&
    description !== '' &&
    (out === '') !== (into === '') &&
    looksLikeAmount(out || into)
  );
}

function withoutCard(row: Row): Row {
  if (!/\d{4}\*+\d{4}/.test(row.cells[columns] ?? '')) return row;
  throw invalid(`line ${row.line}`, 'This row is of a credit card. Download the chequing account alone.');
}

function lineOf(row: Row, currency: string): ObservedLine {
  const day = readBankDay(row, dayAt, 'The day', 'year-first');
  const amount = readSplitAmount(row, { debit, credit }, currency, '.');
  return lineFrom(row.line, day, amount, described(row.cells[descriptionAt] ?? ''));
}

function described(text: string): Described {
  const transfer = /^(Internet Banking E-TRANSFER(?: RECLAIM| CANCEL\w*)?)\s+(\d{6,})(?:\s+(.+))?$/i.exec(text);
  if (!transfer) return describedIn(text, '', (same) => same);
  const [, kind = '', reference = '', name] = transfer;
  return { text, kind, isETransfer: true, reference, ...(name && { name }) };
}
