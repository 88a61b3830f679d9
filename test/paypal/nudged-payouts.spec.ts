import { type PayoutHost, startPayoutHost } from './payout-host.js';
import { batchEvent, payoutEvent } from './simulator/announcing.js';
import { Moods } from './simulator/moods.js';

let host: PayoutHost;
beforeEach(async () => {
  host = await startPayoutHost();
});
afterEach(async () => {
  const { breaches } = host.stub;
  expect(host.stub.memory.paidTwice()).toEqual([]);
  await host.stop();
  expect(breaches).toEqual([]);
});

const sentAt = { 'paypal-transmission-time': '2026-11-02T15:00:30Z' };
const kept = () =>
  host.sql<{ event_id: string; transmission_id: string }>('select event_id, transmission_id from paypal_webhook order by 2');
const sentOn = async (): Promise<string> => {
  const payout = await host.approved();
  await host.until(payout, 'accepted');
  // Read once, so that it is looked at again only after a while.
  await host.step(payout);
  return payout;
};

describe('A genuine webhook about a payout has it looked at, and nothing else', () => {
  it('it is read again at once, not when its time would have come', async () => {
    const payout = await sentOn();
    const [made] = host.stub.batches;
    host.stub.memory.becomes(made!, 'SUCCESS');
    await host.step(payout);
    expect(await host.payout(payout)).toMatchObject({ status: 'accepted' });
    expect(await host.webhook(payoutEvent(made!), 'a-1', sentAt)).toBe(204);
    await host.step(payout);
    expect(await host.payout(payout)).toMatchObject({ status: 'paid' });
    expect(await kept()).toEqual([{ event_id: 'WH-2WR32451HC0233532-67976317FL4543714', transmission_id: 'a-1' }]);
  });

  it('what it says is not believed: the payout is as PayPal says when it is asked', async () => {
    const payout = await sentOn();
    const [made] = host.stub.batches;
    expect(await host.webhook(payoutEvent({ ...made!, status: 'SUCCESS' }), 'a-1', sentAt)).toBe(204);
    await host.step(payout);
    expect(await host.payout(payout)).toMatchObject({ status: 'accepted' });
  });

  it('one about the batch alone leads to the payout in it', async () => {
    const payout = await sentOn();
    const [made] = host.stub.batches;
    host.stub.memory.becomes(made!, 'UNCLAIMED');
    expect(await host.webhook(batchEvent(made!, 'SUCCESS'), 'a-1', sentAt)).toBe(204);
    await host.step(payout);
    expect(await host.payout(payout)).toMatchObject({ status: 'unclaimed' });
  });

  it('one that comes while the payout is in doubt has the same bytes sent, and the batch adopted', async () => {
    const payout = await host.approved();
    host.stub.misbehaves('cuts the line after accepting', 'create');
    host.stub.misbehaves('fails with a page of HTML', 'create');
    await host.step(payout);
    await host.step(payout);
    const [made] = host.stub.batches;
    expect(await host.payout(payout)).toMatchObject({ status: 'in-doubt' });
    expect(await host.webhook(payoutEvent(made!), 'a-1', sentAt)).toBe(204);
    await host.step(payout);
    expect(await host.webhook(payoutEvent(made!), 'a-2', sentAt)).toBe(204);
    await host.step(payout);
    expect(await host.payout(payout)).toMatchObject({ status: 'accepted' });
  });

  it('they repeat, overtake one another and share one id: what is true in the end is in the books', async () => {
    host.stub.moods = new Moods(5, 0);
    const payouts = [await host.approved(), await host.approved('jo@example.org'), await host.approved('ada@example.org')];
    for (const payout of payouts) await host.until(payout, 'accepted');
    while (host.stub.memory.goesOn(host.stub.moods));
    const answers = await host.stub.sendWebhooks(host.webhooksAt, sentAt);
    expect(answers.length).toBeGreaterThan(3);
    expect(new Set(answers)).toEqual(new Set([204]));
    for (const payout of payouts) await host.step(payout);
    const ends: Record<string, string> = { SUCCESS: 'paid', RETURNED: 'returned', FAILED: 'returned', BLOCKED: 'returned' };
    for (const { senderPayout, status } of host.stub.memory.witnessed())
      expect(await host.payout(senderPayout)).toMatchObject({ status: ends[status] });
  });

  it('one about a payout that is none of ours is taken and counted, and changes nothing', async () => {
    const payout = await sentOn();
    const [made] = host.stub.batches;
    const theirs = {
      ...made!,
      payout: 'THEIRS0001',
      batch: 'THEIRS0002',
      senderBatch: 'theirs-a1',
      asked: { ...made!.asked, sender_item_id: 'theirs' },
    };
    const before = await host.history(payout);
    expect(await host.webhook(payoutEvent(theirs), 'a-1', sentAt)).toBe(204);
    expect(await host.refusals()).toEqual({ 'unknown-payout': 1 });
    expect(await host.standing()).toMatchObject({ refused: 0 });
    expect(await host.history(payout)).toEqual(before);
  });

  it('a forged one is refused, and the payout is not looked at', async () => {
    const payout = await sentOn();
    const [made] = host.stub.batches;
    host.stub.memory.becomes(made!, 'SUCCESS');
    expect(await host.webhook(payoutEvent(made!), 'a-1', { ...sentAt, 'paypal-transmission-sig': 'Zm9yZ2Vk' })).toBe(400);
    await host.step(payout);
    expect(await host.payout(payout)).toMatchObject({ status: 'accepted' });
    expect(await host.refusals()).toEqual({ 'not-genuine': 1 });
  });
});
