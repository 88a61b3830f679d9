import { money } from '../../src/domain/money.js';
import { payPalRequest } from '../../src/domain/paypal-body.js';
import { type PaceClock, paced } from '../../src/rails/paypal-pace.js';
import { PayPalInMemory } from './simulator/in-memory.js';

const river = { environment: 'live', clientId: 'river', clientSecret: 'river-secret' } as const;
const payoutOf = (payout: string) =>
  payPalRequest({ payout, attempt: 1, receiver: 'ines@example.org', amount: money(4000n, 'CAD'), note: 'Payment' });

/** Time that passes when somebody sleeps and nothing else is left to do; those who sleep wake in order. */
class Waiting implements PaceClock {
  #nowMs = 0;
  readonly #sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];

  nowMs = (): number => this.#nowMs;
  chance = (): number => 1;
  sleep = (ms: number): Promise<void> => new Promise((wake) => void this.#sleepers.push({ atMs: this.#nowMs + ms, wake }));

  async until<T>(all: Promise<T>): Promise<T> {
    let isOver = false;
    const over = all.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      const [first] = this.#sleepers.sort((a, b) => a.atMs - b.atMs);
      if (!first || isOver) continue;
      this.#sleepers.shift();
      this.#nowMs = Math.max(this.#nowMs, first.atMs);
      first.wake();
    }
    return over;
  }
}

describe('No account is asked faster than was agreed', () => {
  const opened = (perMinute: number) => {
    const clock = new Waiting();
    const paypal = new PayPalInMemory();
    const asked: { at: number; what: string }[] = [];
    const noted = <T>(what: string, end: T): T => {
      asked.push({ at: clock.nowMs(), what });
      return end;
    };
    const door = paced(
      {
        create: (credentials, request) => noted(request.senderBatch, paypal.create(credentials, request)),
        readBatch: (credentials, batch) => noted(batch, paypal.readBatch(credentials, batch)),
        readPayout: (credentials, payout) => noted(payout, paypal.readPayout(credentials, payout)),
        cancelUnclaimed: (credentials, payout) => noted(payout, paypal.cancelUnclaimed(credentials, payout)),
        debits: (credentials, window, sought) => noted('search', paypal.debits(credentials, window, sought)),
      },
      perMinute,
      clock,
    );
    const send = (ids: readonly string[]) => Promise.all(ids.map((id) => door.create(river, payoutOf(id))));
    return { clock, paypal, asked, door, send };
  };

  const ids = (many: number) => Array.from({ length: many }, (_, at) => `po-${at}`);

  it('thirty at once leave one by one, each as far from the next', async () => {
    const { clock, asked, send } = opened(60);
    await clock.until(send(ids(30)));
    expect(asked.map(({ at }) => at)).toEqual(ids(30).map((_, n) => n * 1020));
  });

  it('questions have a line of their own, and so has every account', async () => {
    const { clock, asked, door } = opened(60);
    await clock.until(
      Promise.all([
        door.create(river, payoutOf('po-1')),
        door.readBatch(river, '5UXD2E8A0000'),
        door.create({ ...river, clientId: 'hill' }, payoutOf('po-2')),
      ]),
    );
    expect(asked.map(({ at }) => at)).toEqual([0, 0, 0]);
  });

  it('when PayPal asks for a pause, all who wait keep it, and no more leave at once afterwards', async () => {
    const { clock, paypal, asked, send } = opened(60);
    paypal.misbehaves('has had too many');
    await clock.until(send(ids(5)));
    expect(asked.map(({ at }) => at)).toEqual([0, 17_000, 18_020, 19_040, 20_060]);
  });

  it('a thousand, now and then sent away, are through in little more than the time that the pace implies', async () => {
    const { clock, paypal, asked, door } = opened(600);
    for (let n = 0; n < 3; n += 1) paypal.misbehaves('has had too many, and says not how long');
    const sendUntilTaken = async (id: string): Promise<void> => {
      while ((await door.create(river, payoutOf(id))).kind !== 'accepted');
    };
    await clock.until(Promise.all(ids(1000).map(sendUntilTaken)));
    expect(paypal.memory.witnessed()).toHaveLength(1000);
    expect(asked).toHaveLength(1003);
    expect(clock.nowMs()).toBeLessThan((1000 / 600) * 60_000 * 1.2);
    const fullest = Math.max(...asked.map(({ at: from }) => asked.filter(({ at }) => at >= from && at < from + 60_000).length));
    expect(fullest).toBeLessThanOrEqual(600);
  });
});
