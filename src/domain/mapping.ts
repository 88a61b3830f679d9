import type { SourceReader } from './observed.js';
import { type FieldFault, InvalidInput } from './refusal.js';

/** What a column of an unknown file can be; `nothing` is left alone. */
export const columnRoles = [
  'nothing',
  'day',
  'amount',
  'debit',
  'credit',
  'description',
  'name',
  'reference',
  'currency',
  'method',
  'count',
] as const;
export type ColumnRole = (typeof columnRoles)[number];

export const dayOrders = ['year-first', 'month-first', 'day-first'] as const;
export type DayOrder = (typeof dayOrders)[number];

export const decimalMarks = ['.', ','] as const;

/** What an amount without a sign means in a file with one column of amounts. */
export const amountSigns = ['positive-came-in', 'positive-went-out'] as const;

/** What somebody said once of a file that no reader knows. Holds the bank's headings, and nothing of anybody's. */
export interface ColumnMapping {
  /** What each column is, from the left. */
  readonly columns: readonly ColumnRole[];
  /** The headings as they stand, by which the file is known again; none in a file without. */
  readonly headings: readonly string[];
  /** How many lines stand before the first one that is read, in a file without headings. */
  readonly linesBefore: number;
  readonly dayOrder: DayOrder;
  readonly decimalMark: (typeof decimalMarks)[number];
  readonly sign: (typeof amountSigns)[number];
  /** Rows without a day, like sums, are left out instead of refused. */
  readonly leavesOutRowsWithoutDay: boolean;
  /** Each row is what came in on a day by one method, all together: nothing of it becomes a payment. */
  readonly holdsTotals?: true;
}

/** A mapping under the name by which it is chosen. */
export interface NamedMapping {
  readonly id: string;
  readonly name: string;
  readonly mapping: ColumnMapping;
}

/** The first rows of a file whose columns are to be described. */
export interface FirstRows {
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  readonly columns: number;
}

/** What the columns seem to be, for somebody to look at. */
export interface MappingGuess {
  readonly mapping: ColumnMapping;
  /** The line in which the headings stand; 0 if there seem to be none. */
  readonly headingLine: number;
}

/** Reading files whose columns somebody describes; bound to the intake in app.module. */
export interface DescribedFiles {
  firstRowsOf(bytes: Uint8Array): FirstRows;
  guessMapping(first: FirstRows): MappingGuess;
  readerOf(described: Pick<NamedMapping, 'name' | 'mapping'>): SourceReader;
}

export const mostMappedColumns = 60;

/** Under which field of a form a column's fault stands, counted from 1. */
export const columnField = (index: number): string => `column${index + 1}`;

const onlyOnce: readonly ColumnRole[] = ['day', 'amount', 'debit', 'credit', 'name', 'reference', 'currency', 'method', 'count'];
const inWords: Readonly<Record<ColumnRole, string>> = {
  nothing: 'nothing',
  day: 'the day',
  amount: 'the amount',
  debit: 'money that went out',
  credit: 'money that came in',
  description: 'the description',
  name: 'the name',
  reference: 'the reference',
  currency: 'the currency',
  method: 'the method',
  count: 'how many payments',
};

/** A mapping says once what each line needs, and no two columns say the same. @throws InvalidInput with all that is wrong */
export function checkMapping({ columns, headings, holdsTotals }: ColumnMapping): void {
  const faults: FieldFault[] = [];
  const at = (role: ColumnRole) => columns.flatMap((each, index) => (each === role ? [index] : []));
  for (const role of onlyOnce) {
    for (const index of at(role).slice(1)) {
      faults.push({ field: columnField(index), says: `Two columns are said to be ${inWords[role]}. Choose the one that counts.` });
    }
  }
  faults.push(...(holdsTotals ? missingForTotals(columns) : missing(columns)), ...outOfPlace(columns, holdsTotals));
  if (headings.some(looksLikeData)) {
    faults.push({
      field: 'headingLine',
      says: 'A day or an amount stands in this line, so it is no heading. Choose the line with the headings, or none.',
    });
  }
  if (faults.length > 0) throw new InvalidInput(faults);
}

function missing(columns: readonly ColumnRole[]): FieldFault[] {
  const has = (role: ColumnRole) => columns.includes(role);
  const faults: FieldFault[] = [];
  const say = (says: string) => faults.push({ field: columnField(0), says });
  if (!has('day')) say('Say which column is the day.');
  if (has('amount') && (has('debit') || has('credit'))) say('Choose either one column of amounts, or two: money out and money in.');
  else if (!has('amount') && !(has('debit') && has('credit')))
    say('Say which column is the amount, or which two are money out and money in.');
  if (!has('description') && !has('name'))
    say('Say which column describes the line, or names who paid: without it two lines cannot be told apart.');
  return faults;
}

function missingForTotals(columns: readonly ColumnRole[]): FieldFault[] {
  const needed: readonly ColumnRole[] = ['day', 'method', 'amount'];
  return needed
    .filter((role) => !columns.includes(role))
    .map((role) => ({ field: columnField(0), says: `Say which column is ${inWords[role]}.` }));
}

/** What is read of a movement names people, and totals name nobody; what is read of totals says nothing of one movement. */
function outOfPlace(columns: readonly ColumnRole[], holdsTotals?: true): FieldFault[] {
  const strange: readonly ColumnRole[] = holdsTotals ? ['debit', 'credit', 'description', 'name', 'reference'] : ['method', 'count'];
  const says = (role: ColumnRole) =>
    holdsTotals
      ? `A row of totals is not read for ${inWords[role]}. Choose “nothing we need”.`
      : `Only rows that are totals are read for ${inWords[role]}. Say that they are, or choose something else.`;
  return columns.flatMap((role, index) => (strange.includes(role) ? [{ field: columnField(index), says: says(role) }] : []));
}

/** A cell of a heading is words; a day or a sum in it would be somebody's, and is not to be remembered. */
const looksLikeData = (cell: string): boolean => /\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^[-+($]*\d[\d.,\s'’]*\)?$|@/.test(cell);
