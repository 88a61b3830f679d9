import type { DataSource } from 'typeorm';
import type { RowClass } from './projection.js';
import type { RowChange } from './rows.js';
import { type Rowset, type Travel, rowset } from './rowset.js';
import { type Statement, statement } from './statement.js';

interface Column {
  readonly property: string;
  /** Quoted: a column may bear a word of SQL, as `to` does. */
  readonly name: string;
  readonly type: string;
}

/** What SQL needs to know of one table, read once from its entity. */
export interface TableShape {
  readonly table: string;
  readonly columns: readonly Column[];
  readonly key: readonly Column[];
}

export function shapeOf(dataSource: DataSource, row: RowClass): TableShape {
  const metadata = dataSource.getMetadata(row);
  const columns = metadata.columns.map((column) => ({
    property: column.propertyName,
    name: `"${column.databaseName}"`,
    type: dataSource.driver.normalizeType(column),
  }));
  const key = metadata.primaryColumns.map(({ propertyName }) => columns.find(({ property }) => property === propertyName)!);
  return { table: metadata.tableName, columns, key };
}

/**
 * Set-based statements for a batch of changes: one for all inserts, one for all replacements, one for all totals, one for each set
 * of columns updated alike, one for all removals.
 */
export const rowStatements = (shape: TableShape, changes: readonly RowChange[], travel: Travel): Statement[] =>
  [...groupedBySignature(changes)].map(([signature, alike]) => {
    const { rows, text } = writing(shape, alike, shape.table, travel);
    return statement(`${shape.table} ${signature} ${rows.kind}`, text, rows.values);
  });

/** The same, each to be run by itself. @param into another table of the same shape, for a rebuild beside the live rows */
export const statementsAlone = (shape: TableShape, changes: readonly RowChange[], into: string) =>
  [...groupedBySignature(changes).values()].map((alike) => {
    const { rows, text } = writing(shape, alike, into, 'as-arrays');
    return { sql: text(), values: rows.values };
  });

function groupedBySignature(changes: readonly RowChange[]): Map<string, RowChange[]> {
  const groups = new Map<string, RowChange[]>();
  for (const change of changes) {
    const signature = isWhole(change)
      ? change.kind
      : [change.kind, ...Object.keys(change.values), '+', ...Object.keys(change.add)].join(',');
    const group = groups.get(signature);
    if (group) group.push(change);
    else groups.set(signature, [change]);
  }
  return groups;
}

const isWhole = ({ kind }: RowChange): boolean => kind === 'insert' || kind === 'replace' || kind === 'total';

interface Writing {
  readonly rows: Rowset;
  readonly text: () => string;
}

function writing(shape: TableShape, changes: RowChange[], into: string, travel: Travel): Writing {
  const [first] = changes as [RowChange];
  const others = shape.columns.filter((column) => !shape.key.includes(column));
  switch (first.kind) {
    case 'insert': {
      const rows = rowsOf(shape.columns, changes.map(valuesOf), travel);
      return { rows, text: () => `insert into ${into} (${names(shape.columns)}) select * from ${rows.sql()}` };
    }
    case 'replace': {
      const rows = rowsOf(shape.columns, changes.map(valuesOf), travel);
      const written = () => others.map(({ name }) => `${name} = excluded.${name}`).join(', ');
      const inserted = () => `insert into ${into} (${names(shape.columns)}) select * from ${rows.sql()}`;
      return { rows, text: () => `${inserted()} on conflict (${names(shape.key)}) do update set ${written()}` };
    }
    case 'total': {
      const rows = rowsOf(shape.columns, changes.map(bothOf), travel);
      const added = () => others.map(({ name }) => `${name} = t.${name} + excluded.${name}`).join(', ');
      const inserted = () => `insert into ${into} as t (${names(shape.columns)}) select * from ${rows.sql()}`;
      return { rows, text: () => `${inserted()} on conflict (${names(shape.key)}) do update set ${added()}` };
    }
    case 'remove': {
      const rows = rowsOf(shape.key, changes.map(valuesOf), travel);
      return { rows, text: () => `delete from ${into} t using ${rows.sql()} where ${sameKey(shape)}` };
    }
    case 'update': {
      const keyed = new Set(shape.key.map(({ property }) => property));
      const set = columnsOf(
        shape,
        Object.keys(first.values).filter((property) => !keyed.has(property)),
      );
      const add = columnsOf(shape, Object.keys(first.add));
      const rows = rowsOf([...shape.key, ...set, ...add], changes.map(bothOf), travel);
      const clauses = () => [...set.map(({ name }) => `${name} = v.${name}`), ...add.map(({ name }) => `${name} = t.${name} + v.${name}`)];
      return { rows, text: () => `update ${into} t set ${clauses().join(', ')} from ${rows.sql()} where ${sameKey(shape)}` };
    }
  }
}

const valuesOf = ({ values }: RowChange): Record<string, unknown> => values;
const bothOf = ({ values, add }: RowChange): Record<string, unknown> => ({ ...values, ...add });
const names = (columns: readonly Column[]): string => columns.map(({ name }) => name).join(', ');
const sameKey = ({ key }: TableShape): string => key.map(({ name }) => `t.${name} = v.${name}`).join(' and ');

function columnsOf(shape: TableShape, properties: string[]): Column[] {
  return properties.map((property) => {
    const column = shape.columns.find((each) => each.property === property);
    if (!column) throw new Error(`The table ${shape.table} has no column for "${property}".`);
    return column;
  });
}

const rowsOf = (columns: readonly Column[], rows: readonly Record<string, unknown>[], travel: Travel): Rowset =>
  rowset(
    columns.map(({ name, type, property }) => ({ name, type, values: rows.map((row) => row[property]) })),
    1,
    travel,
  );
