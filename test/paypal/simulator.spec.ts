import { money } from '../../src/domain/money.js';
import { payPalRequest } from '../../src/domain/paypal-body.js';
import type { BatchAnswer, PayPalPayoutDoor } from '../../src/domain/paypal-payout.js';
import { payPalPayoutDoor } from '../../src/rails/paypal-door.js';
import { eachWithStub } from './each-with-stub.js';
import { batchEvent, payoutEvent } from './simulator/announcing.js';
import { eventBreaches } from './simulator/documents.js';
import { faults, ofReading } from './simulator/faults.js';
import { PayPalInMemory } from './simulator/in-memory.js';
import { type Status, isBack, nextOf } from './simulator/life.js';
import type { PayPalMemory } from './simulator/memory.js';
import { Moods } from './simulator/moods.js';
import type { PayPalSimulator } from './simulator/simulator.js';

let paypal: PayPalSimulator;
eachWithStub((opened) => {
  paypal = opened;
});

const river = { environment: 'live', clientId: 'river', clientSecret: 'river-secret' } as const;
const payoutOf = (payout: string, attempt = 1) =>
  payPalRequest({ payout, attempt, receiver: `${payout}@example.org`, amount: money(4000n, 'CAD'), note: 'Payment' });
const door = (totalMs = 600) => payPalPayoutDoor({ payPalUrl: paypal.url, payPalSandboxUrl: paypal.url }, { totalMs });
const said = ({ debugId: _, ...answer }: BatchAnswer): unknown => answer;

describe('PayPal in memory comes to the same as PayPal over sockets', () => {
  const request = payoutOf('po-1');
  const lives = (asks: PayPalPayoutDoor) => [asks.create(river, request), () => asks.create(river, request)] as const;

  it.each(
    faults.filter((fault) => fault !== 'lets nobody in' && fault !== 'lists no whole page' && fault !== 'answers without end'),
  )('where it %s, and when it is asked again', async (fault) => {
    const inMemory = new PayPalInMemory();
    paypal.misbehaves(fault, 'create');
    paypal.status = 'PENDING';
    inMemory.misbehaves(fault);
    const [overSockets, asOne] = [lives(door()), lives(inMemory)];
    expect(said(await asOne[0])).toEqual(said(await overSockets[0]));
    expect(inMemory.memory.witnessed()).toEqual(paypal.memory.witnessed());
    expect(said(await asOne[1]())).toEqual(said(await overSockets[1]()));
    expect(await inMemory.readBatch(river, '5UXD2E8A0000')).toEqual(await door().readBatch(river, '5UXD2E8A0000'));
  });

  it.each(ofReading)('where it %s while a payout is read', async (fault) => {
    const inMemory = new PayPalInMemory();
    paypal.status = 'PENDING';
    for (const asks of [door(), inMemory]) await asks.create(river, request);
    paypal.misbehaves(fault, 'read');
    inMemory.misbehaves(fault);
    const [overSockets, asOne] = await Promise.all([door(), inMemory].map((asks) => asks.readPayout(river, '8AELMXH80000')));
    expect(asOne).toEqual(overSockets!.kind === 'later' ? { kind: 'later', because: overSockets!.because } : overSockets);
  });
});

describe('A payout goes its way by steps that PayPal knows', () => {
  it('from every state that is not final something leads on, and to no state twice', () => {
    const reached = new Set<Status>(['PENDING']);
    for (const next of Object.values(nextOf)) for (const one of next) reached.add(one);
    expect([...reached].sort()).toEqual(Object.keys(nextOf).sort());
    for (const status of Object.keys(nextOf) as Status[]) expect(nextOf[status].length === 0).toBe(isBack(status));
  });

  it('a step that PayPal does not know is the test’s own mistake, loudly', async () => {
    await door().create(river, payoutOf('po-1'));
    paypal.memory.becomes(paypal.batches[0]!, 'RETURNED');
    expect(() => paypal.memory.becomes(paypal.batches[0]!, 'SUCCESS')).toThrow('is RETURNED never becomes SUCCESS');
  });

  it('each is announced as PayPal’s documents have it', async () => {
    await door().create(river, payoutOf('po-1'));
    const [made] = paypal.batches;
    for (const status of Object.keys(nextOf) as Status[]) expect(eventBreaches(payoutEvent({ ...made!, status }))).toEqual([]);
    for (const status of ['DENIED', 'PROCESSING', 'SUCCESS'] as const) expect(eventBreaches(batchEvent(made!, status))).toEqual([]);
    expect(eventBreaches(payoutEvent({ ...made!, status: 'GONE' as Status }))).not.toEqual([]);
  });
});

describe('A seed repeats what happened', () => {
  /** Sends each payout until PayPal has it, reads it until nothing happens to it any more, and tells all that was answered. */
  async function history(asks: PayPalPayoutDoor, payouts: readonly string[]): Promise<string[]> {
    const told: string[] = [];
    for (const payout of payouts) {
      for (let answer: BatchAnswer | undefined; answer?.kind !== 'accepted' && answer?.kind !== 'duplicate'; ) {
        answer = await asks.create(river, payoutOf(payout));
        told.push(`${payout} ${JSON.stringify(said(answer))}`);
      }
    }
    return told;
  }

  async function lived(seed: number, payouts: readonly string[]): Promise<{ told: string[]; memory: PayPalMemory }> {
    const inMemory = new PayPalInMemory();
    inMemory.moods = new Moods(seed, 50);
    const told = await history(inMemory, payouts);
    while (inMemory.memory.goesOn(inMemory.moods));
    return { told, memory: inMemory.memory };
  }

  const ids = Array.from({ length: 40 }, (_, at) => `po-${at}`);

  it('the same seed gives the same answers and the same ends, another one gives others, and nobody is paid twice', async () => {
    const [first, again, other] = [await lived(7, ids), await lived(7, ids), await lived(8, ids)];
    expect(again.told).toEqual(first.told);
    expect(again.memory.witnessed()).toEqual(first.memory.witnessed());
    expect(other.told).not.toEqual(first.told);
    for (const { memory } of [first, again, other]) expect(memory.paidTwice()).toEqual([]);
    expect(new Set(first.memory.witnessed().map(({ status }) => status)).size).toBeGreaterThan(3);
  });

  it('who comes first makes no difference to what becomes of each', async () => {
    const [forth, back] = [await lived(7, ids), await lived(7, ids.toReversed())];
    const inOrder = (memory: PayPalMemory) => [...memory.witnessed()].sort((a, b) => a.senderBatch.localeCompare(b.senderBatch));
    expect(inOrder(back.memory)).toEqual(inOrder(forth.memory));
  });

  it('over sockets it is the same history', async () => {
    paypal.moods = new Moods(11, 50);
    const few = ids.slice(0, 8);
    const { told, memory } = await lived(11, few);
    expect(await history(door(), few)).toEqual(told);
    while (paypal.memory.goesOn(paypal.moods));
    expect(paypal.memory.witnessed()).toEqual(memory.witnessed());
  });
});
