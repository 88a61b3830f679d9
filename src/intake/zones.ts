import { type Day, type Instant, instant, instantAt, isZone } from '../domain/calendar.js';

/** A time zone as a source names it: a fixed offset from UTC (`PDT`), a region (`Europe/Berlin`), or both. */
export interface Zone {
  /** Minutes ahead of UTC; PST is −480. Absent where only the region is known. */
  readonly offsetMinutes?: number;
  /** The region whose clocks show this abbreviation, where only one does so; its calendar says on which days. */
  readonly region?: string;
  /** How dates are written where the zone is at home, if that is known: a hint, not a proof. */
  readonly writes?: 'month-first' | 'day-first';
}

const hour = 60;

/** English and French abbreviations. MST, CST and AST stand all year in some places, so no region is theirs alone. */
const american: readonly (readonly [names: string, offsetMinutes: number, region?: string])[] = [
  ['PST HNP', -8 * hour, 'America/Los_Angeles'],
  ['PDT HAP', -7 * hour, 'America/Los_Angeles'],
  ['MST HNR', -7 * hour],
  ['MDT HAR', -6 * hour, 'America/Denver'],
  ['CST HNC', -6 * hour],
  ['CDT HAC', -5 * hour, 'America/Chicago'],
  ['EST HNE', -5 * hour, 'America/New_York'],
  ['EDT HAE', -4 * hour, 'America/New_York'],
  ['AKST', -9 * hour, 'America/Anchorage'],
  ['AKDT', -8 * hour, 'America/Anchorage'],
  ['HST', -10 * hour],
];

const canadian: typeof american = [
  ['AST HNA', -4 * hour],
  ['ADT HAA', -3 * hour, 'America/Halifax'],
  ['NST HNT', -3.5 * hour, 'America/St_Johns'],
  ['NDT HAT', -2.5 * hour, 'America/St_Johns'],
];

const dayFirst: typeof american = [
  ['GMT WET', 0],
  ['BST', 1 * hour, 'Europe/London'],
  ['WEST', 1 * hour, 'Europe/Lisbon'],
  ['CET MEZ', 1 * hour, 'Europe/Berlin'],
  ['CEST MESZ', 2 * hour, 'Europe/Berlin'],
  ['EET', 2 * hour],
  ['EEST', 3 * hour, 'Europe/Athens'],
  ['AEST', 10 * hour],
  ['AEDT', 11 * hour, 'Australia/Sydney'],
  ['NZST', 12 * hour, 'Pacific/Auckland'],
  ['NZDT', 13 * hour, 'Pacific/Auckland'],
];

const abbreviations = new Map<string, Zone>([['UTC', { offsetMinutes: 0 }]]);
for (const [zones, writes] of [
  [american, 'month-first'],
  [canadian, undefined],
  [dayFirst, 'day-first'],
] as const) {
  for (const [names, offsetMinutes, region] of zones) {
    for (const name of names.split(' ')) abbreviations.set(name, { offsetMinutes, region, writes });
  }
}

/** The zone that a cell names: an abbreviation, `GMT-07:00`, or a region of the IANA database. Never guessed: nothing if unknown. */
export function zoneOf(name: string): Zone | undefined {
  const known = abbreviations.get(name.toUpperCase());
  if (known) return known;
  const offset = /^(?:GMT|UTC)([+-])(\d{1,2})(?::?([0-5]\d))?$/.exec(name);
  if (offset) {
    const minutes = +offset[2]! * hour + +(offset[3] ?? '0');
    return minutes <= 14 * hour ? { offsetMinutes: offset[1] === '-' ? -minutes : minutes } : undefined;
  }
  if (!isZone(name)) return undefined;
  return { region: name, writes: /^(?:Europe|Australia)\//.test(name) ? 'day-first' : undefined };
}

/** The instant at which a clock in that zone shows `day` and `time` (`HH:MM:SS`). */
export function instantIn({ offsetMinutes, region }: Zone, day: Day, time: string): Instant {
  if (offsetMinutes === undefined) return instantAt(day, time, region!);
  return instant(Date.parse(`${day}T${time}Z`) - offsetMinutes * 60_000);
}

/** False if no clock showed that abbreviation on that day: there is no PDT in January. */
export function occursOn(zone: Zone, day: Day, time: string): boolean {
  if (zone.offsetMinutes === undefined || zone.region === undefined) return true;
  // On the days of the change itself both abbreviations occur, and the repeated hour is shown twice.
  const shown = Date.parse(instantAt(day, time, zone.region));
  return Math.abs(shown - Date.parse(instantIn(zone, day, time))) < 60_000 || isChangeDay(zone.region, day);
}

function isChangeDay(region: string, day: Day): boolean {
  const start = Date.parse(instantAt(day, '00:00:00', region));
  return Date.parse(instantAt(day, '23:59:59', region)) - start !== 86_399_000;
}
