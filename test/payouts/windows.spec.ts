import { setTimeout as sleep } from 'node:timers/promises';
import { ApprovePayout, CancelPayout, ShowPayoutCard } from '../../src/domain/payout-decisions.js';
import { PayoutCarrier } from '../../src/payouts/payouts.jobs.js';
import { type House, openHouse } from './house.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  house.stub.status = 'PENDING';
});
afterAll(() => house.stop());

const approve = (payout: string) => house.program.send(new ApprovePayout({ ...house.asked('account:ava'), payout }));
const cancel = (payout: string) => house.program.send(new CancelPayout({ ...house.asked('account:ben'), payout }));
const show = (payout: string) => house.program.send(new ShowPayoutCard({ ...house.asked('account:cleo'), payout }));

/** How long after the others the one who cancels presses, round by round: from the same moment to well after them. */
const latenessMs = [0, 0, 1, 3, 6, 12, 25, 50, 200, 600];
const late = async <T>(ms: number, act: () => Promise<T>): Promise<T> => {
  if (ms > 0) await sleep(ms);
  return act();
};

describe('Approved, cancelled and sent from three windows at the same moment', () => {
  it('over PayPal it is cancelled and never sent, or sent once; whoever came too late is told so', async () => {
    const ends: string[] = [];
    for (const [round, ms] of latenessMs.entries()) {
      const payout = await (round % 2 ? house.approved() : house.proposed());
      const windows = [() => approve(payout), () => late(ms, () => cancel(payout)), () => house.step(payout)];
      const [, cancelled] = await Promise.allSettled(windows.map((act) => act()));
      const faults = await house.faults(payout);
      await house.pass(7, payout);
      const end = await house.status(payout);
      expect([round, faults, await house.faults(payout)]).toEqual([round, [], []]);
      expect([round, cancelled!.status]).toEqual([round, end === 'cancelled' ? 'fulfilled' : 'rejected']);
      ends.push(end);
    }
    expect([...new Set(ends)].toSorted()).toEqual(['accepted', 'cancelled']);
  });

  it('by hand its card is open and it is not cancelled, or it is cancelled and nobody sees the address', async () => {
    const ends: string[] = [];
    for (const [round, ms] of latenessMs.entries()) {
      const payout = await house.proposed('40.00 CAD', 'by.hand@example.org', 'interac');
      await approve(payout);
      await house.program.app.get(PayoutCarrier).carry(house.ledger, payout);
      const [, cancelled, shown] = await Promise.allSettled([approve(payout), late(ms, () => cancel(payout)), show(payout)]);
      const end = await house.status(payout);
      expect([round, await house.faults(payout)]).toEqual([round, []]);
      expect([round, cancelled.status, shown.status]).toEqual([
        round,
        ...(end === 'cancelled' ? ['fulfilled', 'rejected'] : ['rejected', 'fulfilled']),
      ]);
      ends.push(end);
    }
    expect([...new Set(ends)].toSorted()).toEqual(['cancelled', 'held']);
  });
});
