import { invalid } from '../domain/refusal.js';
import { firstLineOf, keyOf, type Row } from './csv.js';
import { glimpseOf } from './text.js';

/** Where each heading's column stands in one file. */
export type ColumnsOf<Heading extends string> = ReadonlyMap<Heading, number>;

/** Whether a row is the heading that has all of these, whatever their blanks, capitals and accents. */
export function hasHeadings(cells: readonly string[], headings: readonly string[]): boolean {
  const keys = new Set(cells.map(keyOf));
  return headings.every((heading) => keys.has(keyOf(heading)));
}

/** The cells of the first line, roughly: enough to recognise a heading, whatever follows. */
export function firstCellsOf(head: Uint8Array, delimiter: string): string[] {
  return firstLineOf(glimpseOf(head))
    .split(delimiter)
    .map((cell) => cell.replace(/"/g, '').trim());
}

/** @throws InvalidInput naming what is missing and what stands there instead */
export function columnsOf<Heading extends string>(header: Row, headings: readonly Heading[], bank: string): ColumnsOf<Heading> {
  const keys = header.cells.map(keyOf);
  const columns = new Map(headings.map((heading) => [heading, keys.indexOf(keyOf(heading))]));
  const missing = headings.filter((heading) => columns.get(heading) === -1).map((heading) => `"${heading}"`);
  if (missing.length === 0) return columns;
  const found = header.cells.filter((cell) => cell !== '').map((cell) => `"${cell.slice(0, 40)}"`);
  const says = `The ${bank} file lacks the column ${missing.join(', ')}. Download it again as CSV. Found: ${found.slice(0, 20).join(', ')}.`;
  throw invalid(`line ${header.line}`, says);
}
