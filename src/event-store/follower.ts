import type { EventType } from '../domain/events.js';
import type { RecordedEvent } from './recorded.js';

/** Acts on events after their commit, in order, at least once: its effects bear being repeated. */
export interface Follower {
  /** Names its cursor, for good. */
  readonly name: string;
  readonly types: readonly EventType[];
  act(event: RecordedEvent): Promise<void>;
}

export const FOLLOWERS = Symbol('followers');
