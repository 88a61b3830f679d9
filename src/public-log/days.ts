/**
 * Calendar days and months as the log writes them: `2026-12-08`, `2026-10`. The core of the log imports nothing of the
 * books, so that a verifier can be built from this folder alone; hence these few lines of its own.
 */
const dayMs = 86_400_000;

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** True if the calendar has that day, from 2000 to 9999: 2026-02-30 it has not. */
export function isDay(text: string): boolean {
  if (!/^[2-9]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  return day >= 1 && day <= (month === 2 && isLeap(year) ? 29 : (daysInMonth[month - 1] ?? 0));
}

export const isPeriod = (text: string): boolean => /^[2-9]\d{3}-(0[1-9]|1[0-2])$/.test(text);

export const monthOf = (day: string): string => day.slice(0, 7);

export function addMonths(month: string, count: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

export const lastDayOf = (month: string): string =>
  new Date(Date.parse(`${addMonths(month, 1)}-01T00:00:00Z`) - dayMs).toISOString().slice(0, 10);

/** Whole days from `from` to `to`; negative when `to` comes first. 31 October to 8 December is 38. */
export const daysBetween = (from: string, to: string): number => (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs;
