import type { DecimalMark } from './amounts.js';
import { type Row, rowsOf } from './csv.js';
import { beginsWith, textOf } from './text.js';
import { xlsxTable } from './xlsx.js';

/** A file as rows of texts, before anybody said what its columns are. */
export interface Table {
  readonly rows: readonly Row[];
  /** Why a row cannot be read, by its line; it matters only where the row is read. */
  readonly faults: ReadonlyMap<number, string>;
}

/** True for what begins as a ZIP file does; a spreadsheet (.xlsx) is one. */
export const isSpreadsheet = (bytes: Uint8Array): boolean => beginsWith(bytes, 'PK\x03\x04');

/** Any CSV, TSV or XLSX file. @param mark how the numbers of a spreadsheet are written; a CSV keeps its own */
export function tableOf(bytes: Uint8Array, mark: DecimalMark): Table {
  if (isSpreadsheet(bytes)) return xlsxTable(bytes, mark);
  const text = textOf(bytes);
  return { rows: rowsOf(text, delimiterIn(text)), faults: new Map() };
}

const linesLookedAt = 30;

/** What separates the columns: the character that divides the first lines into the most cells, wherever the heading stands. */
function delimiterIn(text: string): string {
  const lines = text.slice(0, 65_536).split(/\r\n?|\n/, linesLookedAt);
  const bare = lines.map((line) => line.replace(/"[^"]*"/g, ''));
  const count = (delimiter: string) => bare.reduce((sum, line) => sum + line.split(delimiter).length - 1, 0);
  const [first] = [';', '\t', ','].sort((a, b) => count(b) - count(a));
  return first!;
}
