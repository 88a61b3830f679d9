import { addMonths, daysBetween, lastDayOf, monthOf } from './days.js';

/**
 * When the log grows. Fixed beforehand and independent of what happened, so that the moment of a publication says
 * nothing about anyone's payment. So far there is one schedule; a second one is a new name, never a new meaning.
 */
export const schedules = ['monthly:second-tuesday'] as const;
export type Schedule = (typeof schedules)[number];

/** The hour at which a publication day becomes due, in UTC, on every schedule. */
export const publicationHour = '16:00:00.000Z';

const tuesday = 2;

/** The publication day of a calendar month: its second Tuesday, the 8th to the 14th. */
export function publicationDayIn(schedule: Schedule, month: string): string {
  switch (schedule) {
    case 'monthly:second-tuesday': {
      const weekday = new Date(`${month}-01T00:00:00Z`).getUTCDay();
      const day = 8 + ((tuesday - weekday + 7) % 7);
      return `${month}-${String(day).padStart(2, '0')}`;
    }
  }
}

export const isOnSchedule = (schedule: Schedule, day: string): boolean => publicationDayIn(schedule, monthOf(day)) === day;

/** The instant from which that day's publication may be made, RFC 3339 in UTC. */
export const dueAt = (day: string): string => `${day}T${publicationHour}`;

/** The first publication day that falls due after `instant` (RFC 3339, UTC, milliseconds). */
export function nextPublicationDay(schedule: Schedule, instant: string): string {
  const day = publicationDayIn(schedule, monthOf(instant));
  return dueAt(day) > instant ? day : publicationDayIn(schedule, addMonths(monthOf(instant), 1));
}

/** The publication day before or after another one. */
export const publicationDayAfter = (schedule: Schedule, day: string, count = 1): string =>
  publicationDayIn(schedule, addMonths(monthOf(day), count));

/** Every publication day that fell due after the instant `after`, up to and including the instant `until`. */
export function publicationDaysBetween(schedule: Schedule, after: string, until: string): readonly string[] {
  const days: string[] = [];
  for (let day = nextPublicationDay(schedule, after); dueAt(day) <= until; day = publicationDayAfter(schedule, day)) days.push(day);
  return days;
}

/** No rules let a period wait longer than this before its first publication. */
export const longestDelayDays = 366;

/** True once `day` lies at least `delayDays` after the last day of `period`. */
export const isPastDelay = (period: string, delayDays: number, day: string): boolean => daysBetween(lastDayOf(period), day) >= delayDays;

/**
 * The latest month that a publication on `day` may speak of: the last one that ended at least its delay before. With
 * 35 days, October on the second Tuesday of December; with 7 days, November.
 * @param delayOf the delay that the rules in force for a period ask for, in days
 */
export function coveredPeriod(day: string, delayOf: (period: string) => number): string {
  let period = addMonths(monthOf(day), -1);
  while (!isPastDelay(period, delayOf(period), day)) period = addMonths(period, -1);
  return period;
}

/** A quarterly figure carries the last month of its calendar quarter: `2026-12` stands for October to December. */
export const endsQuarter = (period: string): boolean => Number(period.slice(5, 7)) % 3 === 0;
