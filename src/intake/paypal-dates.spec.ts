import { InvalidInput } from '../domain/refusal.js';
import type { Language } from './paypal-columns.js';
import { dateOrderOf, readDay, readTime } from './paypal-dates.js';
import { instantIn, occursOn, zoneOf } from './zones.js';

const orderOf = (language: Language, ...dates: [date: string, zone: string][]) =>
  dateOrderOf(
    dates.map(([date, zone], at) => ({ line: at + 2, date, time: '09:30:00', zone: zoneOf(zone)! })),
    language,
  );

describe('The order of day and month is that of the whole file', () => {
  it.each<[string, Language, [string, string][], string]>([
    [
      'a second number above 12',
      'en',
      [
        ['01/02/2026', 'UTC'],
        ['01/31/2026', 'UTC'],
      ],
      'month-first',
    ],
    [
      'a first number above 12',
      'en',
      [
        ['01/02/2026', 'PST'],
        ['31/01/2026', 'PST'],
      ],
      'day-first',
    ],
    [
      'daylight time, which January has not',
      'en',
      [
        ['01/10/2026', 'EDT'],
        ['02/10/2026', 'EDT'],
      ],
      'day-first',
    ],
    [
      'daylight time, which October has',
      'en',
      [
        ['10/01/2026', 'EDT'],
        ['10/02/2026', 'EDT'],
      ],
      'month-first',
    ],
    ['standard time, which July has not', 'en', [['07/01/2026', 'EST']], 'day-first'],
    ['summer time in Europe', 'en', [['05/01/2026', 'CEST']], 'month-first'],
    ['a French header', 'fr', [['03/04/2026', 'UTC']], 'day-first'],
    ['a German header', 'de', [['03/04/2026', 'UTC']], 'day-first'],
    ['a French header with a zone of North America', 'fr', [['04/10/2026', 'HAE']], 'day-first'],
    [
      'an English header with American zones',
      'en',
      [
        ['04/10/2026', 'PDT'],
        ['05/10/2026', 'MST'],
      ],
      'month-first',
    ],
    ['an English header with a European zone', 'en', [['04/10/2026', 'Europe/London']], 'day-first'],
  ])('%s decides', (_what, language, dates, order) => {
    expect(orderOf(language, ...dates)).toBe(order);
  });

  it('and where nothing decides the file is refused, saying what to do', () => {
    for (const zone of ['UTC', 'America/Toronto', 'AST']) {
      expect(() => orderOf('en', ['03/04/2026', zone])).toThrow(InvalidInput);
      expect(() => orderOf('en', ['03/04/2026', zone])).toThrow(/line 2: .*day or the month first.*whole month/);
    }
    expect(() => orderOf('en', ['04/05/2026', 'PDT'], ['04/06/2026', 'GMT'])).toThrow('line 2: ');
  });

  it('and where two lines contradict each other it is refused with both', () => {
    expect(() => orderOf('en', ['31/01/2026', 'UTC'], ['03/04/2026', 'UTC'], ['01/31/2026', 'UTC'])).toThrow(/line 4: .*lines 2 and 4/);
  });

  it('and dates that say it themselves need no deduction', () => {
    expect(() => orderOf('en', ['2026-03-04', 'UTC'], ['04.03.2026', 'UTC'])).not.toThrow();
  });
});

describe('A date is a day of the calendar', () => {
  it.each([
    ['3/4/2026', 'month-first', '2026-03-04'],
    ['3/4/2026', 'day-first', '2026-04-03'],
    ['03-04-2026', 'day-first', '2026-04-03'],
    ['04.10.2026', 'month-first', '2026-10-04'],
    ['2026-10-04', 'day-first', '2026-10-04'],
    ['2026/10/4', 'day-first', '2026-10-04'],
    ['29/2/2028', 'day-first', '2028-02-29'],
  ] as const)('%s, %s, is %s', (date, order, day) => {
    expect(readDay(date, order, 5)).toBe(day);
  });

  it.each([
    '30/2/2026',
    '29.02.2026',
    '2026-13-01',
    '0/1/2026',
    '4/10/26',
    '4/10-2026',
    '',
    'yesterday',
  ])('%j is refused with its line', (date) => {
    expect(() => readDay(date, 'day-first', 5)).toThrow(/^line 5: /);
  });
});

describe('A time is one of the clock', () => {
  it.each([
    ['9:05', '09:05:00'],
    ['23:59:59', '23:59:59'],
    ['12:00:00 AM', '00:00:00'],
    ['12:30 pm', '12:30:00'],
    ['9:05:01 p.m.', '21:05:01'],
  ])('%s is %s', (time, read) => {
    expect(readTime(time, 5)).toBe(read);
  });

  it.each(['24:00:00', '9:60', '13:00 PM', '0:30 AM', '', 'noon'])('%j is refused with its line', (time) => {
    expect(() => readTime(time, 5)).toThrow(/^line 5: /);
  });
});

describe('A zone is known or it is not', () => {
  it.each([
    ['PST', '2026-01-15T17:30:00.000Z'],
    ['PDT', '2026-01-15T16:30:00.000Z'],
    ['HNE', '2026-01-15T14:30:00.000Z'],
    ['NST', '2026-01-15T13:00:00.000Z'],
    ['CET', '2026-01-15T08:30:00.000Z'],
    ['BST', '2026-01-15T08:30:00.000Z'],
    ['UTC', '2026-01-15T09:30:00.000Z'],
    ['GMT-07:00', '2026-01-15T16:30:00.000Z'],
    ['UTC+5:30', '2026-01-15T04:00:00.000Z'],
    ['America/Toronto', '2026-01-15T14:30:00.000Z'],
    ['Europe/Berlin', '2026-01-15T08:30:00.000Z'],
  ])('09:30 on 15 January in %s is %s', (zone, at) => {
    expect(instantIn(zoneOf(zone)!, '2026-01-15', '09:30:00')).toBe(at);
  });

  it.each(['IST', 'XST', '', 'Mars/Olympus', 'GMT+99', '-05:00'])('%j is not', (zone) => {
    expect(zoneOf(zone)).toBeUndefined();
  });

  it('and its abbreviation occurs on some days of the year only, both of them on the day of the change', () => {
    const on = (zone: string, day: string) => occursOn(zoneOf(zone)!, day, '09:30:00');
    expect([on('PDT', '2026-07-01'), on('PDT', '2026-01-01'), on('PST', '2026-07-01'), on('PST', '2026-01-01')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect([on('PDT', '2026-11-01'), on('PST', '2026-11-01')]).toEqual([true, true]);
    expect([on('MST', '2026-07-01'), on('UTC', '2026-07-01'), on('America/Toronto', '2026-07-01')]).toEqual([true, true, true]);
  });
});
