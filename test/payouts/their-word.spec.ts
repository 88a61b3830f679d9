import { Payouts } from '../../src/payouts/payouts.queries.js';
import { PersonCodes } from '../../src/yours/person-codes.queries.js';
import { Browser } from '../console/browser.js';
import { memberOf } from '../console/people.js';
import type { Status } from '../paypal/simulator/life.js';
import { type House, openHouse } from './house.js';

let house: House;
let ava: Browser;
beforeAll(async () => {
  house = await openHouse();
  house.stub.status = 'PENDING';
  ava = await memberOf(house.program, house.ledger, 'ava', 'steward');
});
afterAll(() => house.stop());

async function became(life: readonly Status[]): Promise<string> {
  const payout = await house.approved();
  await house.step(payout);
  for (const status of life) {
    house.stub.memory.becomes(house.stub.batches.find(({ senderBatch }) => senderBatch.startsWith(payout))!, status);
    await house.pass(24 * 60, payout);
  }
  return payout;
}

async function pageOf(payout: string) {
  const payouts = house.program.app.get(Payouts);
  const [recipient] = await payouts.peopleTags(house.ledger, [(await payouts.one(house.ledger, payout))!]);
  const code = await house.program.app.get(PersonCodes).issue(house.ledger, recipient!);
  return (does: string) => new Browser(house.program.app).post('/river/yours', { code, does, payout });
}
const offers = (text: string, deed: string): boolean => text.includes(`name="does" value="${deed}"`);

describe('Over PayPal, PayPal’s word decides whether it arrived', () => {
  it.each<[string, Status[], string]>([
    ['on its way', [], 'accepted'],
    ['unclaimed', ['UNCLAIMED'], 'unclaimed'],
    ['held by PayPal', ['ONHOLD'], 'on-hold'],
    ['paid', ['SUCCESS'], 'paid'],
  ])('"it arrived" is not asked of what is %s, and said all the same, it changes nothing', async (_, life, standing) => {
    const payout = await became(life);
    const press = await pageOf(payout);
    const before = await house.types(payout);
    expect(offers((await press('look')).text, 'arrived')).toBe(false);
    expect((await press('arrived')).status).toBe(200);
    expect([await house.status(payout), await house.types(payout), await house.faults(payout)]).toEqual([standing, before, []]);
  });

  it.each<[string, Status[], string]>([
    ['on its way', [], 'accepted'],
    ['unclaimed', ['UNCLAIMED'], 'unclaimed'],
    ['held by PayPal', ['ONHOLD'], 'on-hold'],
  ])('"it did not arrive" of what is %s is noted once and shown to a steward; no money moves by it', async (_, life, standing) => {
    const payout = await became(life);
    const press = await pageOf(payout);
    const before = await house.types(payout);
    expect(offers((await press('look')).text, 'missing')).toBe(true);
    const { text } = await press('missing');
    await press('missing');
    expect([text.includes('did not arrive, you said'), offers(text, 'missing')]).toEqual([true, false]);
    expect(text.includes('Claim it by')).toBe(standing === 'unclaimed');
    expect([await house.status(payout), await house.types(payout), await house.faults(payout)]).toEqual([
      standing,
      [...before, 'PayoutMissed'],
      [],
    ]);
    const doubts = (await ava.get('/console/river/payouts/in-doubt')).text;
    expect([doubts.includes(payout), doubts.includes('PayPal is asked again and again, and its word decides.')]).toEqual([true, true]);
    house.stub.memory.becomes(house.stub.batches.find(({ senderBatch }) => senderBatch.startsWith(payout))!, 'SUCCESS');
    await house.pass(24 * 60, payout);
    expect([await house.status(payout), (await press('look')).text.includes('arrived; it was sent on')]).toEqual(['paid', true]);
  });

  it('"it did not arrive" of what is paid is between them and PayPal: not offered, and not taken', async () => {
    const payout = await became(['SUCCESS']);
    const press = await pageOf(payout);
    const before = await house.types(payout);
    expect(offers((await press('look')).text, 'missing')).toBe(false);
    await press('missing');
    expect([await house.status(payout), await house.types(payout)]).toEqual(['paid', before]);
  });
});
