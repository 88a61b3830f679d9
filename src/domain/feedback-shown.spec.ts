import { shownSince } from './feedback-shown.js';

const zone = 'America/Toronto';
const days = ['2026-11-10', '2026-12-08', '2027-01-12'];

describe('Published feedback is shown and dated by the next publication', () => {
  it.each([
    ['before the first one', '2026-10-01T15:00:00.000Z', '2026-11-10'],
    ['the day before', '2026-12-07T15:00:00.000Z', '2026-12-08'],
    ['the day before, though in UTC it is the day already', '2026-12-08T03:00:00.000Z', '2026-12-08'],
    ['the same day, however early', '2026-12-08T06:00:00.000Z', '2027-01-12'],
    ['after the last one', '2027-01-12T15:00:00.000Z', undefined],
  ])('%s', (_, publishedAt, shown) => {
    expect(shownSince(publishedAt, zone, days)).toBe(shown);
    expect(shownSince(publishedAt, zone, days.toReversed())).toBe(shown);
  });

  it('and not before there is any', () => {
    expect(shownSince('2026-10-01T15:00:00.000Z', zone, [])).toBeUndefined();
  });
});
