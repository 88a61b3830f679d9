import type { EventType } from '../domain/events.js';
import type { Recorded, RecordedEvent } from './recorded.js';
import type { RowChanges } from './rows.js';

/** A TypeORM entity: the rows of one table. Every table's key starts with `ledgerId`. */
export type RowClass<Row extends object = object> = new () => Row;

type Step<Row extends object, T extends EventType> = (rows: RowChanges<Row>, event: Recorded<T>) => void;
export type Steps<Row extends object> = { readonly [T in EventType]?: Step<Row, T> };

/** A function from events to rows of one table. Runs inside the append, and again from position 1 when rebuilt. */
export interface Projection<Row extends object = object> {
  readonly row: RowClass<Row>;
  readonly types: readonly EventType[];
  /** The steps as they are written: a rebuild that another program began by other steps is not gone on with. */
  readonly recipe: string;
  apply(rows: RowChanges<Row>, event: RecordedEvent): void;
}

export function project<Row extends object>(row: RowClass<Row>, steps: Steps<Row>): Projection<Row> {
  return {
    row,
    types: Object.keys(steps) as EventType[],
    recipe: Object.entries(steps)
      .map(([type, step]) => `${type}: ${step}`)
      .join('\n'),
    apply(rows, event) {
      const step = steps[event.type] as Step<Row, EventType> | undefined;
      step?.(rows, event);
    },
  };
}
