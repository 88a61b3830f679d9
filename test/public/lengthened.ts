import { createHash } from 'node:crypto';
import { type PublicationMade, publicationStream } from '../../src/domain/publication.js';
import { EventStore } from '../../src/event-store/event-store.js';
import { encodeEntry } from '../../src/public-log/entry.js';
import { newRequest, type TestProgram } from '../support/ledger.js';

/** Like a publication, of its day and its books: the command that puts what auditors said into the log. */
class StateAudits {
  constructor(readonly input: { ledger: string; by: string; request: string; upTo: number }) {}
}

/** Audits are stated in a log that is open until it has `upTo` entries: as long as one of many years, and its figures as they were. */
export async function lengthen({ app }: TestProgram, ledger: string, upTo: number): Promise<void> {
  const command = new StateAudits({ ledger, by: 'account:test', request: newRequest(), upTo });
  await app.get(EventStore).decide(command, { publication: publicationStream }, ({ publication }, now) => {
    if (publication.status !== 'open') throw new Error('Only a log that is open is made longer.');
    const { base, nextIndex: firstIndex, lastDate: date, lastPeriod: period, carried } = publication;
    const entries = Array.from({ length: upTo - firstIndex }, (_, at) => audit(date, period, firstIndex + at));
    const counted = { accruals: [], payouts: [], returned: [], released: [] };
    const data = { date, period, firstIndex, entries, counted, carried, ...(base > 0 && { base }) };
    const made: PublicationMade = { type: 'PublicationMade', data, happenedAt: now };
    return { publication: [made] };
  });
}

const audit = (date: string, period: string, at: number): string =>
  encodeEntry({
    v: 1,
    date,
    kind: 'audit.stated',
    auditor: `auditor-${at}`,
    period,
    result: 'clean',
    statement: createHash('sha256').update(`statement ${at}`).digest('hex'),
  });
