import type { EventType } from '../domain/events.js';
import type { RecordedEvent } from './recorded.js';

/**
 * Acts on events after their commit, in order, at least once. Whoever is killed between the act and its cursor acts again, so the
 * act must come to the same the second time: a job under an id made from the event, a row under a key made from it, a command
 * under a request id made from it (`effectOf`).
 */
export interface Follower {
  /** Names its cursor, for good. */
  readonly name: string;
  readonly types: readonly EventType[];
  /** Short: it enqueues or writes, and leaves what takes long to a job. */
  act(event: RecordedEvent): Promise<void>;
}

export const FOLLOWERS = Symbol('followers');

/** An id that is the same each time a follower acts on an event: names a job, a row, a request. */
export const effectOf = ({ name }: Pick<Follower, 'name'>, { ledger, position }: Pick<RecordedEvent, 'ledger' | 'position'>): string =>
  `${name}-${ledger}-${position}`;
