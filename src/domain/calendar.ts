import { invalid } from './refusal.js';

/** A UTC instant as RFC 3339 with milliseconds, `2026-10-04T16:00:00.000Z`: sorts as text, reads as itself in JSON. */
export type Instant = string;
/** A calendar day, `2026-10-04`, in the ledger's reporting zone unless said otherwise. */
export type Day = string;
/** A calendar month, `2026-10`, in the ledger's reporting zone. */
export type Month = string;

const dayMs = 86_400_000;

export const instant = (millis: number): Instant => new Date(millis).toISOString();
export const millisOf = (at: Instant): number => Date.parse(at);
export const addDays = (at: Instant, days: number): Instant => instant(millisOf(at) + days * dayMs);
export const addMinutes = (at: Instant, minutes: number): Instant => instant(millisOf(at) + minutes * 60_000);

const formats = new Map<string, Intl.DateTimeFormat>();
function clockOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA-u-hc-h23', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/** True for a zone of the IANA database, like `America/Toronto`. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]+(?:\/[A-Za-z0-9_+-]+)+$|^UTC$/.test(zone)) return false;
  try {
    clockOf(zone);
    return true;
  } catch {
    return false;
  }
}

const quarterHour = 900_000;
const mostOffsets = 10_000;
const offsets = new Map<string, number>();

/** How far a wall clock in `zone` is ahead of UTC, in milliseconds. No zone changes it but at a quarter of an hour. */
function offsetAt(at: number, zone: string): number {
  const key = `${zone}/${Math.floor(at / quarterHour)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const second = Math.floor(at / 1000) * 1000;
  const parts: Record<string, string> = {};
  for (const { type, value } of clockOf(zone).formatToParts(second)) parts[type] = value;
  const wall = Date.UTC(+parts.year!, +parts.month! - 1, +parts.day!, +parts.hour!, +parts.minute!, +parts.second!);
  if (offsets.size >= mostOffsets) offsets.clear();
  offsets.set(key, wall - second);
  return wall - second;
}

/** What a wall clock in `zone` shows at that instant, as if it were UTC, in milliseconds. */
const wallMillis = (at: number, zone: string): number => Math.floor(at / 1000) * 1000 + offsetAt(at, zone);

export const dayOf = (at: Instant, zone: string): Day => new Date(wallMillis(millisOf(at), zone)).toISOString().slice(0, 10);
export const monthOf = (at: Instant, zone: string): Month => dayOf(at, zone).slice(0, 7);

/**
 * The instant at which a wall clock in `zone` shows `day` and `time`. In the hour that daylight saving skips, the
 * instant after the gap; in the hour it repeats, the first of the two.
 */
export function instantAt(day: Day, time: string, zone: string): Instant {
  const wall = Date.parse(`${day}T${time}Z`);
  const before = wall - (wallMillis(wall - dayMs, zone) - (wall - dayMs));
  if (wallMillis(before, zone) === wall) return instant(before);
  const after = wall - (wallMillis(wall + dayMs, zone) - (wall + dayMs));
  return instant(wallMillis(after, zone) === wall ? after : before);
}

/** A day given without an hour stands at noon of the reporting zone: no rounding of zones moves it to another day. */
export const noonOf = (day: Day, zone: string): Instant => instantAt(day, '12:00:00', zone);
export const startOfDay = (day: Day, zone: string): Instant => instantAt(day, '00:00:00', zone);

export const monthOfDay = (day: Day): Month => day.slice(0, 7);
export const firstDayOf = (month: Month): Day => `${month}-01`;
export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

export function addMonths(month: Month, count: number): Month {
  const index = +month.slice(0, 4) * 12 + (+month.slice(5, 7) - 1) + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

export function lastDayOf(month: Month): Day {
  return new Date(Date.parse(`${addMonths(month, 1)}-01T00:00:00Z`) - dayMs).toISOString().slice(0, 10);
}

export const addDaysTo = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** True if the calendar has that day: 2026-02-30 has not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const millis = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(millis) && new Date(millis).toISOString().slice(0, 10) === text;
}

/**
 * Reads when something happened: a day (`2026-10-04`, noon in the reporting zone) or an instant with its offset
 * (`2026-10-04T09:30:00-04:00`). Refuses days the calendar lacks, times without a zone, and the future beyond a day.
 */
export function parseWhen(text: unknown, zone: string, now: Instant, field = 'receivedAt'): Instant {
  if (typeof text !== 'string') throw invalid(field, 'Send the date as text, like "2026-10-04".');
  const at = readWhen(text.trim(), zone, field);
  if (millisOf(at) > millisOf(now) + dayMs)
    throw invalid(field, `${text.trim().slice(0, 40)} is in the future. Enter the day the money moved.`);
  if (at < '1990') throw invalid(field, `${text.trim().slice(0, 40)} is too long ago. Check the year.`);
  return at;
}

function readWhen(text: string, zone: string, field: string): Instant {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    if (!isDay(text)) throw invalid(field, `${text} is not in the calendar. Check the day.`);
    return noonOf(text, zone);
  }
  const match = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/.exec(text);
  if (!match) throw invalid(field, `"${text.slice(0, 40)}" is not a date. Write it like 2026-10-04 or 2026-10-04T09:30:00-04:00.`);
  if (!isDay(match[1]!)) throw invalid(field, `${match[1]} is not in the calendar. Check the day.`);
  if (!match[2]) throw invalid(field, 'A time needs its zone, like -04:00 or Z. Leave the time away to mean that day.');
  return instant(Date.parse(text));
}
