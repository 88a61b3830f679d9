/**
 * Changes to the rows of one table, gathered while events are projected and then written with one statement a kind.
 * Later changes to a row merge into earlier ones, so each row is written once, whatever happened to it in between, and the
 * table ends as if each event had been written alone: appends and rebuilds gather differently and must agree.
 */
export class RowChanges<Row extends object> {
  private readonly changes = new Map<string, RowChange>();

  constructor(private readonly key: readonly string[]) {}

  insert(row: Row): void {
    const id = this.idOf(row);
    const before = this.changes.get(id)?.kind;
    if (before && before !== 'remove') throw new Error(`A row ${id} was inserted twice in one append.`);
    this.changes.set(id, { kind: before ? 'replace' : 'insert', values: { ...(row as Record<string, unknown>) }, add: {} });
  }

  /** Sets columns of a row that stands already. */
  set(key: Partial<Row>, values: Partial<Row>): void {
    const change = this.changeOf(key);
    Object.assign(change.values, values);
    for (const column of Object.keys(values)) delete change.add[column];
  }

  /** Adds to number columns of a row that stands already. */
  add(key: Partial<Row>, increments: Partial<Row>): void {
    const change = this.changeOf(key);
    for (const [column, by] of Object.entries(increments) as [string, bigint][]) {
      if (column in change.values) change.values[column] = (change.values[column] as bigint) + by;
      else change.add[column] = (change.add[column] ?? 0n) + by;
    }
  }

  /** Adds to number columns of a row that may not stand yet: it then begins at nothing. Names every column beside the key. */
  total(key: Partial<Row>, increments: Partial<Row>): void {
    const id = this.idOf(key);
    let change = this.changes.get(id);
    if (!change) {
      change = { kind: 'total', values: this.keyOf(key), add: {} };
      this.changes.set(id, change);
    }
    if (change.kind !== 'total') throw new Error(`A row ${id} is a total, and cannot be changed in another way in the same append.`);
    for (const [column, by] of Object.entries(increments) as [string, bigint][]) change.add[column] = (change.add[column] ?? 0n) + by;
  }

  remove(key: Partial<Row>): void {
    const id = this.idOf(key);
    if (this.changes.get(id)?.kind === 'insert') this.changes.delete(id);
    else this.changes.set(id, { kind: 'remove', values: this.keyOf(key), add: {} });
  }

  all(): readonly RowChange[] {
    return [...this.changes.values()];
  }

  private changeOf(key: Partial<Row>): RowChange {
    const id = this.idOf(key);
    let change = this.changes.get(id);
    if (change?.kind === 'remove') return { kind: 'update', values: {}, add: {} }; // there is no row to change any more
    if (!change) {
      change = { kind: 'update', values: this.keyOf(key), add: {} };
      this.changes.set(id, change);
    }
    return change;
  }

  private keyOf(row: object): Record<string, unknown> {
    const key: Record<string, unknown> = {};
    for (const column of this.key) key[column] = (row as Record<string, unknown>)[column];
    return key;
  }

  /** Values of a key apart by what no value can hold: PostgreSQL stores no NUL. */
  private idOf(row: object): string {
    let id = '';
    for (const column of this.key) {
      const value = (row as Record<string, unknown>)[column];
      if (value === undefined) throw new Error(`A row was named without its whole key (${this.key.join(', ')}).`);
      id += `${value}\0`;
    }
    return id;
  }
}

/**
 * One row's change: `insert` writes all of `values`, `replace` does so over the row that may stand there; `update` sets them
 * and adds `add`; `total` adds `add` to the row, or to nothing where none stands; `remove` needs the key alone.
 */
export interface RowChange {
  readonly kind: 'insert' | 'replace' | 'update' | 'total' | 'remove';
  readonly values: Record<string, unknown>;
  readonly add: Record<string, bigint>;
}
