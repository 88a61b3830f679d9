import { encodeEntry } from '../public-log/entry.js';
import type { Asked } from './asked.js';
import type { Instant } from './calendar.js';
import { successorOrigin } from './log-origin.js';
import type { Publication, PublicationMade } from './publication.js';
import { Refusal } from './refusal.js';

/** Why a log is given up for another: its key is known to others, or something stands in it that should never have been written. */
export const closingReasons = ['key', 'incident'] as const;
export type ClosingReason = (typeof closingReasons)[number];

export interface LogClosing extends Asked {
  readonly reason: ClosingReason;
}

/** End the ledger's public log for good, and go on under another name with another key. */
export class CloseLog {
  constructor(readonly input: LogClosing) {}
}

/**
 * The last entry of a log names the one that comes after it and the key of that one. Its successor begins with the next scheduled
 * publication, says where this one ended, and opens every pool where it closed. Closed before, it stays closed.
 *
 * @param vkey of the successor
 * @throws Refusal where there is no log, or something of it is not signed yet
 */
export function closeLog(publication: Publication, { reason }: LogClosing, vkey: string, now: Instant): readonly PublicationMade[] {
  if (publication.status === 'unopened') throw new Refusal('publication/no-log', 'Nothing is published yet, so there is no log to close.');
  if (publication.status === 'closed') return [];
  if (publication.head?.size !== publication.nextIndex)
    throw new Refusal('publication/not-signed', 'The log has entries that are not signed yet. Publish first, then close it.');
  const { origin, lastDate, lastPeriod, nextIndex, base, carried } = publication;
  const next = { next_origin: successorOrigin(origin), next_vkey: vkey };
  return [
    {
      type: 'PublicationMade',
      happenedAt: now,
      data: {
        date: lastDate,
        period: lastPeriod,
        firstIndex: nextIndex,
        entries: [encodeEntry({ v: 1, kind: 'log.closed', date: lastDate, reason, ...next })],
        counted: { accruals: [], payouts: [], returned: [], released: [] },
        carried,
        ...(base > 0 && { base }),
      },
    },
  ];
}
