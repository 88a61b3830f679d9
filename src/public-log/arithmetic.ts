import { checkCalendar, checkOrder } from './check-calendar.js';
import { checkBatchesWhole, checkMoney } from './check-money.js';
import { checkPools, flowsOf } from './check-pools.js';
import { checkSlots } from './check-slots.js';
import { checkStanding } from './check-standing.js';
import type { Entry } from './entry.js';
import { type ArithmeticFault, type LogRead, nothingRead, type PublicationRead, type Report } from './log-read.js';

/**
 * What anyone can check of a log without asking anyone: that its sums are right, that it follows its own rules and
 * calendar, and that nothing is counted twice. Whether money moved, and whether people are real, no entry can show.
 * @param entries the whole log from its first entry on
 * @returns every fault by its name; an empty list says that all of it holds
 */
export function verifyEntries(entries: readonly Entry[]): readonly ArithmeticFault[] {
  const faults: ArithmeticFault[] = [];
  const report: Report = (index, code, says) => faults.push({ index, code, says });
  const log = nothingRead(entries);
  if (entries[0]?.kind !== 'log.opened') {
    report(0, 'log/not-opened', 'A log begins with log.opened: without it no rule is in force.');
    return faults;
  }
  for (const publication of publicationsOf(entries)) readPublication(log, publication, report);
  checkSlots(entries, report);
  return faults;
}

/** Rules come first, since the day itself is judged by those in force; the pools last, since they sum up the rest. */
function readPublication(log: LogRead, publication: PublicationRead, report: Report): void {
  const wasClosed = log.closed;
  publication.entries.forEach((entry, at) => {
    if (log.closed)
      report(publication.first + at, 'log/after-close', wasClosed ? 'The log was closed before.' : 'Nothing follows log.closed.');
    checkStanding(log, entry, publication.first + at, report);
  });
  checkCalendar(log, publication, report);
  checkOrder(publication, report);
  const flows = flowsOf(publication);
  publication.entries.forEach((entry, at) => {
    checkMoney(log, publication, entry, publication.first + at, report);
  });
  checkBatchesWhole(publication, report);
  checkPools(log, publication, flows, report);
}

function publicationsOf(entries: readonly Entry[]): readonly PublicationRead[] {
  const starts = entries.flatMap((entry, at) => (at === 0 || entries[at - 1]?.date !== entry.date ? [at] : []));
  return starts.map((first, at) => ({
    date: entries[first]?.date ?? '',
    first,
    entries: entries.slice(first, starts[at + 1] ?? entries.length),
  }));
}
