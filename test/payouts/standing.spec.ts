import type { Status } from '../paypal/simulator/life.js';
import type { Twist } from '../paypal/simulator/payout-answers.js';
import { type House, openHouse } from './house.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  house.stub.status = 'PENDING';
});
afterAll(() => house.stop());

let payout: string;
beforeEach(async () => {
  Object.assign(house.stub, { twist: undefined, linksDuplicates: true });
  payout = await house.approved();
});
afterEach(async () => {
  const { twist } = house.stub;
  expect(house.stub.breaches).toEqual([]);
  expect(await house.faults(...(twist ? [] : [payout]))).toEqual([]);
});

const made = () => house.stub.batches.find(({ senderBatch }) => senderBatch.startsWith(payout))!;
const timesAsked = () => house.stub.calls().filter(({ method, body }) => method === 'POST' && body.includes(payout)).length;

describe('What becomes of a payout at PayPal becomes of it in the books', () => {
  it.each<[string, Status[], string]>([
    ['nobody has claimed it', ['UNCLAIMED'], 'unclaimed'],
    ['it was claimed after a while', ['UNCLAIMED', 'SUCCESS'], 'paid'],
    ['nobody ever claimed it', ['UNCLAIMED', 'RETURNED'], 'returned'],
    ['PayPal looks at it', ['ONHOLD'], 'on-hold'],
    ['PayPal looked at it, and nobody claimed it', ['ONHOLD', 'UNCLAIMED', 'RETURNED'], 'returned'],
    ['PayPal stopped it', ['BLOCKED'], 'returned'],
    ['it could not be sent', ['FAILED'], 'returned'],
    ['it arrived, and the person sent it back', ['SUCCESS', 'REFUNDED'], 'returned'],
    ['it arrived, and PayPal took it back: an alarm, and nothing moves by itself', ['SUCCESS', 'REVERSED'], 'reversed'],
  ])('%s', async (_, life, standing) => {
    await house.step(payout);
    for (const status of life) {
      house.stub.memory.becomes(made(), status);
      await house.pass(24 * 60, payout);
    }
    expect(await house.status(payout)).toBe(standing);
  });
});

describe('A batch that PayPal names for a duplicate is adopted only if nothing in it differs', () => {
  it.each<Twist>([
    'another receiver',
    'another amount',
    'another currency',
    'another payout',
    'another batch id',
    'two payouts',
  ])('with %s it is for a person, and nothing is sent again', async (twist) => {
    house.stub.misbehaves('cuts the line after accepting', 'create');
    house.stub.twist = twist;
    for (let day = 0; day < 6; day += 1) await house.pass(24 * 60, payout);
    expect(await house.status(payout)).toBe('in-doubt');
    expect(timesAsked()).toBe(2);
  });

  it('while it lists no payout yet, it is read again, and adopted once it does', async () => {
    house.stub.misbehaves('cuts the line after accepting', 'create');
    house.stub.twist = 'none yet';
    for (let hour = 0; hour < 4; hour += 1) await house.pass(60, payout);
    expect(await house.status(payout)).toBe('in-doubt');
    house.stub.twist = undefined;
    await house.pass(24 * 60, payout);
    expect(await house.status(payout)).toBe('accepted');
    expect(timesAsked()).toBe(2);
  });
});
