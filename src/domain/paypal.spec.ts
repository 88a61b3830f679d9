import fc from 'fast-check';
import { addDays, dayOf, instant, millisOf } from './calendar.js';
import { halvesOf, minutesToNextSearch, windowsToSearch } from './paypal.js';

const zone = 'America/Toronto';
const now = '2026-11-02T15:00:00.000Z';

describe('What is still to be searched', () => {
  it('begins with the day that the steward chose, at its midnight, and ends now', () => {
    expect(windowsToSearch({ since: '2026-10-20' }, now, zone)).toEqual([{ from: '2026-10-20T04:00:00.000Z', to: now }]);
  });

  it('looks at the last seven days again, since what moved is listed late', () => {
    const [window, ...rest] = windowsToSearch({ since: '2024-01-01', searchedThrough: '2026-11-02T14:00:00.000Z' }, now, zone);
    expect(window).toEqual({ from: '2026-10-26T04:00:00.000Z', to: now });
    expect(rest).toEqual([]);
  });

  it('looks further back for what a webhook named, and never beyond three years', () => {
    const searched = { since: '2026-10-20', searchedThrough: now };
    expect(windowsToSearch({ ...searched, lookAgainFrom: '2026-09-30' }, now, zone)[0]!.from).toBe('2026-09-30T04:00:00.000Z');
    expect(windowsToSearch({ since: '2001-01-01' }, now, zone)[0]!.from.slice(0, 10)).toBe('2023-11-03');
  });

  it('is cut into windows that PayPal takes, which leave no second out, in every zone', () => {
    const zones = fc.constantFrom('America/Toronto', 'America/St_Johns', 'Pacific/Auckland', 'UTC', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 365 * 86_400 }), zones, (daysBack, seconds, place) => {
        const at = instant(Date.parse('2026-01-01T00:00:00Z') + seconds * 1000);
        const windows = windowsToSearch({ since: dayOf(addDays(at, -daysBack), place) }, at, place);
        for (const [index, { from, to }] of windows.entries()) {
          expect(millisOf(to) - millisOf(from)).toBeLessThanOrEqual(31 * 86_400_000);
          if (index > 0) expect(millisOf(from) - millisOf(windows[index - 1]!.to)).toBe(1000);
        }
        expect(windows.at(-1)!.to).toBe(at);
      }),
    );
  });

  it('is halved between two days where it holds too much, and a single day is not', () => {
    const window = { from: '2026-10-20T04:00:00.000Z', to: '2026-10-24T03:59:59.000Z' };
    expect(halvesOf(window, zone)).toEqual([
      { from: window.from, to: '2026-10-22T03:59:59.000Z' },
      { from: '2026-10-22T04:00:00.000Z', to: window.to },
    ]);
    expect(halvesOf({ from: window.from, to: '2026-10-21T03:59:59.000Z' }, zone)).toBeUndefined();
  });
});

describe('When an account is asked again', () => {
  it.each([
    ['all is well', minutesToNextSearch(0, false), 60],
    ['a webhook named what is not listed yet', minutesToNextSearch(0, true), 10],
    ['PayPal did not answer once', minutesToNextSearch(0, false, { trouble: 'unreachable' }), 1],
    ['it did not answer five times in a row', minutesToNextSearch(4, true, { trouble: 'unreachable' }), 16],
    ['it never answers', minutesToNextSearch(1000, false, { trouble: 'unreachable' }), 256],
    ['it asks for a pause', minutesToNextSearch(0, false, { trouble: 'too-many-requests', retryAfterSeconds: 601 }), 11],
    ['it asks for a week', minutesToNextSearch(0, false, { trouble: 'too-many-requests', retryAfterSeconds: 604_800 }), 1440],
    ['its secret does not come out of its seal', minutesToNextSearch(0, false, { trouble: 'unopenable' }), 60],
    ['we stumbled twice over what it told', minutesToNextSearch(1, true, { trouble: 'stumbled' }), 2],
    ['it no longer lets us in', minutesToNextSearch(0, false, { trouble: 'wrong-credentials' }), 60],
  ])('%s', (_, minutes, expected) => expect(minutes).toBe(expected));
});
