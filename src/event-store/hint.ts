import type { EventType } from '../domain/events.js';

/** A hint after a commit that wakes followers of this program. Never a projection, never money: what it loses, the slow poll finds. */
export class Appended {
  constructor(
    readonly ledger: string,
    readonly types: readonly EventType[],
  ) {}
}

/**
 * The same between programs: PostgreSQL's channel, on which a writer names the ledger after its commits. Ids only: whoever may
 * connect can listen.
 */
export const appendedChannel = 'appended';

export const hintOf = (ledger: string): string => ledger;

/** The ledger that a hint names; undefined for what is none of ours. */
export const ledgerOfHint = (payload: string | undefined): string | undefined =>
  payload !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(payload) ? payload : undefined;
