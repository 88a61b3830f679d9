import { LogCall } from '../../src/domain/call.js';
import { EraseRecipient } from '../../src/domain/erasure.js';
import { SayPayoutNeverCreated, SayPayoutPaid, StopResending } from '../../src/domain/payout-in-doubt.js';
import { fundStream } from '../../src/domain/fund.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { Following } from '../../src/event-store/following.js';
import { TakeBackUnclaimed } from '../../src/domain/payout-readings.js';
import { PayPalConnections } from '../../src/reconciliation/paypal-connections.queries.js';
import { cash } from '../support/given.js';
import { type House, openHouse } from './house.js';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

const recipientOf = async (at: number) =>
  (await house.sql<{ recipient_id: string }>('select recipient_id from recipient order by recipient_id'))[at]!.recipient_id;

async function doubted(): Promise<string> {
  house.stub.misbehaves('fails after accepting', 'create');
  const payout = await house.approved();
  await house.step(payout);
  return payout;
}

describe('What another account says is no evidence', () => {
  it('a search of another app never shows that a payout was not created', async () => {
    const payout = await doubted();
    await house.program.send(new StopResending({ ...house.asked(), payout, attempt: 1 }));
    await house.program.app.get(PayPalConnections).connect(house.ledger, house.account, {
      credentials: { environment: 'live', clientId: 'AppOfQuiteAnotherAccount', clientSecret: 'EGnHDxD_qRPdaLdZz8iCr8N7' },
      since: '2026-10-01',
      by: 'account:test',
    });
    house.stub.movements.splice(0);
    await house.pass(2 * 24 * 60);
    const said = { ...house.asked(), payout, attempt: 1, noDebitOnStatement: true };
    await expect(house.program.send(new SayPayoutNeverCreated(said))).rejects.toMatchObject({ code: 'payout/another-app' });
    expect(await house.status(payout)).toBe('in-doubt');
  });

  it('nor does the sandbox show that it was sent', async () => {
    const payout = await doubted();
    await house.sql(`update paypal_connection set environment = 'sandbox'`);
    const said = new SayPayoutPaid({ ...house.asked(), payout, attempt: 1, transfer: house.stub.batches[0]!.payout });
    await expect(house.program.send(said)).rejects.toMatchObject({ code: 'payout/account-not-connected' });
  });
});

describe('Money that comes back is found again', () => {
  it('also when the person was forgotten after it arrived', async () => {
    house.stub.status = 'SUCCESS';
    const payout = await house.approved();
    await house.step(payout);
    await house.pass(2, payout);
    expect(await house.status(payout)).toBe('paid');
    await house.program.send(new EraseRecipient({ ...house.asked(), recipient: await recipientOf(0) }));
    house.stub.memory.becomes(house.stub.batches[0]!, 'REFUNDED');
    await house.pass(24 * 60, payout);
    expect([await house.status(payout), await house.faults(payout)]).toEqual(['returned', []]);
  });
});

describe('How to pay a person is noted anew', () => {
  const note = async (address: string) => {
    const [call] = await house.sql<{ call_id: string }>('select call_id from call order by call_id limit 1');
    await house.program.send(new LogCall({ ...house.asked(), rail: 'paypal', address, earlier: call!.call_id, fitsThePromise: true }));
    await house.program.app.get(Following).catchUp();
  };
  const reserved = async () => (await house.program.app.get(EventReader).state(house.ledger, fundStream('CAD'))).reserved;

  it('what was approved for the way before is void at once, and its money free', async () => {
    const payout = await house.approved();
    expect(await reserved()).toEqual(cash('40.00 CAD'));
    await note('ines.anew@example.org');
    expect([await house.status(payout), await reserved(), await house.faults(payout)]).toEqual(['cancelled', cash('0.00 CAD'), []]);
  });

  it('the same way said again, under another call, voids nothing', async () => {
    const payout = await house.approved('40.00 CAD', 'ines@example.org');
    await note('ines@example.org');
    expect(await house.status(payout)).toBe('approved');
    await house.step(payout);
    expect([await house.status(payout), await house.faults(payout)]).toEqual(['accepted', []]);
  });

  it('what is on its way goes on to its end', async () => {
    house.stub.misbehaves('finds no money', 'create');
    const payout = await house.approved();
    await house.step(payout);
    await note('ines.anew@example.org');
    expect(await house.status(payout)).toBe('put-off');
  });
});

describe('What nobody has claimed is taken back', () => {
  const takeBack = (payout: string) => house.program.send(new TakeBackUnclaimed({ ...house.asked(), payout }));

  it('by a press: PayPal cancels it, and its money is ready again', async () => {
    const payout = await house.approved();
    await expect(takeBack(payout)).rejects.toMatchObject({ code: 'payout/not-unclaimed' });
    await house.step(payout);
    await house.pass(2, payout);
    expect(await house.status(payout)).toBe('unclaimed');
    await takeBack(payout);
    expect([await house.status(payout), await house.faults(payout)]).toEqual(['returned', []]);
    await expect(takeBack(payout)).rejects.toMatchObject({ code: 'payout/not-unclaimed' });
  });

  it('claimed a moment before, it has arrived', async () => {
    const payout = await house.approved();
    await house.step(payout);
    await house.pass(2, payout);
    house.stub.memory.becomes(house.stub.batches[0]!, 'SUCCESS');
    await takeBack(payout);
    expect([await house.status(payout), await house.faults(payout)]).toEqual(['paid', []]);
  });
});
