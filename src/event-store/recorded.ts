import type { Instant } from '../domain/calendar.js';
import type { EventOf, EventType, LedgerEvent } from '../domain/events.js';

/** Who, under which request, and because of which event. Codes and ids, never free text. */
export interface Meta {
  readonly by: string;
  readonly request: string;
  /** Position of the event that a follower answered. */
  readonly causation?: string;
}

interface Place {
  readonly ledger: string;
  /** Dense from 1 within the ledger, in commit order. */
  readonly position: bigint;
  readonly stream: string;
  readonly version: number;
  readonly meta: Meta;
  readonly recordedAt: Instant;
}

/** An event as it stands in the books, its payload lifted to today's shape. */
export type Recorded<T extends EventType = EventType> = EventOf<T> & Place;
export type RecordedEvent = LedgerEvent & Place;
