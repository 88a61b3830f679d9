import { randomUUID } from 'node:crypto';
import type { EventType } from '../domain/events.js';
import { idPattern } from '../domain/id.js';

/** A hint after a commit that wakes followers of this program. Never a projection, never money: what it loses, the slow poll finds. */
export class Appended {
  /** @param types none where another program has appended, or something was shown */
  constructor(
    readonly ledger: string,
    readonly types: readonly EventType[],
  ) {}
}

/** Hints of other programs may have been lost: whoever keeps something until it is told otherwise, looks again. */
export class HintsMissed {}

/**
 * The same between programs: PostgreSQL's channel, on which a writer names the ledger after its commits. Ids only: whoever may
 * connect can listen.
 */
export const appendedChannel = 'appended';

/** Tells this program's announcements from those of others. */
const thisProgram = randomUUID();

/** @param from the program that says it, where it need not hear of it itself: its `EventBus` has told already */
export const hintOf = (ledger: string, from?: 'this program'): string => (from ? `${ledger} ${thisProgram}` : ledger);

const hint = new RegExp(`^(${idPattern})(?: (\\S+))?$`);

/** The ledger that a hint names; undefined for what is none of ours, and for what this program has said itself. */
export function ledgerOfHint(payload: string | undefined): string | undefined {
  const [, ledger, program] = hint.exec(payload ?? '') ?? [];
  return program === thisProgram ? undefined : ledger;
}
