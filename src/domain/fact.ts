import type { Instant } from './calendar.js';

/** Something that happened in the world, said in the past tense. `happenedAt` is the world's time, not the store's. */
export interface Fact<T extends string, D> {
  readonly type: T;
  readonly data: D;
  readonly happenedAt: Instant;
}

/** What a decision reads and writes: a named run of facts and the fold that turns them into a state. */
export interface Stream<S, F extends Fact<string, unknown>> {
  /** `payment/0199…`, `fund/CAD`, `ledger`. Unique within a ledger. */
  readonly name: string;
  readonly unborn: S;
  readonly evolve: (state: S, fact: F) => S;
  /** True for a stream too long to fold each time: its state is kept as a row, written with every append, equal to the fold. */
  readonly kept?: true;
  /** The version of a kept state's shape, 1 unless said: raised when `evolve` comes to another state, so that no old row is misread. */
  readonly shape?: number;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever its states and facts are
export const shapeOf = ({ shape = 1 }: Stream<any, any>): number => shape;
