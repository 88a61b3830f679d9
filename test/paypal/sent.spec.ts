import { type PayoutHost, startPayoutHost } from './payout-host.js';
import type { Fault } from './simulator/faults.js';
import type { Twist } from './simulator/payout-answers.js';

let host: PayoutHost;
beforeAll(async () => {
  host = await startPayoutHost();
});
afterAll(async () => {
  const { breaches } = host.stub;
  await host.stop();
  expect(breaches).toEqual([]);
});

let payout: string;
let address: string;
let person = 0;
beforeEach(async () => {
  person += 1;
  address = `person-${person}@example.org`;
  payout = await host.approved(address);
  Object.assign(host.stub, { linksDuplicates: true, twist: undefined });
});
afterEach(async () => {
  expect(host.stub.memory.paidTwice()).toEqual([]);
  expect(await host.faults()).toEqual([]);
});

/** What the world outside saw of this person's money. */
const witnessed = () => host.stub.memory.witnessed().filter(({ receiver }) => receiver === address);
const made = () => host.stub.batches.find(({ asked }) => asked.receiver === address)!;

describe('A payout over PayPal’s API reaches one person once, whatever goes wrong on the way', () => {
  it.each<[Fault, string]>([
    ['is slow', 'PayoutAccepted'],
    ['signs everyone out', 'PayoutAccepted'],
    ['fails after accepting', 'PayoutInDoubt PayoutAccepted'],
    ['fails with a page of HTML', 'PayoutInDoubt PayoutAccepted'],
    ['fails with a page of HTML after accepting', 'PayoutInDoubt PayoutAccepted'],
    ['cuts the line at once', 'PayoutInDoubt PayoutAccepted'],
    ['cuts the line after accepting', 'PayoutInDoubt PayoutAccepted'],
    ['cuts in the middle of the answer', 'PayoutInDoubt PayoutAccepted'],
    ['says yes in HTML', 'PayoutInDoubt PayoutAccepted'],
    ['says no in HTML', 'PayoutInDoubt PayoutAccepted'],
    ['says yes to half', 'PayoutInDoubt PayoutAccepted'],
    ['says yes about another batch', 'PayoutInDoubt PayoutAccepted'],
    ['is still at the first one', 'PayoutInDoubt PayoutAccepted'],
    ['says a no that nobody knows', 'PayoutInDoubt PayoutAccepted'],
    ['has had too many', 'PayoutPutOff PayoutAttemptResumed PayoutAccepted'],
    ['has had too many, and says not how long', 'PayoutPutOff PayoutAttemptResumed PayoutAccepted'],
    ['finds no money', 'PayoutPutOff PayoutAttemptResumed PayoutAccepted'],
  ])('PayPal %s: %s, and paid in the end', async (fault, between) => {
    host.stub.misbehaves(fault, 'create');
    await host.until(payout, 'accepted');
    host.stub.memory.becomes(made(), 'SUCCESS');
    await host.until(payout, 'paid');
    const facts = await host.history(payout);
    expect([...new Set(facts)].join(' ')).toBe(`PayoutProposed PayoutAgreed PayoutAttemptStarted ${between} PayoutPaid PayoutFeeCharged`);
    expect(witnessed()).toMatchObject([{ amount: '40.00 CAD', senderPayout: payout, senderBatch: `${payout}-a1`, status: 'SUCCESS' }]);
  });

  it('a request that PayPal finds wrong: failed at once, the money is available, and nothing was ever there', async () => {
    host.stub.misbehaves('finds the request wrong', 'create');
    expect(await host.until(payout, 'failed')).toMatchObject({ why: 'VALIDATION_ERROR' });
    expect(witnessed()).toEqual([]);
  });

  it.each<[string, () => void]>([
    ['without a link to the first', () => void Object.assign(host.stub, { linksDuplicates: false })],
    ...(['another receiver', 'another amount', 'another currency', 'another payout', 'another batch id', 'two payouts'] as Twist[]).map(
      (twist): [string, () => void] => [`that leads to a batch with ${twist}`, () => void Object.assign(host.stub, { twist })],
    ),
  ])('a duplicate %s is for a person, and nothing more is sent', async (_, go) => {
    host.stub.misbehaves('cuts the line after accepting', 'create');
    go();
    for (let steps = 0; steps < 6; steps += 1) {
      await host.step(payout);
      host.passes(24 * 60);
    }
    expect(await host.payout(payout)).toMatchObject({ status: 'in-doubt' });
    expect(witnessed()).toHaveLength(1);
  });

  it('after 20 days nothing is sent again, so that PayPal, which forgets after 30, never takes it as new', async () => {
    host.stub.misbehaves('cuts the line after accepting', 'create');
    host.stub.linksDuplicates = false;
    await host.step(payout);
    const asked = () => host.stub.calls().filter(({ body }) => body.includes(payout)).length;
    host.passes(21 * 24 * 60);
    host.stub.memory.daysPass(31);
    const before = asked();
    for (let steps = 0; steps < 4; steps += 1) {
      await host.step(payout);
      host.passes(24 * 60);
    }
    expect(asked()).toBe(before);
    expect(await host.payout(payout)).toMatchObject({ status: 'in-doubt' });
    expect(witnessed()).toHaveLength(1);
  });

  it('eight workers at once ask for it once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => host.step(payout)));
    expect(host.stub.calls().filter(({ method, body }) => method === 'POST' && body.includes(payout))).toHaveLength(1);
    expect(witnessed()).toHaveLength(1);
  });
});

describe('What becomes of it at PayPal becomes of it in the books', () => {
  const on = async (...life: Parameters<typeof host.stub.memory.becomes>[1][]) => {
    await host.until(payout, 'accepted');
    for (const status of life) {
      host.stub.memory.becomes(made(), status);
      host.passes(24 * 60);
      await host.step(payout);
    }
    return (await host.payout(payout)).status;
  };

  it('unclaimed, then claimed: paid', async () => expect(await on('UNCLAIMED', 'SUCCESS')).toBe('paid'));
  it('held, then unclaimed, and back after a month', async () => expect(await on('ONHOLD', 'UNCLAIMED', 'RETURNED')).toBe('returned'));
  it('it failed at PayPal: the money is back', async () => expect(await on('FAILED')).toBe('returned'));
  it('paid, and sent back by the person', async () => expect(await on('SUCCESS', 'REFUNDED')).toBe('returned'));
  it('paid, and taken back by PayPal: an alarm, and nothing moves by itself', async () =>
    expect(await on('SUCCESS', 'REVERSED')).toBe('reversed'));
});
