import {
  amountSigns,
  type ColumnMapping,
  columnField,
  columnRoles,
  dayOrders,
  decimalMarks,
  type FirstRows,
  type MappingGuess,
} from '../domain/mapping.js';
import { invalid } from '../domain/refusal.js';
import type { Form } from '../web/form.js';
import type { FormReading } from './form-reading.js';

/** What the form shows before anybody chose: our guess. */
export function typedFor({ mapping, headingLine }: MappingGuess): Form['typed'] {
  return {
    headingLine: String(headingLine),
    ...Object.fromEntries(mapping.columns.map((role, index) => [columnField(index), role])),
    dayOrder: mapping.dayOrder,
    decimalMark: mapping.decimalMark,
    sign: mapping.sign,
    holds: mapping.holdsTotals ? 'totals' : 'movements',
    ...(mapping.leavesOutRowsWithoutDay && { leaveOut: 'yes' }),
  };
}

/** Reads what was chosen for each column of the file that lies there. Faults are kept by the reading. */
export function readMapping(reading: FormReading, { rows, columns }: FirstRows): ColumnMapping {
  const headingLine = Number(reading.text('headingLine', 'Say in which line the headings stand, or that there are none.', 10));
  const heading = rows.find(({ line }) => line === headingLine);
  if (headingLine !== 0 && !heading) throw invalid('headingLine', 'There is no such line. Choose one of those that are shown.');
  return {
    columns: Array.from({ length: columns }, (_, index) => reading.oneOf(columnField(index), columnRoles, 'Say what this column is.')),
    headings: heading ? heading.cells.slice(0, heading.cells.findLastIndex((cell) => cell !== '') + 1) : [],
    linesBefore: 0,
    dayOrder: reading.oneOf('dayOrder', dayOrders, 'Choose how days are written.'),
    decimalMark: reading.oneOf('decimalMark', decimalMarks, 'Choose how amounts are written.'),
    sign: reading.oneOf('sign', amountSigns, 'Choose what an amount without a minus sign means.'),
    leavesOutRowsWithoutDay: reading.isTicked('leaveOut'),
    ...(reading.optional('holds') === 'totals' && { holdsTotals: true }),
  };
}
