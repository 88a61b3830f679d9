import { bigintArray, byteaArray, integerArray, jsonbArray, textArray, timestampArray, uuidArray } from './binary-arrays.js';

/** One column of rows on their way into a statement. */
export interface Column {
  /** Quoted where it bears a word of SQL. */
  readonly name: string;
  /** PostgreSQL's name of its type. */
  readonly type: string;
  readonly values: readonly unknown[];
}

/** A table named `v` made of parameters: what follows `from` in SQL, and the parameters. */
export interface Rowset {
  /** What the SQL depends on beside the columns. */
  readonly kind: string;
  readonly sql: () => string;
  readonly values: readonly unknown[];
}

/** How rows travel: a few are read faster as a list of values, but every number of them is another statement to plan. */
export type Travel = 'as-list' | 'as-arrays';

const mostInList = 3;

/** @param from index of the first free parameter */
export function rowset(columns: readonly Column[], from: number, travel: Travel): Rowset {
  const count = columns[0]?.values.length ?? 0;
  if (travel === 'as-arrays' || count > mostInList || count === 0)
    return { kind: 'arrays', sql: () => unnested(columns, from), values: columns.map(({ type, values }) => arrayOf(type, values)) };
  const values: unknown[] = [];
  for (let row = 0; row < count; row += 1) for (const column of columns) values.push(parameter(column.values[row], column.type));
  return { kind: `list ${count}`, sql: () => listed(columns, count, from), values };
}

/** Arrays are unnested side by side in a select, which hands on row by row; named after `from`, each would first be laid down whole. */
const unnested = (columns: readonly Column[], from: number): string =>
  `(select ${columns.map(({ type }, index) => `unnest($${from + index}::${type}[])`).join(', ')}) as v(${namesOf(columns)})`;

function listed(columns: readonly Column[], count: number, from: number): string {
  const rows = Array.from({ length: count }, (_, row) => {
    return `(${columns.map(({ type }, index) => `$${from + row * columns.length + index}::${type}`).join(', ')})`;
  });
  return `(values ${rows.join(', ')}) as v(${namesOf(columns)})`;
}

const namesOf = (columns: readonly Column[]): string => columns.map(({ name }) => name).join(', ');

function arrayOf(type: string, values: readonly unknown[]): unknown {
  switch (type) {
    case 'text':
      return textArray(values as string[]);
    case 'bigint':
      return bigintArray(values as bigint[]);
    case 'integer':
      return integerArray(values as number[]);
    case 'bytea':
      return byteaArray(values as Buffer[]);
    case 'uuid':
      return uuidArray(values as string[]);
    case 'jsonb':
      return jsonbArray(values.map((value) => (value === undefined || value === null ? null : JSON.stringify(value))));
    case 'timestamp with time zone':
      return timestampArray(values.map((value) => (value === undefined || value === null ? null : Date.parse(value as string))));
    default:
      return values.map((value) => parameter(value, type));
  }
}

function parameter(value: unknown, type: string): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return value.toString();
  return type === 'jsonb' || type === 'json' ? JSON.stringify(value) : value;
}
