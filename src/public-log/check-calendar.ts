import { rulesRead } from './check-standing.js';
import type { Entry } from './entry.js';
import type { LogRead, PublicationRead, Report } from './log-read.js';
import { compareEntries } from './publication-order.js';
import { coveredPeriod, dueAt, isOnSchedule, publicationDayAfter, publicationDaysBetween } from './schedule.js';

/** Dates never fall, lie on the schedule, and no scheduled day that had a month to speak of is left out. */
export function checkCalendar(log: LogRead, publication: PublicationRead, report: Report): void {
  const { date, first } = publication;
  const last = log.dates.at(-1);
  const { schedule } = rulesRead(log, date.slice(0, 7));
  if (last !== undefined && date < last) report(first, 'date/falls', `${date} comes after ${last}.`);
  if (!isOnSchedule(schedule, date)) report(first, 'date/off-schedule', `${date} is no day of the schedule ${schedule}.`);
  if (last !== undefined) checkSkipped(log, last, date, first, report);
  checkPeriod(log, publication, report);
  log.dates.push(date);
}

const covered = (log: LogRead, date: string): string => coveredPeriod(date, (period) => rulesRead(log, period).delay);

function checkSkipped(log: LogRead, last: string, date: string, index: number, report: Report): void {
  const { schedule } = rulesRead(log, date.slice(0, 7));
  const until = dueAt(publicationDayAfter(schedule, date, -1));
  const skipped = publicationDaysBetween(schedule, dueAt(last), until).find((day) => covered(log, day) > (log.lastPeriod ?? ''));
  if (skipped) report(index, 'date/skipped', `Nothing was published on ${skipped}, when ${covered(log, skipped)} was due.`);
}

/** The month that a money entry speaks of; undefined for an entry that speaks of none. */
function periodOf(entry: Entry): string | undefined {
  switch (entry.kind) {
    case 'pledge.accrued':
    case 'batch.paid':
    case 'pool.converted':
    case 'money.returned':
    case 'pool.stated':
      return entry.period;
    case 'log.opened':
    case 'currency.opened':
    case 'rules.changed':
    case 'practice.joined':
    case 'practice.left':
    case 'batch.acknowledged':
    case 'entry.corrected':
    case 'audit.stated':
    case 'key.added':
    case 'key.retired':
    case 'log.closed':
      return undefined;
  }
}

/** A publication speaks of one month: the latest that ended at least the delay before. */
function checkPeriod(log: LogRead, { date, first, entries }: PublicationRead, report: Report): void {
  const latest = covered(log, date);
  const periods = new Map<string, number>();
  entries.forEach((entry, at) => {
    const period = periodOf(entry);
    if (period !== undefined && !periods.has(period)) periods.set(period, first + at);
    if (entry.kind === 'pledge.accrued') checkQuarter(log, entry.period, first + at, report);
  });
  for (const [period, index] of periods) {
    if (period > latest) report(index, 'period/too-early', `${period} ended less than its delay before ${date}.`);
    if (period < latest) report(index, 'period/not-the-latest', `On ${date} the log speaks of ${latest}, not of ${period}.`);
    if (log.lastPeriod !== undefined && period <= log.lastPeriod)
      report(index, 'period/repeated', `${log.lastPeriod} was published before.`);
    if (periods.size > 1)
      report(index, 'period/differs', `One publication speaks of one month, not of ${[...periods.keys()].join(' and ')}.`);
  }
  log.lastPeriod = [...periods.keys()].sort().at(-1) ?? log.lastPeriod;
}

function checkQuarter(log: LogRead, period: string, index: number, report: Report): void {
  if (rulesRead(log, period).pledge === 'quarterly' && Number(period.slice(5)) % 3 !== 0) {
    report(index, 'period/not-a-quarter', `The pledge is published by the quarter, and ${period} ends none.`);
  }
}

export function checkOrder({ first, entries }: PublicationRead, report: Report): void {
  entries.forEach((entry, at) => {
    const before = entries[at - 1];
    if (!before) return;
    const order = compareEntries(before, entry);
    if (order > 0) report(first + at, 'order/kinds', `${entry.kind} stands after ${before.kind}; the order of a publication is fixed.`);
    if (order === 0) report(first + at, 'order/twice', `${entry.kind} says the same thing twice in one publication.`);
  });
}
