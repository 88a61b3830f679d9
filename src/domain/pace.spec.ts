import fc from 'fast-check';
import { type Departures, type PaceStanding, departure, heldBack, intervalMs, placeTaken, stepsAtOnce, unhurried } from './pace.js';

/** The moments at which calls leave, each coming when the one before has left and so many milliseconds are over. */
function leaving(perMinute: number, gapsMs: readonly number[]): number[] {
  let standing: PaceStanding = unhurried;
  let nowMs = 0;
  return gapsMs.map((gapMs) => {
    nowMs += gapMs;
    const place = placeTaken(standing, perMinute, nowMs);
    standing = place.standing;
    return place.atMs;
  });
}

const fullestMinute = (atMs: readonly number[]): number =>
  Math.max(...atMs.map((from) => atMs.filter((at) => at >= from && at < from + 60_000).length));

describe('No minute holds more calls than was agreed', () => {
  it('whenever it begins, however the calls come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 200 }),
        (perMinute, gaps) => {
          expect(fullestMinute(leaving(perMinute, gaps))).toBeLessThanOrEqual(perMinute);
        },
      ),
    );
  });

  it('nor does a long rest save up places for later', () => {
    expect(
      leaving(60, [0, 3_600_000, 0, 0])
        .map((at) => at - 3_600_000)
        .slice(1),
    ).toEqual([0, 1020, 2040]);
  });

  it('a thousand at once are through in the time that the pace implies, and a fiftieth more', () => {
    const last = leaving(
      600,
      Array.from({ length: 1000 }, () => 0),
    ).at(-1)!;
    expect(last).toBeLessThanOrEqual((1000 / 600) * 60_000 * 1.02);
  });
});

describe('What counts is when a call left', () => {
  const left = (perMinute: number, askedAtMs: readonly number[]): number[] => {
    let departed: Departures = [];
    let nowMs = 0;
    return askedAtMs.map((at) => {
      nowMs = Math.max(nowMs, at);
      for (;;) {
        const decided = departure(departed, perMinute, nowMs);
        if ('waitMs' in decided) nowMs += decided.waitMs;
        else {
          departed = decided.departed;
          return nowMs;
        }
      }
    });
  };

  it('no minute holds too many, however late and close together they come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 150 }),
        (perMinute, gaps) => {
          let nowMs = 0;
          const asked = gaps.map((gap) => (nowMs += gap));
          expect(fullestMinute(left(perMinute, asked))).toBeLessThanOrEqual(perMinute);
        },
      ),
    );
  });

  it('who comes at an even pace hardly waits', () => {
    const even = Array.from({ length: 1000 }, (_, place) => place * intervalMs(300));
    expect(left(300, even).at(-1)! / even.at(-1)!).toBeLessThan(1.03);
  });

  it('only the last minute is kept', () => {
    const decided = departure(
      [
        [0, 300],
        [100, 2],
      ],
      300,
      130_000,
    );
    expect(decided).toEqual({
      departed: [
        [100, 2],
        [130, 1],
      ],
    });
  });
});

describe('As many steps go on at once as the pace takes', () => {
  it.each([
    [1, 1],
    [60, 4],
    [300, 20],
    [60_000, 32],
  ])('at %s a minute: %s', (perMinute, steps) => {
    expect(stepsAtOnce(perMinute)).toBe(steps);
  });
});

describe('When PayPal has had too many', () => {
  const sentAway = (standing: PaceStanding, over: { nowMs?: number; chance?: number; afterSeconds?: number } = {}) =>
    heldBack(standing, { nowMs: 0, chance: 1, ...over });

  it('nobody leaves before the time it asks for, and all who wait after it keep their distance', () => {
    let standing = sentAway(unhurried, { afterSeconds: 17 });
    const at: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const place = placeTaken(standing, 60, 100);
      standing = place.standing;
      at.push(place.atMs);
    }
    expect(at).toEqual([17_000, 18_020, 19_040]);
  });

  it('where it does not say how long, the pause doubles with each time in a row, up to a quarter of an hour', () => {
    let standing = unhurried;
    const pauses = Array.from({ length: 12 }, () => {
      standing = sentAway({ ...standing, heldUntilMs: 0 });
      return standing.heldUntilMs / 1000;
    });
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  });

  it('half of that pause is by chance; what PayPal asks for is not', () => {
    expect(sentAway(unhurried, { chance: 0 }).heldUntilMs).toBe(500);
    expect(sentAway(unhurried, { chance: 0, afterSeconds: 17 }).heldUntilMs).toBe(17_000);
  });

  it('a longer pause is never cut short by a shorter one, and none lasts longer than a day', () => {
    expect(sentAway(sentAway(unhurried, { afterSeconds: 60 }), { afterSeconds: 1 }).heldUntilMs).toBe(60_000);
    expect(sentAway(unhurried, { afterSeconds: 999_999 }).heldUntilMs).toBe(86_400_000);
  });

  it('calls that were out together are sent away together: that is one time', () => {
    const once = sentAway(unhurried);
    expect(sentAway(once, { nowMs: 1 }).sentAway).toBe(1);
    expect(sentAway(once, { nowMs: 1000 }).sentAway).toBe(2);
  });
});
