import { PayoutPace } from '../../src/payouts/payout-pace.js';
import { type House, openHouse } from './house.js';

/** Ten a second: a place every 102 milliseconds. */
const perMinute = 600;

let house: House;
beforeEach(async () => {
  house = await openHouse({ LEDGER_PAYPAL_PER_MINUTE: String(perMinute) });
});
afterEach(() => house.stop());

const asked = () => house.stub.calls().filter(({ url }) => url.startsWith('/v1/payments/payouts/?'));

describe('No ledger asks PayPal faster than was agreed', () => {
  it('workers that come at once leave one after another, each as far from the next', async () => {
    const pace = house.program.app.get(PayoutPace);
    const leftAtMs: number[] = [];
    const leaves = async (): Promise<void> => {
      await pace.turn(house.ledger, 'payout');
      leftAtMs.push(performance.now());
    };
    await Promise.all(Array.from({ length: 9 }, leaves));
    expect(leftAtMs.at(-1)! - leftAtMs[0]!).toBeGreaterThan(8 * 102 - 50);
  });

  it('and so do payouts', async () => {
    const payouts = await Promise.all(Array.from({ length: 6 }, () => house.approved()));
    await house.step(await house.approved());
    const begun = performance.now();
    await Promise.all(payouts.map((payout) => house.step(payout)));
    expect(asked()).toHaveLength(7);
    expect(performance.now() - begun).toBeGreaterThan(5 * 102);
  });

  it('nor when many leave late and at once: what counts is when they left', async () => {
    const pace = house.program.app.get(PayoutPace);
    await pace.leaves(house.ledger);
    await house.sql(`update paypal_pace set departed = jsonb_build_array(jsonb_build_array(floor(extract(epoch from now())) - 60, ${perMinute - 1}),
      jsonb_build_array(floor(extract(epoch from now())), 0))`);
    expect(await pace.leaves(house.ledger)).toBe(true);
    const begun = performance.now();
    expect(await pace.leaves(house.ledger)).toBe(true);
    expect(performance.now() - begun).toBeGreaterThan(500);
    await house.sql(
      `update paypal_pace set departed = jsonb_build_array(jsonb_build_array(floor(extract(epoch from now())), ${perMinute}))`,
    );
    const payout = await house.approved();
    await house.step(payout);
    expect([await house.status(payout), asked()]).toEqual(['put-off', []]);
  });

  it('when PayPal asks for a pause, whoever comes meanwhile does not ask, and comes again after it', async () => {
    house.stub.misbehaves('has had too many', 'create');
    const [first, second] = [await house.approved(), await house.approved()];
    await house.step(first);
    const comesAgain = await house.step(second);
    expect(comesAgain).toBeGreaterThan(15);
    expect(comesAgain).toBeLessThan(28);
    expect(asked()).toHaveLength(1);
    expect([await house.status(first), await house.status(second)]).toEqual(['put-off', 'approved']);
    await house.pass(1, first, second);
    expect([await house.status(first), await house.status(second)]).toEqual(['accepted', 'accepted']);
  });

  it('questions have a line of their own, and another ledger has its own lines', async () => {
    const pace = house.program.app.get(PayoutPace);
    const begun = performance.now();
    expect(await pace.turn(house.ledger, 'payout')).toBeUndefined();
    expect(await pace.turn(house.ledger, 'question')).toBeUndefined();
    expect(await pace.turn('01990000-0000-7000-8000-0000000000aa', 'payout')).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(2000);
    await pace.ended(house.ledger, 'question', { because: 'too-many', afterSeconds: 60 });
    expect(await pace.turn(house.ledger, 'payout')).toBeUndefined();
    expect(await pace.turn(house.ledger, 'question')).toBeGreaterThan(59);
  });

  it('a pause that PayPal does not name is short at first and longer each time in a row, until it answers', async () => {
    const pace = house.program.app.get(PayoutPace);
    const heldFor = async () => {
      const [line] = await house.sql<{ s: number }>(
        `select extract(epoch from held_until - clock_timestamp())::float8 as s from paypal_pace where kind = 'payout'`,
      );
      await house.sql(`update paypal_pace set held_until = 'epoch'`);
      return line!.s;
    };
    const pauses: number[] = [];
    for (let times = 0; times < 5; times += 1) {
      await pace.ended(house.ledger, 'payout', { because: 'too-many' });
      pauses.push(await heldFor());
    }
    pauses.forEach((pause, times) => {
      expect(pause).toBeGreaterThan(2 ** times * 0.4);
      expect(pause).toBeLessThanOrEqual(2 ** times);
    });
    await pace.ended(house.ledger, 'payout', {});
    await pace.ended(house.ledger, 'payout', { because: 'too-many' });
    expect(await heldFor()).toBeLessThanOrEqual(1);
  });
});
