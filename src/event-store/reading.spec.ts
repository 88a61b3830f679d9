import fc from 'fast-check';
import { eventOf, farAhead } from './reading.js';

/** As PostgreSQL sends a `timestamptz`: microseconds since 2000, eight bytes. */
const sent = (millis: number): string =>
  BigInt.asUintN(64, BigInt(millis) * 1000n - 946_684_800_000_000n)
    .toString(16)
    .padStart(16, '0');

describe('an event as it is read', () => {
  it('bears its two times as they were written, to the millisecond, in whatever century', () => {
    const moment = fc.integer({ min: Date.parse('1900-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') });
    fc.assert(
      fc.property(moment, moment, (happened, recorded) => {
        const times = sent(happened) + sent(recorded);
        const read = eventOf('ledger', [
          '7',
          'month/2026-10',
          '1',
          'MonthClosed',
          '1',
          '{"month":"2026-10"}',
          '{"by":"a","request":"b"}',
          times,
        ]);
        expect([read.happenedAt, read.recordedAt]).toEqual([new Date(happened).toISOString(), new Date(recorded).toISOString()]);
      }),
    );
  });
});

describe('pages read ahead', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

  it.each([0, 1, 9, 10, 11, 20, 35])('hand out each of %s rows once and in order, two pages on their way at most', async (count) => {
    let onTheirWay = 0;
    let most = 0;
    const read = async (after: bigint) => {
      onTheirWay += 1;
      most = Math.max(most, onTheirWay);
      await new Promise((resolve) => setTimeout(resolve, Number(after % 3n)));
      onTheirWay -= 1;
      return rows(count).slice(Number(after), Number(after) + 10);
    };
    const seen: number[] = [];
    for await (const page of farAhead(read, 0n, 10)) seen.push(...page);
    expect(seen).toEqual(rows(count));
    expect(most).toBeLessThanOrEqual(2);
  });

  it('tell a fault when its page is due, and end no program when nobody waits for it any more', async () => {
    const read = async (after: bigint) => {
      if (after >= 10n) throw new Error('away');
      return rows(10);
    };
    const seen: number[] = [];
    const reading = async () => {
      for await (const page of farAhead(read, 0n, 10)) seen.push(...page);
    };
    await expect(reading()).rejects.toThrow('away');
    expect(seen).toHaveLength(10);
    for await (const _page of farAhead(read, 0n, 10)) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  });
});
