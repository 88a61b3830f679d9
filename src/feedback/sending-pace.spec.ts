import { SendingPace, mostFromPlace, windowMs } from './sending-pace.js';

const [here, there] = ['203.0.113.7', '198.51.100.7'];

function paceAt() {
  const pace = new SendingPace();
  let now = 1000;
  let requests = 0;
  pace.now = () => now;
  const times = (count: number, address: string, ledger = 'river') =>
    Array.from({ length: count }, () => pace.take(ledger, address, `request ${requests++}`));
  return { pace, times, later: (ms: number) => (now += ms) };
}

describe('How much feedback comes from one place', () => {
  it('waits after so many in an hour, and for that place and ledger alone', () => {
    const { times } = paceAt();
    expect(times(mostFromPlace, here)).toEqual(Array(mostFromPlace).fill(0));
    expect(times(1, here)).toEqual([3600]);
    expect([...times(1, there), ...times(1, here, 'elsewhere')]).toEqual([0, 0]);
  });

  it('one /64 is one place', () => {
    const { times } = paceAt();
    times(mostFromPlace, '2001:db8:1:2::1');
    expect(times(1, '2001:db8:1:2:ffff::9')[0]).toBeGreaterThan(0);
    expect(times(1, '2001:db8:1:3::1')).toEqual([0]);
  });

  it('goes on as the hour passes, and then nothing is remembered of the place', () => {
    const { pace, times, later } = paceAt();
    times(mostFromPlace, here);
    later(windowMs / 2);
    expect(times(1, here)).toEqual([1800]);
    later(windowMs / 2);
    expect(times(1, here)).toEqual([0]);
    later(windowMs);
    expect(pace.remembered).toBe(0);
  });

  it('the same request sent again does not count, also when it was the last one', () => {
    const { pace } = paceAt();
    for (let sent = 0; sent < mostFromPlace; sent += 1)
      for (const _ of [1, 2, 3]) expect(pace.take('river', here, `the same ${sent}`)).toBe(0);
    expect(pace.take('river', here, 'another')).toBeGreaterThan(0);
    expect(pace.take('river', here, 'the same 0')).toBe(0);
  });
});
