import {
  type Day,
  type Instant,
  type Month,
  addDays,
  addDaysTo,
  addMonths,
  dayOf,
  firstDayOf,
  instantAt,
  monthOfDay,
} from '../domain/calendar.js';
import { presetRules } from '../domain/publication-rules.js';
import { coveredPeriod, dueAt, publicationDaysBetween } from '../public-log/schedule.js';

/** The ledger of the demo keeps its months in this zone. */
export const zone = 'America/Toronto';

const publishedMonths = 12;

/** The months that the demo lives through: as many as it takes for twelve of them to be published by `until`. */
export interface Span {
  readonly first: Month;
  readonly firstDay: Day;
  /** The last day of which anything is in the books. */
  readonly lastDay: Day;
  readonly until: Instant;
  /** Every month that has begun, in order. */
  readonly months: readonly Month[];
  /** Days on which something is published. */
  readonly publicationDays: readonly Day[];
}

export function spanUntil(until: Instant): Span {
  const { schedule, delayDays } = presetRules('guarded');
  const lastPublication = publicationDaysBetween(schedule, addDays(until, -40), until).at(-1)!;
  const first = addMonths(
    coveredPeriod(lastPublication, () => delayDays),
    1 - publishedMonths,
  );
  const today = dayOf(until, zone);
  const months: Month[] = [];
  for (let month = first; month <= monthOfDay(today); month = addMonths(month, 1)) months.push(month);
  return {
    first,
    until,
    months,
    firstDay: firstDayOf(first),
    lastDay: addDaysTo(today, -1),
    publicationDays: publicationDaysBetween(schedule, dueAt(firstDayOf(first)), until),
  };
}

export function daysOf(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDaysTo(day, 1)) days.push(day);
  return days;
}

/** That hour of the day on the practitioner's clock, `18:30`. */
export const at = (day: Day, time: string): Instant => instantAt(day, `${time}:00`, zone);

/** The day on the practitioner's calendar so many days later. */
export const dayAfter = (moment: Instant, days: number): Day => addDaysTo(dayOf(moment, zone), days);
