import fc from 'fast-check';
import { addMonths, daysBetween, lastDayOf } from './days.js';
import {
  coveredPeriod,
  dueAt,
  endsQuarter,
  isOnSchedule,
  nextPublicationDay,
  publicationDayAfter,
  publicationDayIn,
  publicationDaysBetween,
} from './schedule.js';

const monthly = 'monthly:second-tuesday';
const anyMonth = fc.integer({ min: 0, max: 12 * 60 }).map((count) => addMonths('2020-01', count));

describe('The schedule', () => {
  it.each([
    ['2026-06', '2026-06-09'],
    ['2026-09', '2026-09-08'],
    ['2026-12', '2026-12-08'],
    ['2027-06', '2027-06-08'],
    ['2028-02', '2028-02-08'],
    ['2029-05', '2029-05-08'],
    ['2030-01', '2030-01-08'],
    ['2031-04', '2031-04-08'],
    ['2026-07', '2026-07-14'],
  ])('publishes in %s on the second Tuesday, %s', (month, day) => {
    expect(publicationDayIn(monthly, month)).toBe(day);
  });

  it('has one day a month, a Tuesday from the 8th to the 14th', () => {
    fc.assert(
      fc.property(anyMonth, (month) => {
        const day = publicationDayIn(monthly, month);
        expect(new Date(`${day}T00:00:00Z`).getUTCDay()).toBe(2);
        expect(Number(day.slice(8))).toBeGreaterThanOrEqual(8);
        expect(Number(day.slice(8))).toBeLessThanOrEqual(14);
        expect(isOnSchedule(monthly, day)).toBe(true);
      }),
    );
  });

  it.each([
    ['2026-12-08T15:59:59.999Z', '2026-12-08'],
    ['2026-12-08T16:00:00.000Z', '2027-01-12'],
    ['2026-12-31T23:59:59.999Z', '2027-01-12'],
  ])('after %s comes next on %s', (instant, day) => {
    expect(nextPublicationDay(monthly, instant)).toBe(day);
  });

  it('lists missed days in order, each once, the due one included', () => {
    expect(publicationDaysBetween(monthly, dueAt('2026-09-08'), dueAt('2026-12-08'))).toEqual(['2026-10-13', '2026-11-10', '2026-12-08']);
    expect(publicationDaysBetween(monthly, dueAt('2026-12-08'), '2027-01-12T15:59:59.999Z')).toEqual([]);
    expect(publicationDayAfter(monthly, '2026-12-08', -1)).toBe('2026-11-10');
  });

  it('speaks of October on the second Tuesday of December where money waits 35 days', () => {
    expect(coveredPeriod('2026-12-08', () => 35)).toBe('2026-10');
    expect(coveredPeriod('2026-12-08', () => 7)).toBe('2026-11');
  });

  it('lets every month lie for the whole delay, and no month longer than it must', () => {
    fc.assert(
      fc.property(anyMonth, fc.integer({ min: 1, max: 366 }), (month, delay) => {
        const day = publicationDayIn(monthly, month);
        const period = coveredPeriod(day, () => delay);
        expect(daysBetween(lastDayOf(period), day)).toBeGreaterThanOrEqual(delay);
        expect(daysBetween(lastDayOf(addMonths(period, 1)), day)).toBeLessThan(delay);
      }),
    );
  });

  it('always speaks of the month before last under the guarded rules, and of the last under the open ones', () => {
    fc.assert(
      fc.property(anyMonth, (month) => {
        expect(coveredPeriod(publicationDayIn(monthly, month), () => 35)).toBe(addMonths(month, -2));
        expect(coveredPeriod(publicationDayIn(monthly, month), () => 7)).toBe(addMonths(month, -1));
      }),
    );
  });

  it('names a quarter by its last month', () => {
    expect(['2026-10', '2026-11', '2026-12', '2027-03'].map(endsQuarter)).toEqual([false, false, true, true]);
  });
});
