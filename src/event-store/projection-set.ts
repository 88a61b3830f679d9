import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Projection, RowClass } from './projection.js';
import { PROJECTIONS } from './tokens.js';
import type { RecordedEvent } from './recorded.js';
import { type TableShape, rowStatements, shapeOf } from './row-statements.js';
import { RowChanges } from './rows.js';
import type { Travel } from './rowset.js';
import type { Statement } from './statement.js';

/** All projections that run inside the append, with what SQL needs to know of their tables. */
@Injectable()
export class ProjectionSet {
  private readonly shapes = new Map<RowClass, TableShape>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(PROJECTIONS) readonly all: readonly Projection[],
  ) {}

  /** Statements for what the events change in every table, and for rows that go beside them as they are. */
  statements(events: readonly RecordedEvent[], beside: readonly object[], travel: Travel): Statement[] {
    const statements: Statement[] = [];
    for (const projection of this.all) {
      const changes = this.changesOf(projection, events);
      if (changes) statements.push(...rowStatements(this.shape(projection.row), changes.all(), travel));
    }
    for (const [row, group] of byClass(beside)) {
      const changes = new RowChanges(this.keyOf(row));
      for (const each of group) changes.insert(each);
      statements.push(...rowStatements(this.shape(row), changes.all(), travel));
    }
    return statements;
  }

  /** What the events change in one projection's table; undefined when they do not concern it. */
  changesOf(projection: Projection, events: readonly RecordedEvent[]): RowChanges<object> | undefined {
    const concerned = events.filter(({ type }) => projection.types.includes(type));
    if (concerned.length === 0) return undefined;
    const changes = new RowChanges<object>(this.keyOf(projection.row));
    for (const event of concerned) projection.apply(changes, event);
    return changes;
  }

  shape(row: RowClass): TableShape {
    let shape = this.shapes.get(row);
    if (!shape) {
      shape = shapeOf(this.dataSource, row);
      this.shapes.set(row, shape);
    }
    return shape;
  }

  private keyOf(row: RowClass): string[] {
    return this.shape(row).key.map(({ property }) => property);
  }
}

function byClass(rows: readonly object[]): Map<RowClass, object[]> {
  const groups = new Map<RowClass, object[]>();
  for (const row of rows) {
    const kind = row.constructor as RowClass;
    groups.set(kind, [...(groups.get(kind) ?? []), row]);
  }
  return groups;
}
