import { monthDue } from './closing-days.jobs.js';

describe('The day on which a close is prepared', () => {
  it.each([
    ['before it, nothing is due', '2026-11-02', 3, undefined],
    ['on it, the month before', '2026-11-03', 3, '2026-10'],
    ['and for the rest of the month', '2026-11-30', 3, '2026-10'],
    ['in January it is December', '2027-01-28', 28, '2026-12'],
    ['on the 29th of February it is January', '2028-02-29', 28, '2028-01'],
  ])('%s', (_, today, day, due) => {
    expect(monthDue(today, day)).toBe(due);
  });
});
