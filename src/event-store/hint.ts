import type { EventType } from '../domain/events.js';

/** A hint after a commit that wakes followers. Never a projection, never money: what it loses, the slow poll finds. */
export class Appended {
  constructor(
    readonly ledger: string,
    readonly types: readonly EventType[],
  ) {}
}
