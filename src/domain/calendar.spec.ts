import fc from 'fast-check';
import { refusalOf } from '../../test/support/given.js';
import {
  addDays,
  addDaysTo,
  addMinutes,
  addMonths,
  dayOf,
  firstDayOf,
  instant,
  instantAt,
  isDay,
  isMonth,
  isZone,
  lastDayOf,
  millisOf,
  monthOf,
  noonOf,
  parseWhen,
  startOfDay,
} from './calendar.js';

const zones = [
  'America/Toronto',
  'America/Vancouver',
  'America/St_Johns',
  'UTC',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Pacific/Chatham',
  'America/Havana',
  'Asia/Seoul',
];
const zone = fc.constantFrom(...zones);
const day = fc
  .date({ min: new Date('1990-01-02'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const month = fc
  .tuple(fc.integer({ min: 1990, max: 2100 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, of]) => `${year}-${String(of).padStart(2, '0')}`);

describe('A month is reckoned in the zone of the ledger', () => {
  it.each([
    [
      'half past eleven on the 31st in Vancouver',
      '2026-10-31T23:30:00-07:00',
      { 'America/Vancouver': '2026-10', 'America/Toronto': '2026-11', UTC: '2026-11' },
    ],
    [
      'New Year’s Eve in Toronto',
      '2026-12-31T23:59:59-05:00',
      { 'America/Toronto': '2026-12', 'America/St_Johns': '2027-01', UTC: '2027-01' },
    ],
    [
      'the first minute of March in Seoul',
      '2026-03-01T00:00:00+09:00',
      { 'Asia/Seoul': '2026-03', UTC: '2026-02', 'America/Toronto': '2026-02' },
    ],
  ])('%s', (_, at, months) => {
    for (const [where, expected] of Object.entries(months)) expect(monthOf(instant(Date.parse(at)), where)).toBe(expected);
  });

  it('a day given without an hour stays that day, wherever the ledger is', () => {
    fc.assert(
      fc.property(day, zone, (given, where) => {
        if (where === 'Pacific/Apia' && given === '2011-12-30') return;
        expect(dayOf(noonOf(given, where), where)).toBe(given);
      }),
    );
  });

  it('a day begins at its first instant: what is a millisecond earlier belongs to the day before', () => {
    fc.assert(
      fc.property(day, zone, (given, where) => {
        if (where === 'Pacific/Apia' && given === '2011-12-30') return;
        const start = startOfDay(given, where);
        expect(dayOf(start, where)).toBe(given);
        expect(dayOf(instant(millisOf(start) - 1), where) < given).toBe(true);
      }),
    );
  });
});

describe('A wall clock is read as people read it', () => {
  it.each([
    ['an ordinary winter morning', '2026-01-15', '09:30:00', 'America/Toronto', '2026-01-15T14:30:00.000Z'],
    ['an ordinary summer morning', '2026-07-15', '09:30:00', 'America/Toronto', '2026-07-15T13:30:00.000Z'],
    ['in the hour that spring skips: after the gap', '2026-03-08', '02:30:00', 'America/Toronto', '2026-03-08T07:30:00.000Z'],
    ['the last minute before the gap', '2026-03-08', '01:59:00', 'America/Toronto', '2026-03-08T06:59:00.000Z'],
    ['the first minute after the gap', '2026-03-08', '03:00:00', 'America/Toronto', '2026-03-08T07:00:00.000Z'],
    ['in the hour that autumn repeats: the first of the two', '2026-11-01', '01:30:00', 'America/Toronto', '2026-11-01T05:30:00.000Z'],
    ['after the repeated hour', '2026-11-01', '02:00:00', 'America/Toronto', '2026-11-01T07:00:00.000Z'],
    ['midnight that spring skips', '2026-03-08', '00:00:00', 'America/Havana', '2026-03-08T05:00:00.000Z'],
    ['midnight that autumn repeats: the first', '2026-11-01', '00:00:00', 'America/Havana', '2026-11-01T04:00:00.000Z'],
    ['a zone of three quarters of an hour', '2026-07-15', '00:00:00', 'Asia/Kathmandu', '2026-07-14T18:15:00.000Z'],
    ['a day that Samoa left out: the next one', '2011-12-30', '12:00:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
  ])('%s', (_, on, time, where, expected) => {
    expect(instantAt(on, time, where)).toBe(expected);
  });
});

describe('Months and days are counted as in a calendar', () => {
  it.each([
    ['2024-02', '2024-02-29'],
    ['2026-02', '2026-02-28'],
    ['2100-02', '2100-02-28'],
    ['2000-02', '2000-02-29'],
    ['2026-12', '2026-12-31'],
    ['2026-04', '2026-04-30'],
  ])('%s ends on %s', (of, last) => {
    expect(lastDayOf(of)).toBe(last);
  });

  it.each([
    ['2026-12', 1, '2027-01'],
    ['2026-01', -1, '2025-12'],
    ['2026-10', 12, '2027-10'],
    ['2026-10', -22, '2024-12'],
    ['2026-10', 0, '2026-10'],
  ])('%s and %i months are %s', (from, count, to) => {
    expect(addMonths(from, count)).toBe(to);
  });

  it('a month is followed by the day after its last', () => {
    fc.assert(
      fc.property(month, (of) => {
        expect(addDaysTo(lastDayOf(of), 1)).toBe(firstDayOf(addMonths(of, 1)));
        expect(addMonths(addMonths(of, 17), -17)).toBe(of);
      }),
    );
  });

  it('days of a wall are counted by date, days of an instant by 24 hours', () => {
    expect(addDaysTo('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-03-07T17:00:00.000Z', 1)).toBe('2026-03-08T17:00:00.000Z');
    expect(addMinutes('2026-12-31T23:55:00.000Z', 10)).toBe('2027-01-01T00:05:00.000Z');
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2025-02-29',
    '2026-1-1',
    '26-01-01',
    '2026-10-04T00:00',
    '',
  ])('there is no day %s', (text) => {
    expect(isDay(text)).toBe(false);
  });

  it.each(['2026-13', '2026-00', '2026-1', '202610', '2026-10-01', ''])('there is no month %s', (text) => {
    expect(isMonth(text)).toBe(false);
  });

  it.each([
    ['America/Toronto', true],
    ['UTC', true],
    ['America/Argentina/Buenos_Aires', true],
    ['Toronto', false],
    ['America/Nowhere', false],
    ['+05:00', false],
    ['', false],
    ['America/Toronto; drop table event', false],
  ])('%s is a zone: %s', (name, expected) => {
    expect(isZone(name)).toBe(expected);
  });
});

describe('When something happened', () => {
  const now = '2026-10-04T15:00:00.000Z';
  const when = (text: unknown) => parseWhen(text, 'America/Toronto', now);

  it.each([
    ['a day is its noon in the ledger’s zone', '2026-10-01', '2026-10-01T16:00:00.000Z'],
    ['an instant keeps its own zone', '2026-10-01T23:30:00-07:00', '2026-10-02T06:30:00.000Z'],
    ['in UTC', '2026-10-01T23:30Z', '2026-10-01T23:30:00.000Z'],
    ['to the millisecond', '2026-10-01T23:30:00.1239Z', '2026-10-01T23:30:00.123Z'],
    ['29 February of a leap year', '2024-02-29', '2024-02-29T17:00:00.000Z'],
    ['with blanks around it', ' 2026-10-01 ', '2026-10-01T16:00:00.000Z'],
    ['a day ahead, where it is tomorrow already', '2026-10-05T15:00:00Z', '2026-10-05T15:00:00.000Z'],
  ])('%s', (_, text, expected) => {
    expect(when(text)).toBe(expected);
  });

  it.each<[string, unknown]>([
    ['30 February', '2026-02-30'],
    ['29 February without a leap year', '2026-02-29'],
    ['a time on 31 April', '2026-04-31T10:00Z'],
    ['a month of 13', '2026-13-01'],
    ['a time without a zone', '2026-10-01T10:00:00'],
    ['25 o’clock', '2026-10-01T25:00:00Z'],
    ['a zone that is none', '2026-10-01T10:00:00+25:00'],
    ['a second more than a day ahead', '2026-10-05T15:00:01Z'],
    ['next year', '2027-10-04'],
    ['another century', '1026-10-04'],
    ['the year one', '0001-01-01'],
    ['the year zero', '0000-01-01T00:00:00+01:00'],
    ['the end of time', '9999-12-31T23:59:59-14:00'],
    ['day and month turned round', '04/10/2026'],
    ['seconds since 1970', '1790000000'],
    ['a number', 20261004],
    ['nothing', undefined],
    ['no text', ''],
    ['words', 'yesterday'],
    ['HTML', '<b>2026-10-04</b>'],
  ])('is never %s', (_, text) => {
    expect(refusalOf(() => when(text))).toBe('receivedAt');
  });
});
