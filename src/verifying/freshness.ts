import type { OpenedCheckpoint } from '../public-log/checkpoint.js';
import type { Entry } from '../public-log/entry.js';
import { daysBetween } from '../public-log/days.js';
import { dueAt, publicationDaysBetween, type Schedule } from '../public-log/schedule.js';

/** A witness signs anew every day; a week without is worth a word, forty days are more than a machine that is off. */
const cosignedWithinDays = 7;
const silentAfterDays = 40;
/** A publication may be made late: its program was off. */
const lateDays = 2;

/**
 * What is old about a log although all of it holds: a publication that the calendar asks for and that has not come, a
 * witness that has not been heard for long. Silence can be seen by everyone, and prevented by nobody.
 * @param now RFC 3339 in UTC
 */
export function freshnessWarnings(entries: readonly Entry[], { signed }: OpenedCheckpoint, now: string): readonly string[] {
  const last = entries.at(-1);
  const isClosed = last?.kind === 'log.closed';
  const warnings = last && !isClosed ? overdue(last.date, scheduleOf(entries), now) : [];
  const cosigned = signed.flatMap(({ at }) => (at === undefined ? [] : [at]));
  return cosigned.length > 0 && !isClosed ? [...warnings, ...unseen(Math.max(...cosigned), now)] : warnings;
}

const scheduleOf = (entries: readonly Entry[]): Schedule =>
  entries.reduce<Schedule>(
    (schedule, entry) => (entry.kind === 'log.opened' || entry.kind === 'rules.changed' ? entry.schedule : schedule),
    'monthly:second-tuesday',
  );

function overdue(lastDate: string, schedule: Schedule, now: string): readonly string[] {
  const [missing] = publicationDaysBetween(schedule, dueAt(lastDate), now);
  if (missing === undefined || daysBetween(missing, now.slice(0, 10)) < lateDays) return [];
  return [`The publication of ${missing} has not come: the last one is of ${lastDate}.`];
}

function unseen(at: number, now: string): readonly string[] {
  const days = Math.floor((Date.parse(now) / 1000 - at) / 86_400);
  if (days < 0) return ['A witness says that it signed at a time that has not come yet: a clock is wrong, its or yours.'];
  if (days < cosignedWithinDays) return [];
  const how = days < silentAfterDays ? 'It may be older than the log by as much.' : 'What is served may long have been replaced.';
  return [`No witness of the policy has signed this head for ${days} days. ${how}`];
}
