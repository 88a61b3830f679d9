import { type Currency, exponentOf, isCurrency } from '../domain/currency.js';
import { type Money, money, negated, parseAmount } from '../domain/money.js';
import { InvalidInput, invalid } from '../domain/refusal.js';
import type { Row } from './csv.js';

/** The character before the decimals: `.` in 1,234.56, `,` in 1.234,56 and in 1 234,56. */
export type DecimalMark = '.' | ',';

/** Where an amount stands: the row, the column's index, and the column's name for messages. */
export interface AmountCell {
  readonly row: Row;
  readonly index: number;
  readonly column: string;
}

/** Blanks of every width and apostrophes separate thousands in both styles. */
const patterns: Record<DecimalMark, RegExp> = {
  '.': /^([-−]?)\s?(\d{1,3}([,\s'’])\d{3}(?:\3\d{3})*|\d+)(?:\.(\d+))?$/,
  ',': /^([-−]?)\s?(\d{1,3}([.\s'’])\d{3}(?:\3\d{3})*|\d+)(?:,(\d+))?$/,
};

/**
 * Reads a signed amount exactly: grouping by threes or none, no exponent, no more decimals than the currency has, at
 * most 10^15 minor units. Zero is an amount here.
 * @throws InvalidInput naming the line
 */
export function readAmount({ row, index, column }: AmountCell, currency: Currency, mark: DecimalMark): Money {
  const field = `line ${row.line}`;
  const text = row.cells[index] ?? '';
  const match = patterns[mark].exec(text);
  if (!match) throw invalid(field, `${column} ${quoted(text)}is not an amount like ${mark === '.' ? '1,234.56' : '1.234,56'}.`);
  const [, sign = '', grouped = '', , decimals = ''] = match;
  const whole = grouped.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  if (whole.length > 15) throw invalid(field, `${column} is more than this ledger can hold. Check the amount.`);
  if (row.mayBeCut && index === row.cells.length - 1 && decimals.length < exponentOf(currency)) {
    throw invalid(field, `The file ends in the middle of ${column}: it is cut off. Download it again.`);
  }
  const amount = named(column, () => parseAmount(decimals ? `${whole}.${decimals}` : whole, currency, field));
  return sign ? negated(amount) : money(amount.minor, currency);
}

/** @throws InvalidInput naming the line for what is no ISO 4217 code in capitals */
export function readCurrency(row: Row, index: number, column: string): Currency {
  const code = row.cells[index] ?? '';
  if (isCurrency(code)) return code;
  const shown = /^[A-Za-z]{1,5}$/.test(code) ? `"${code}" ` : '';
  throw invalid(`line ${row.line}`, `${column} ${shown}is not a currency. It should be three letters, like CAD.`);
}

/**
 * The decimal mark of a whole file: what one amount leaves open (`1,234`) another decides (`12,50`).
 * @param fallback the mark of the file's language, for a file in which no amount decides
 * @throws InvalidInput naming the two lines that contradict each other
 */
export function decimalMarkOf(cells: readonly AmountCell[], fallback: DecimalMark): DecimalMark {
  const seen = new Map<DecimalMark, number>();
  for (const { row, index } of cells) {
    const mark = markOf(row.cells[index] ?? '');
    if (mark && !seen.has(mark)) seen.set(mark, row.line);
  }
  const [point, comma] = [seen.get('.'), seen.get(',')];
  if (point !== undefined && comma !== undefined) {
    const says = `Amounts are written as in 12.50 on line ${point} and as in 12,50 on line ${comma}. Download the file again, unchanged.`;
    throw invalid(`line ${Math.max(point, comma)}`, says);
  }
  if (point !== undefined) return '.';
  return comma !== undefined ? ',' : fallback;
}

/** What one amount says of the mark; nothing for `200`, for `1,234` and for what is no amount. */
function markOf(text: string): DecimalMark | undefined {
  if (!/^[-−]?\s?\d[\d.,\s'’]*$/.test(text)) return undefined;
  const marks = text.replace(/[^.,]/g, '');
  const last = marks.at(-1) as DecimalMark | undefined;
  if (!last) return undefined;
  if (marks.length > 1) return marks.includes(last === '.' ? ',' : '.') ? last : other(last);
  return /^[-−]?\s?[1-9]\d{0,2}[.,]\d{3}$/.test(text) ? undefined : last;
}

const other = (mark: DecimalMark): DecimalMark => (mark === '.' ? ',' : '.');

/** The cell's text for a message, if it is made of figures; anything else may be personal and is not repeated. */
const quoted = (text: string): string => (/^[-+−\d.,eE\s'’]{1,40}$/.test(text) ? `"${text}" ` : '');

function named<T>(column: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(error.faults.map(({ field, says }) => ({ field, says: `${column}: ${says}` })));
  }
}
