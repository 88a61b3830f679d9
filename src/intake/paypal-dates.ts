import { type Day, isDay } from '../domain/calendar.js';
import { invalid } from '../domain/refusal.js';
import type { Language } from './paypal-columns.js';
import { occursOn, type Zone } from './zones.js';

/** Which number of `10/04/2026` is the day. */
export type DateOrder = 'day-first' | 'month-first';

/** A row's date, time and zone as the file writes them. */
export interface WrittenDate {
  readonly line: number;
  readonly date: string;
  readonly time: string;
  readonly zone: Zone;
}

const orders: readonly DateOrder[] = ['day-first', 'month-first'];

/**
 * Deduces the order of day and month from the whole file, by what cannot be otherwise before what is usual:
 * 1. a number above 12 is a day; 2. `PDT`, `CET` and their like are shown on some days of the year only;
 * 3. the language of the header (French, German: day first); 4. the zones, with an English header (PST, EDT …: month
 * first; GMT, CET …: day first). `2026-10-04` and `04.10.2026` say it themselves and need none of this.
 * @throws InvalidInput where two lines contradict each other, or nothing decides
 */
export function dateOrderOf(dates: readonly WrittenDate[], language: Language): DateOrder {
  const open = dates.filter(({ date }) => /^\d{1,2}[/-]/.test(date));
  if (open.length === 0) return 'day-first';
  return byNumbers(open) ?? bySeason(open) ?? byCustom(open, language) ?? refuseAmbiguous(open);
}

/**
 * Reads a date: `2026-10-04`, `04.10.2026`, or `4/10/2026` in the order given.
 * @throws InvalidInput naming the line for another form and for days that the calendar lacks
 */
export function readDay(date: string, order: DateOrder, line: number): Day {
  const day = dayAs(date, order);
  const field = `line ${line}`;
  if (!day) throw invalid(field, 'The date is not written like 10/04/2026, 04.10.2026 or 2026-10-04. Download the file again.');
  if (!isDay(day)) throw invalid(field, `${date} is not in the calendar. Check the day.`);
  return day;
}

/** `9:05:00`, `09:05`, `9:05:00 PM` as `HH:MM:SS`. @throws InvalidInput naming the line */
export function readTime(time: string, line: number): string {
  const match = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?:\s?([AP])\.?M\.?)?$/i.exec(time);
  const written = +(match?.[1] ?? '99');
  const half = match?.[4]?.toUpperCase();
  const inRange = half ? written >= 1 && written <= 12 : written <= 23;
  if (!match || !inRange) throw invalid(`line ${line}`, 'The time is not written like 09:30:00. Download the file again.');
  const hours = half ? (written % 12) + (half === 'P' ? 12 : 0) : written;
  return `${String(hours).padStart(2, '0')}:${match[2]}:${match[3] ?? '00'}`;
}

function dayAs(date: string, order: DateOrder): Day | undefined {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(date);
  if (iso) return dayFrom(iso[1]!, iso[2]!, iso[3]!);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(date);
  if (dotted) return dayFrom(dotted[3]!, dotted[2]!, dotted[1]!);
  const match = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})$/.exec(date);
  if (!match) return undefined;
  const [, first = '', , second = '', year = ''] = match;
  return order === 'day-first' ? dayFrom(year, second, first) : dayFrom(year, first, second);
}

const dayFrom = (year: string, month: string, day: string): Day => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

function byNumbers(dates: readonly WrittenDate[]): DateOrder | undefined {
  const numbers = dates.map(({ line, date }) => ({ line, first: +date.split(/[/-]/)[0]!, second: +date.split(/[/-]/)[1]! }));
  const dayFirst = numbers.find(({ first }) => first > 12);
  const monthFirst = numbers.find(({ second }) => second > 12);
  if (dayFirst && monthFirst) {
    const [earlier, later] = [dayFirst.line, monthFirst.line].sort((a, b) => a - b);
    const says = `The day stands first on one of the lines ${earlier} and ${later} and second on the other. Download the file again.`;
    throw invalid(`line ${later}`, says);
  }
  if (dayFirst) return 'day-first';
  return monthFirst && 'month-first';
}

/** One order makes every zone possible on its day, the other does not. */
function bySeason(dates: readonly WrittenDate[]): DateOrder | undefined {
  const possible = orders.filter((order) =>
    dates.every(({ date, time, zone }) => {
      const day = dayAs(date, order);
      return day !== undefined && isDay(day) && occursOn(zone, day, time);
    }),
  );
  return possible.length === 1 ? possible[0] : undefined;
}

function byCustom(dates: readonly WrittenDate[], language: Language): DateOrder | undefined {
  if (language !== 'en') return 'day-first';
  return orders.find((order) => dates.every(({ zone }) => zone.writes === order));
}

function refuseAmbiguous([first]: readonly WrittenDate[]): never {
  const says =
    `"${first!.date}" may be the day or the month first, and no date in the file has a day above 12 to decide it. ` +
    'Download a longer time, such as the whole month, and bring in that file.';
  throw invalid(`line ${first!.line}`, says);
}
