import { randomInt } from 'node:crypto';
import { History } from './history.js';

/** `PAYOUT_SEED=123 npx jest test/payouts/histories` replays one history; `PAYOUT_HISTORIES` says how many. */
const count = Number(process.env.PAYOUT_HISTORIES ?? 10_000);
const first = Number(process.env.PAYOUT_SEED ?? randomInt(1_000_000_000));

beforeAll(() => {
  jest.useFakeTimers({
    now: Date.parse('2026-10-04T16:00:00Z'),
    doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'setInterval', 'queueMicrotask', 'performance'],
  });
});
afterAll(() => void jest.useRealTimers());

async function lived(seed: number): Promise<{ faults: string[]; ends: string[]; facts: string[] }> {
  const history = new History(seed, 3);
  await history.live(160);
  const early = history.faults().filter((fault) => fault.endsWith('was sent twice'));
  await history.settle();
  return {
    faults: [...early, ...history.faults()],
    ends: history.ids().map((id) => history.state(id).status),
    facts: history.facts.map(({ type }) => type),
  };
}

describe('Whatever happens to workers, answers and people, nobody is paid twice and nobody is lost', () => {
  it(`in ${process.env.PAYOUT_SEED ? 'the one' : 'each of many'} histories, and the fund is in balance after every step`, async () => {
    const ends = new Map<string, number>();
    const seen = new Set<string>();
    for (let seed = first; seed < first + (process.env.PAYOUT_SEED ? 1 : count); seed += 1) {
      const { faults, ends: came, facts } = await lived(seed);
      expect({ seed: `PAYOUT_SEED=${seed}`, faults }).toEqual({ seed: `PAYOUT_SEED=${seed}`, faults: [] });
      for (const end of came) ends.set(end, (ends.get(end) ?? 0) + 1);
      for (const type of facts) seen.add(type);
    }
    process.stdout.write(`Histories from seed ${first}: ${JSON.stringify(Object.fromEntries(ends))}\n`);
    if (count < 1000 || process.env.PAYOUT_SEED) return;
    const everyWay = ['paid', 'in-doubt', 'failed', 'returned', 'reversed', 'cancelled'];
    expect(everyWay.filter((end) => !ends.has(end))).toEqual([]);
    expect(
      ['PayoutPutOff', 'PayoutAttemptResumed', 'PayoutNeverExisted', 'PayoutResendingStopped'].filter((type) => !seen.has(type)),
    ).toEqual([]);
  }, 300_000);

  it('a history replays from its seed', async () => {
    expect(await lived(first)).toEqual(await lived(first));
  });
});
