import { LogCall } from '../../src/domain/call.js';
import { ApprovePayout, CancelPayout } from '../../src/domain/payout-decisions.js';
import { SetPayoutLimit } from '../../src/domain/payout-limits.js';
import { ProposePayout } from '../../src/domain/payout-proposal.js';
import { cash } from '../support/given.js';
import { type House, openHouse } from './house.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const ceiling = (perCall?: string) =>
  house.program.send(
    new SetPayoutLimit({
      ...house.asked(),
      perPayout: cash('60.00 CAD'),
      perDay: cash('90000.00 CAD'),
      ...(perCall && { perCall: cash(perCall) }),
    }),
  );
async function noted(): Promise<string> {
  const person = { rail: 'interac', address: 'someone@example.org' } as const;
  const { events } = await house.program.send(new LogCall({ ...house.asked(), ...person, fitsThePromise: true }));
  return events.flatMap((event) => (event.type === 'CallLogged' ? [event.data.call] : []))[0]!;
}
async function proposed(call: string, amount: string): Promise<string> {
  const { events } = await house.program.send(new ProposePayout({ ...house.asked(), call, amount: cash(amount) }));
  return events.flatMap((event) => (event.type === 'PayoutProposed' ? [event.data.payout] : []))[0]!;
}
const approve = (payout: string) => house.program.send(new ApprovePayout({ ...house.asked(), payout }));
const refused = { code: 'payout/above-call-ceiling' };

describe('One call receives no more than was agreed, however often it is answered', () => {
  it('what is only proposed counts for the next proposal; what was cancelled does not', async () => {
    await ceiling('100.00 CAD');
    const call = await noted();
    const first = await proposed(call, '60.00 CAD');
    await expect(proposed(call, '45.00 CAD')).rejects.toMatchObject(refused);
    await proposed(call, '40.00 CAD');
    await house.program.send(new CancelPayout({ ...house.asked(), payout: first }));
    await proposed(call, '60.00 CAD');
    await expect(proposed(await noted(), '60.00 CAD')).resolves.toBeDefined();
  });

  it('lowered since, it holds for what waits for approval, and for nothing that is approved', async () => {
    await ceiling('100.00 CAD');
    const call = await noted();
    const [first, second] = [await proposed(call, '50.00 CAD'), await proposed(call, '50.00 CAD')];
    await approve(first);
    await ceiling('60.00 CAD');
    await expect(approve(second)).rejects.toMatchObject(refused);
    expect([await house.status(first), await house.status(second)]).toEqual(['approved', 'proposed']);
    await ceiling();
    await approve(second);
    expect(await house.faults()).toEqual([]);
  });

  it('approved from several windows at the same moment, as many as there is room for', async () => {
    await ceiling();
    const call = await noted();
    const payouts = [];
    for (let count = 0; count < 6; count += 1) payouts.push(await proposed(call, '30.00 CAD'));
    await ceiling('100.00 CAD');
    const ends = await Promise.allSettled(payouts.map(approve));
    const taken = ends.filter(({ status }) => status === 'fulfilled');
    expect(taken).toHaveLength(3);
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject(refused);
    const states = await Promise.all(payouts.map((payout) => house.status(payout)));
    expect(states.filter((state) => state === 'approved')).toHaveLength(3);
  });
});
