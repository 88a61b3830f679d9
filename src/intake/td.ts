import { currencyOf, type SourceReader } from '../domain/observed.js';
import { readAmount } from './amounts.js';
import { refuseBrokenBalance } from './balances.js';
import { dayWritten, readBankDay } from './bank-days.js';
import { type Described, describedIn, lineFrom } from './bank-descriptions.js';
import { readRows, type Row, rowsOf } from './csv.js';
import { allLookLike, glimpsedRows, looksLikeAmount } from './headerless.js';
import { readSplitAmount } from './split-amounts.js';
import { textOf } from './text.js';

/** Day, description, what went out, what came in, balance: TD writes no heading. */
const [dayAt, descriptionAt, debit, credit, balanceAt, columns] = [0, 1, 2, 3, 4, 5] as const;

/** Wordings of TD alone: five columns without a heading could be another bank's too. */
const telling = /\bE-TRANSFER (?:CA)?\*\*\*|\bSEND E-TFR\b|\bTFR-(?:TO|FR)\b|\b(?:PTS|SSV) (?:TO|FRM?):/i;

const fits = (head: Uint8Array): boolean => allLookLike(glimpsedRows(head, ','), looksLikeTd);

/**
 * TD's spreadsheet download of one chequing or savings account. Of an e-Transfer it says no name and only the last three
 * characters of Interac's reference (`E-TRANSFER ***kQ2`): they are kept with their stars, to be compared with a mail's.
 */
export const td: SourceReader = {
  source: 'td',
  title: 'TD chequing or savings account (CSV)',

  recognises: (head) => fits(head) && glimpsedRows(head, ',').some(({ cells }) => telling.test(cells[descriptionAt] ?? '')),
  fits,

  read(bytes, account) {
    const rows = rowsOf(textOf(bytes), ',');
    const read = readRows(columns, rows, (row) => ({
      ...lineOf(row, currencyOf(account)),
      balance: readAmount({ row, index: balanceAt, column: 'The balance' }, currencyOf(account), '.'),
    }));
    refuseBrokenBalance(read);
    return read.map(({ balance: _balance, ...line }) => line);
  },
};

function looksLikeTd({ cells }: Row): boolean {
  const [day = '', description = '', out = '', into = '', balance = ''] = cells;
  return (
    cells.length === columns &&
    dayIn(day) !== undefined &&
    description !== '' &&
    (out === '') !== (into === '') &&
    looksLikeAmount(out || into) &&
    looksLikeAmount(balance.replace(/^-/, ''))
  );
}

/** TD wrote 10/31/2026 and now writes 2026-10-31. */
const dayIn = (text: string) => dayWritten(text, 'year-first') ?? dayWritten(text, 'month-first');
const formOf = (text: string) => (/^\d{4}-/.test(text) ? 'year-first' : 'month-first');

function lineOf(row: Row, currency: string) {
  const day = readBankDay(row, dayAt, 'The day', formOf(row.cells[dayAt] ?? ''));
  const amount = readSplitAmount(row, { debit, credit }, currency, '.');
  return lineFrom(row.line, day, amount, described(row.cells[descriptionAt] ?? ''));
}

function described(text: string): Described {
  const starred = /^(E-TRANSFER|SEND E-TFR)\s+(?:CA)?(\*\*\*\w{3})$/i.exec(text);
  if (!starred) return describedIn(text, '', (same) => same);
  return { text, kind: starred[1]!, isETransfer: true, reference: starred[2]! };
}
