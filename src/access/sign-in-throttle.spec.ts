import { SignInThrottle } from './sign-in-throttle.js';

let now: number;
let throttle: SignInThrottle;

beforeEach(() => {
  now = 0;
  throttle = new SignInThrottle();
  throttle.now = () => now;
});

const tries = (count: number, name: string, address: string): number[] => Array.from({ length: count }, () => throttle.take(name, address));

describe('Signing in', () => {
  it('may be tried five times before one waits', () => {
    expect(tries(5, 'ava', '203.0.113.7')).toEqual([0, 0, 0, 0, 0]);
    expect(throttle.take('ava', '203.0.113.7')).toBe(2);
    now += 2000;
    expect(throttle.take('ava', '203.0.113.7')).toBe(0);
    expect(throttle.take('ava', '203.0.113.7')).toBe(4);
  });

  it('counts a name however it is written', () => {
    tries(5, 'Ava', '203.0.113.7');
    expect(throttle.take(' ava ', '203.0.113.7')).toBeGreaterThan(0);
  });

  it('never waits longer than a quarter of an hour, however often it is tried', () => {
    for (let round = 0; round < 60; round += 1) {
      const seconds = throttle.take('ava', '203.0.113.7');
      expect(seconds).toBeLessThanOrEqual(900);
      now += seconds * 1000;
    }
  });

  it('cannot be blocked for a steward by somebody elsewhere', () => {
    tries(1000, 'ava', '198.51.100.1');
    tries(1000, 'ava', '2001:db8:1:2::1');
    expect(throttle.take('ava', '203.0.113.7')).toBe(0);
    expect(throttle.take('ava', '2001:db8:1:3::1')).toBe(0);
  });

  it('waits for one who tries many names from one place', () => {
    const waits = Array.from({ length: 40 }, (_, index) => throttle.take(`name${index}`, '198.51.100.1'));
    expect(waits.filter((seconds) => seconds === 0)).toHaveLength(30);
  });

  it('counts tries that are under way, so that a thousand at once are not a thousand guesses', () => {
    expect(tries(1000, 'ava', '198.51.100.1').filter((seconds) => seconds === 0)).toHaveLength(5);
  });

  it('forgets what was mistyped once it succeeds, and after an hour', () => {
    tries(4, 'ava', '203.0.113.7');
    throttle.succeeded('ava', '203.0.113.7');
    expect(tries(5, 'ava', '203.0.113.7')).toEqual([0, 0, 0, 0, 0]);
    now += 61 * 60_000;
    expect(tries(5, 'ava', '203.0.113.7')).toEqual([0, 0, 0, 0, 0]);
  });

  it('keeps no address and no name', () => {
    tries(3, 'ava.marrowbright', '203.0.113.7');
    expect(JSON.stringify([...(throttle as unknown as { tries: Map<string, unknown> }).tries])).not.toMatch(/marrowbright|203\.0/i);
  });
});
