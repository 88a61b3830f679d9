import {
  type ColumnMapping,
  type ColumnRole,
  type DayOrder,
  type FirstRows,
  type MappingGuess,
  mostMappedColumns,
} from '../domain/mapping.js';
import { InvalidInput } from '../domain/refusal.js';
import { decimalMarkOf } from './amounts.js';
import { keyOf, widthOf } from './csv.js';
import { beginningOf, headingsOf } from './mapped.js';

const rowsShown = 12;

/** The first rows of any CSV or spreadsheet. @throws InvalidInput for what is neither */
export function firstRowsOf(bytes: Uint8Array): FirstRows {
  const rows = beginningOf(bytes).rows.slice(0, rowsShown);
  return { rows, columns: Math.min(mostMappedColumns, Math.max(1, ...rows.map((row) => widthOf({ ...row, mayBeCut: false })))) };
}

/** What a heading's word says of its column, in English and French; the first that fits counts. */
const words: readonly (readonly [ColumnRole, RegExp])[] = [
  ['day', /^(?:.*date.*|day|jour)$/],
  ['debit', /debit|withdraw|retrait|moneyout|paidout/],
  ['credit', /credit|deposit|depot|moneyin|paidin/],
  ['amount', /amount|montant|total|collected/],
  ['currency', /currency|devise/],
  ['name', /name|nom$|payer|payee|client|patient/],
  ['reference', /reference|invoice|facture|number|numero|id$/],
  ['description', /desc|detail|memo|method|type|libelle|note/],
];

/** A beginning, to be looked at by a person: roles by the headings' words, the order of days and the decimals by what stands below. */
export function guessMapping({ rows, columns }: FirstRows): MappingGuess {
  const heading = rows.find(
    ({ cells }, at) => at < rows.length - 1 && cells.filter((cell) => cell !== '').length > 1 && !cells.some(isDatum),
  );
  const headings = heading ? headingsOf(heading.cells) : [];
  const below = rows.filter(({ line }) => line > (heading?.line ?? 0));
  const [roles, holdsTotals] = rolesOf(headings, columns);
  const cellsOf = (role: ColumnRole) => below.map(({ cells }) => cells[roles.indexOf(role)] ?? '');
  const mapping: ColumnMapping = {
    columns: roles,
    headings,
    linesBefore: 0,
    dayOrder: dayOrderOf(cellsOf('day')),
    decimalMark: markOf([...cellsOf('amount'), ...cellsOf('debit'), ...cellsOf('credit')]),
    sign: 'positive-came-in',
    leavesOutRowsWithoutDay: false,
    ...(holdsTotals && { holdsTotals }),
  };
  return { mapping, headingLine: heading?.line ?? 0 };
}

/** What a heading's word says of a column in a file of totals: a method, and nobody's name. */
const wordsOfTotals: typeof words = [
  ['day', words[0]![1]],
  ['method', /method|modedepaiement|tender/],
  ['count', /^(?:count|quantity|qty|nombre.*|numberof.*|payments)$/],
  ['amount', /amount|montant|total|collected/],
  ['currency', /currency|devise/],
];

/** A file that counts by day and method, and names nobody, seems to hold totals. */
function rolesOf(headings: readonly string[], columns: number): readonly [ColumnRole[], true?] {
  const roles = rolesBy(words, headings, columns);
  const asTotals = rolesBy(wordsOfTotals, headings, columns);
  const seemsTotals =
    (['day', 'method', 'count', 'amount'] as const).every((role) => asTotals.includes(role)) &&
    !roles.includes('name') &&
    !roles.includes('reference');
  return seemsTotals ? [asTotals, true] : [roles];
}

/** Each role but the description is given once, to the first column that asks for it. */
function rolesBy(words: readonly (readonly [ColumnRole, RegExp])[], headings: readonly string[], columns: number): ColumnRole[] {
  const given = new Set<ColumnRole>();
  return Array.from({ length: columns }, (_, index) => {
    const key = keyOf(headings[index] ?? '');
    const [role] = words.find(([each, pattern]) => key !== '' && pattern.test(key) && !given.has(each)) ?? [];
    if (role && role !== 'description') given.add(role);
    return role ?? 'nothing';
  });
}

const isDatum = (cell: string): boolean => /^[-+(]?[$€£]?\d[\d.,\s'’/-]*\)?$/.test(cell);

function dayOrderOf(days: readonly string[]): DayOrder {
  if (days.some((day) => /^\d{4}/.test(day))) return 'year-first';
  return days.some((day) => Number(/^(\d{1,2})\D/.exec(day)?.[1] ?? 0) > 12) ? 'day-first' : 'month-first';
}

function markOf(amounts: readonly string[]): '.' | ',' {
  try {
    return decimalMarkOf(
      amounts.map((text, line) => ({ row: { line, cells: [text.replace(/[^\d.,\s'’-]/g, '')], mayBeCut: false }, index: 0, column: '' })),
      '.',
    );
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return '.';
  }
}
