import type { Instant } from './calendar.js';

/** Something that happened in the world, said in the past tense. `happenedAt` is the world's time, not the store's. */
export interface Fact<T extends string, D> {
  readonly type: T;
  readonly data: D;
  readonly happenedAt: Instant;
}

/** Where a ledger's chain of events ends. Its hash speaks for every event until there. */
export interface ChainEnd {
  readonly position: bigint;
  readonly hash: Uint8Array;
}

/** What a decision reads and writes: a named run of facts and the fold that turns them into a state. */
export interface Stream<S, F extends Fact<string, unknown>> {
  /** `payment/0199…`, `fund/CAD`, `ledger`. Unique within a ledger. */
  readonly name: string;
  readonly unborn: S;
  readonly evolve: (state: S, fact: F) => S;
  /** True for a stream too long to fold each time: its state is kept as a row, written with every append, equal to the fold. */
  readonly kept?: true;
  /** True when its id was made for this very command, so that nothing can be written of it yet and nothing has to be looked up. */
  readonly isNew?: true;
  /** The version of a kept state's shape, 1 unless said: raised when `evolve` comes to another state, so that no old row is misread. */
  readonly shape?: number;
}

/** A stream whose id was made a moment ago. Should it be known all the same, the event store finds out and looks it up. */
export const newborn = <S, F extends Fact<string, unknown>>(stream: Stream<S, F>): Stream<S, F> => ({ ...stream, isNew: true });

// biome-ignore lint/suspicious/noExplicitAny: whatever its states and facts are
export const shapeOf = ({ shape = 1 }: Stream<any, any>): number => shape;
