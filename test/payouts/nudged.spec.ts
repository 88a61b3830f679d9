import { batchEvent, payoutEvent } from '../paypal/simulator/announcing.js';
import type { Status } from '../paypal/simulator/life.js';
import { Moods } from '../paypal/simulator/moods.js';
import { type House, openHouse } from './house.js';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  house.stub.status = 'PENDING';
});
afterEach(async () => {
  const { breaches } = house.stub;
  expect(house.stub.memory.paidTwice()).toEqual([]);
  await house.stop();
  expect(breaches).toEqual([]);
});

const sentAt = { 'paypal-transmission-time': '2026-11-02T15:00:30Z' };
const kept = () =>
  house.sql<{ event_id: string; transmission_id: string }>('select event_id, transmission_id from paypal_webhook order by 2');
const sentOn = async (): Promise<string> => {
  const payout = await house.approved();
  await house.step(payout);
  // Read once, so that it is looked at again only after a while.
  await house.pass(1, payout);
  return payout;
};

describe('A genuine webhook about a payout has it looked at, and nothing else', () => {
  it('it is read again at once, not when its time would have come', async () => {
    const payout = await sentOn();
    const [made] = house.stub.batches;
    house.stub.memory.becomes(made!, 'SUCCESS');
    await house.step(payout);
    expect(await house.status(payout)).toBe('accepted');
    expect(await house.webhook(payoutEvent(made!), 'a-1', sentAt)).toBe(204);
    await house.step(payout);
    expect(await house.status(payout)).toBe('paid');
    expect(await kept()).toEqual([{ event_id: 'WH-2WR32451HC0233532-67976317FL4543714', transmission_id: 'a-1' }]);
  });

  it('what it says is not believed: the payout is as PayPal says when it is asked', async () => {
    const payout = await sentOn();
    const [made] = house.stub.batches;
    expect(await house.webhook(payoutEvent({ ...made!, status: 'SUCCESS' }), 'a-1', sentAt)).toBe(204);
    await house.step(payout);
    expect(await house.status(payout)).toBe('accepted');
  });

  it('one about the batch alone leads to the payout in it', async () => {
    const payout = await sentOn();
    const [made] = house.stub.batches;
    house.stub.memory.becomes(made!, 'UNCLAIMED');
    expect(await house.webhook(batchEvent(made!, 'SUCCESS'), 'a-1', sentAt)).toBe(204);
    await house.step(payout);
    expect(await house.status(payout)).toBe('unclaimed');
  });

  it('one that comes while the payout is in doubt has the same bytes sent, and the batch adopted', async () => {
    const payout = await house.approved();
    house.stub.misbehaves('cuts the line after accepting', 'create');
    house.stub.misbehaves('fails with a page of HTML', 'create');
    await house.step(payout);
    await house.step(payout);
    const [made] = house.stub.batches;
    expect(await house.status(payout)).toBe('in-doubt');
    expect(await house.webhook(payoutEvent(made!), 'a-1', sentAt)).toBe(204);
    await house.step(payout);
    expect(await house.webhook(payoutEvent(made!), 'a-2', sentAt)).toBe(204);
    await house.step(payout);
    expect(await house.status(payout)).toBe('accepted');
  });

  it('they repeat, overtake one another and share one id: what is true in the end is in the books', async () => {
    const lives: readonly (readonly [Status[], string])[] = [
      [['UNCLAIMED', 'SUCCESS'], 'paid'],
      [['ONHOLD', 'UNCLAIMED', 'RETURNED'], 'returned'],
      [['ONHOLD', 'SUCCESS'], 'paid'],
    ];
    const payouts: string[] = [];
    for (const [life] of lives) {
      const payout = await sentOn();
      payouts.push(payout);
      for (const status of life) house.stub.memory.becomes(house.stub.batches.at(-1)!, status);
    }
    house.stub.moods = new Moods(5, 0);
    const answers = await house.stub.sendWebhooks(house.webhooksAt, sentAt);
    expect(answers.length).toBeGreaterThanOrEqual(7);
    expect(new Set(answers)).toEqual(new Set([204]));
    for (const payout of payouts) await house.step(payout);
    expect(await Promise.all(payouts.map((payout) => house.status(payout)))).toEqual(lives.map(([, end]) => end));
  });

  it('one about a payout that is none of ours is taken and counted, and changes nothing', async () => {
    const payout = await sentOn();
    const [made] = house.stub.batches;
    const theirs = {
      ...made!,
      payout: 'THEIRS0001',
      batch: 'THEIRS0002',
      senderBatch: 'theirs-a1',
      asked: { ...made!.asked, sender_item_id: 'theirs' },
    };
    const before = await house.types(payout);
    expect(await house.webhook(payoutEvent(theirs), 'a-1', sentAt)).toBe(204);
    expect(await house.refusals()).toEqual({ 'unknown-payout': 1 });
    expect(await house.standing()).toMatchObject({ refused: 0 });
    expect(await house.types(payout)).toEqual(before);
  });

  it('a forged one is refused, and the payout is not looked at', async () => {
    const payout = await sentOn();
    const [made] = house.stub.batches;
    house.stub.memory.becomes(made!, 'SUCCESS');
    expect(await house.webhook(payoutEvent(made!), 'a-1', { ...sentAt, 'paypal-transmission-sig': 'Zm9yZ2Vk' })).toBe(400);
    await house.step(payout);
    expect(await house.status(payout)).toBe('accepted');
    expect(await house.refusals()).toEqual({ 'not-genuine': 1 });
  });
});
