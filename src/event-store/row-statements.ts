import type { DataSource } from 'typeorm';
import type { RowClass } from './projection.js';
import type { RowChange } from './rows.js';
import { type Travel, rowset } from './rowset.js';

/** One data-modifying statement with its parameters, to stand alone or as one arm of a larger `with`. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

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
 * of columns updated alike, one for all removals. Values travel as one array a column.
 * @param from index of the first free parameter, so that statements can share one query
 */
export function rowStatements(shape: TableShape, changes: readonly RowChange[], from: number, travel: Travel): Statement[] {
  const statements: Statement[] = [];
  let next = from;
  for (const alike of groupedBySignature(changes)) {
    const statement = statementFor(shape, alike, next, shape.table, travel);
    next += statement.values.length;
    statements.push(statement);
  }
  return statements;
}

/** The same, each to be run by itself. @param into another table of the same shape, for a rebuild beside the live rows */
export const statementsAlone = (shape: TableShape, changes: readonly RowChange[], into: string): Statement[] =>
  groupedBySignature(changes).map((alike) => statementFor(shape, alike, 1, into, 'as-arrays'));

function groupedBySignature(changes: readonly RowChange[]): RowChange[][] {
  const groups = new Map<string, RowChange[]>();
  for (const change of changes) {
    const signature = isWhole(change)
      ? change.kind
      : [change.kind, ...Object.keys(change.values), '+', ...Object.keys(change.add)].join(',');
    const group = groups.get(signature);
    if (group) group.push(change);
    else groups.set(signature, [change]);
  }
  return [...groups.values()];
}

const isWhole = ({ kind }: RowChange): boolean => kind === 'insert' || kind === 'replace' || kind === 'total';

function statementFor(shape: TableShape, changes: RowChange[], from: number, into: string, travel: Travel): Statement {
  const [first] = changes as [RowChange];
  switch (first.kind) {
    case 'insert': {
      const { sql, values } = unnested(
        shape.columns,
        changes.map(({ values }) => values),
        from,
        travel,
      );
      return { sql: `insert into ${into} (${names(shape.columns)}) select * from ${sql}`, values };
    }
    case 'replace': {
      const { sql, values } = unnested(
        shape.columns,
        changes.map(({ values }) => values),
        from,
        travel,
      );
      const written = shape.columns.filter((column) => !shape.key.includes(column)).map(({ name }) => `${name} = excluded.${name}`);
      return {
        sql: `insert into ${into} (${names(shape.columns)}) select * from ${sql} on conflict (${names(shape.key)}) do update set ${written.join(', ')}`,
        values,
      };
    }
    case 'total': {
      const summed = shape.columns.filter((column) => !shape.key.includes(column));
      const { sql, values } = unnested(
        shape.columns,
        changes.map((change) => ({ ...change.values, ...change.add })),
        from,
        travel,
      );
      const added = summed.map(({ name }) => `${name} = t.${name} + excluded.${name}`);
      return {
        sql: `insert into ${into} as t (${names(shape.columns)}) select * from ${sql} on conflict (${names(shape.key)}) do update set ${added.join(', ')}`,
        values,
      };
    }
    case 'remove': {
      const { sql, values } = unnested(
        shape.key,
        changes.map(({ values }) => values),
        from,
        travel,
      );
      return { sql: `delete from ${into} t using ${sql} where ${sameKey(shape)}`, values };
    }
    case 'update': {
      const keyed = new Set(shape.key.map(({ property }) => property));
      const set = columnsOf(
        shape,
        Object.keys(first.values).filter((property) => !keyed.has(property)),
      );
      const add = columnsOf(shape, Object.keys(first.add));
      const { sql, values } = unnested(
        [...shape.key, ...set, ...add],
        changes.map((change) => ({ ...change.values, ...change.add })),
        from,
        travel,
      );
      const clauses = [...set.map(({ name }) => `${name} = v.${name}`), ...add.map(({ name }) => `${name} = t.${name} + v.${name}`)];
      return { sql: `update ${into} t set ${clauses.join(', ')} from ${sql} where ${sameKey(shape)}`, values };
    }
  }
}

const names = (columns: readonly Column[]): string => columns.map(({ name }) => name).join(', ');
const sameKey = ({ key }: TableShape): string => key.map(({ name }) => `t.${name} = v.${name}`).join(' and ');

function columnsOf(shape: TableShape, properties: string[]): Column[] {
  return properties.map((property) => {
    const column = shape.columns.find((each) => each.property === property);
    if (!column) throw new Error(`The table ${shape.table} has no column for "${property}".`);
    return column;
  });
}

const unnested = (columns: readonly Column[], rows: readonly Record<string, unknown>[], from: number, travel: Travel): Statement =>
  rowset(
    columns.map(({ name, type, property }) => ({ name, type, values: rows.map((row) => row[property]) })),
    from,
    travel,
  );
