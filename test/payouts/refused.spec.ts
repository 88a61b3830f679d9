import { LogCall, WithdrawCall } from '../../src/domain/call.js';
import { EraseRecipient } from '../../src/domain/erasure.js';
import { ApprovePayout, CancelPayout, ShowPayoutCard } from '../../src/domain/payout-decisions.js';
import { ProposePayout, type ProposalEntry } from '../../src/domain/payout-proposal.js';
import { Following } from '../../src/event-store/following.js';
import { PayoutCarrier } from '../../src/payouts/payouts.jobs.js';
import { Payouts } from '../../src/payouts/payouts.queries.js';
import { cash } from '../support/given.js';
import { type House, openHouse } from './house.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());
/** Whatever was refused: nothing went out, and the fund is in balance. */
afterEach(async () => {
  expect([house.stub.batches, await house.faults()]).toEqual([[], []]);
});

async function noted(more: Partial<LogCall['input']> = {}): Promise<{ call: string; recipient: string }> {
  const someone = { rail: 'paypal', address: 'someone@example.org', fitsThePromise: true } as const;
  const { events } = await house.program.send(new LogCall({ ...house.asked(), ...someone, ...more }));
  const call = events.flatMap((event) => (event.type === 'CallLogged' ? [event.data.call] : []))[0]!;
  return { call, recipient: events.flatMap((event) => (event.type === 'RecipientKnown' ? [event.data.recipient] : []))[0]! };
}
async function proposed(call: string, amount = '40.00 CAD', more: Partial<ProposalEntry> = {}): Promise<string> {
  const { events } = await house.program.send(new ProposePayout({ ...house.asked(), call, amount: cash(amount), ...more }));
  return events.flatMap((event) => (event.type === 'PayoutProposed' ? [event.data.payout] : []))[0]!;
}
const given = { given: { amount: cash('40.00 CAD'), source: 'the bank' } };

describe('A payout is not even proposed', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ['above the ceiling', async () => proposed((await noted()).call, '105.00 CAD'), 'payout/above-ceiling'],
    ['off the unit', async () => proposed((await noted()).call, '41.00 CAD'), 'payout/off-the-unit'],
    [
      'in a currency that PayPal does not pay',
      async () => proposed((await noted()).call, '5.000 KWD', given),
      'payout/currency-not-paid-by-paypal',
    ],
    [
      'with decimals of a currency that has none there',
      async () => proposed((await noted()).call, '1000.50 HUF', given),
      'payout/no-decimals-at-paypal',
    ],
    [
      'to a call that was taken back',
      async () => {
        const { call } = await noted();
        await house.program.send(new WithdrawCall({ ...house.asked(), call }));
        return proposed(call);
      },
      'call/not-open',
    ],
    [
      'to somebody who was forgotten',
      async () => {
        const { call, recipient } = await noted();
        await house.program.send(new EraseRecipient({ ...house.asked(), recipient }));
        return proposed(call);
      },
      'recipient/erased',
    ],
  ])('%s', async (_, act, code) => {
    await expect(act()).rejects.toMatchObject({ code });
  });

  it.each([
    ['https://paypal.me/someone', 'payout/paypal-me-link'],
    ['$someone', 'payout/not-a-paypal-address'],
    ['@someone', 'payout/not-a-paypal-address'],
  ])('to %s: a call over PayPal’s API is not noted with it', async (address, code) => {
    await expect(noted({ address })).rejects.toMatchObject({ code });
  });
});

describe('While somebody holds its card', () => {
  const [ava, ben] = ['account:ava', 'account:ben'];
  async function held(): Promise<{ payout: string; call: string }> {
    const { call } = await noted({ rail: 'interac', address: 'by.hand@example.org' });
    const payout = await proposed(call);
    await house.program.send(new ApprovePayout({ ...house.asked(), payout }));
    await house.program.app.get(PayoutCarrier).carry(house.ledger, payout);
    const ends = await Promise.allSettled([ava, ben].map((by) => house.program.send(new ShowPayoutCard({ ...house.asked(by), payout }))));
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    return { payout, call };
  }

  it('two people who open it at once: one has it, and the other is told so', async () => {
    const { payout } = await held();
    const holder = (await house.program.app.get(Payouts).one(house.ledger, payout))!.holder;
    const other = holder === ava ? ben : ava;
    await expect(house.program.send(new ShowPayoutCard({ ...house.asked(other), payout }))).rejects.toMatchObject({
      code: 'payout/held-by-another',
    });
    await expect(house.program.send(new CancelPayout({ ...house.asked(other), payout }))).rejects.toMatchObject({ code: 'payout/is-held' });
  });

  it('the person moves to another rail: the card is what was approved, and what is proposed next goes the new way', async () => {
    const { payout, call } = await held();
    await noted({ rail: 'paypal', address: 'online@example.org', earlier: call });
    await house.program.app.get(Following).catchUp();
    const row = (await house.program.app.get(Payouts).one(house.ledger, payout))!;
    expect([row.status, row.rail]).toEqual(['held', 'interac']);
    expect(await house.program.app.get(Payouts).wayToPay(house.ledger, row)).toEqual({ address: 'by.hand@example.org' });
    const next = await proposed(call);
    expect((await house.program.app.get(Payouts).one(house.ledger, next))!.rail).toBe('paypal');
    await house.program.send(new CancelPayout({ ...house.asked(), payout: next }));
  });
});
