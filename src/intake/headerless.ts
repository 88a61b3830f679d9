import { InvalidInput } from '../domain/refusal.js';
import { type Row, rowsOf } from './csv.js';
import { glimpseOf } from './text.js';

/** So many whole rows must look alike before a file without a heading is taken for a bank's. */
const fewestRows = 3;

/** The whole rows at the beginning of a file; none where they cannot be told apart. Never throws. */
export function glimpsedRows(head: Uint8Array, delimiter: string): Row[] {
  const text = glimpseOf(head);
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  try {
    return rowsOf(text.slice(0, end + 1), delimiter);
  } catch (error) {
    if (error instanceof InvalidInput) return [];
    throw error;
  }
}

/** True if there are several rows, and each looks like the bank's. */
export const allLookLike = (rows: readonly Row[], looksLike: (row: Row) => boolean): boolean =>
  rows.length >= fewestRows && rows.every(looksLike);

/** Whether a cell could be an amount without a sign, in either decimal style. */
export const looksLikeAmount = (text: string): boolean => /^\d[\d.,\s'’]*$/.test(text);
