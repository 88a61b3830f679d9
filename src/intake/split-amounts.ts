import type { Currency } from '../domain/currency.js';
import { type Money, negated } from '../domain/money.js';
import { invalid } from '../domain/refusal.js';
import { type AmountCell, type DecimalMark, readAmount } from './amounts.js';
import type { Row } from './csv.js';

/** The two columns of a bank that writes what went out in one and what came in in the other. */
export interface SplitColumns {
  readonly debit: number;
  readonly credit: number;
}

export const debitCell = (row: Row, { debit }: SplitColumns): AmountCell => ({ row, index: debit, column: 'The amount that went out' });
export const creditCell = (row: Row, { credit }: SplitColumns): AmountCell => ({ row, index: credit, column: 'The amount that came in' });

/** A bank that writes a zero into the other column leaves it as empty as one that writes nothing. */
const isFilled = ({ row, index }: AmountCell): boolean => !/^[0.,]*$/.test(row.cells[index] ?? '');

/**
 * Exactly one of the two columns is filled; what went out is negative. A sign in either would say it twice, so it is refused.
 * @throws InvalidInput naming the line
 */
export function readSplitAmount(row: Row, columns: SplitColumns, currency: Currency, mark: DecimalMark): Money {
  const filled = [debitCell(row, columns), creditCell(row, columns)].filter(isFilled);
  const field = `line ${row.line}`;
  if (filled.length === 2)
    throw invalid(field, 'An amount stands in both columns, for money out and for money in: which one moved cannot be told.');
  const [cell] = filled;
  if (!cell) throw invalid(field, 'No amount stands in either column, for money out or for money in. Download the file again.');
  const amount = readAmount(cell, currency, mark);
  if (amount.minor < 0n) throw invalid(field, `${cell.column} has a minus sign, in a column that says so already. Check the file.`);
  return cell.index === columns.debit ? negated(amount) : amount;
}
