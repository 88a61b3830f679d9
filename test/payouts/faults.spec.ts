import { EventStore } from '../../src/event-store/event-store.js';
import { type Fault, faults } from '../paypal/simulator/faults.js';
import { type House, forgetWatches, openHouse } from './house.js';

/**
 * Every way in which PayPal can answer a request for a payout, times every place at which whoever makes the step can die: before
 * or after each of its commits. The commit is the real one; what dies is all that would come after it.
 */

/** These last as long as a call may, and are run through in memory, by the histories. */
const lasting: readonly Fault[] = ['hangs', 'hangs after accepting', 'drips without end'];
const ofCreate = [
  undefined,
  ...faults.filter((fault) => !lasting.includes(fault) && fault !== 'does not let it search' && fault !== 'lists no whole page'),
];
const deaths = [undefined, ...[1, 2, 3].flatMap((commit) => [{ commit, when: 'before' } as const, { commit, when: 'after' } as const])];
type Death = (typeof deaths)[number];

class Killed extends Error {}

let house: House;
beforeAll(async () => {
  house = await openHouse();
  house.stub.status = 'PENDING';
});
afterAll(() => house.stop());

/** Who makes the step dies at its nth commit. The first of a payout's commits is its intent. */
async function dying(death: Death, step: () => Promise<unknown>): Promise<void> {
  const decide = EventStore.prototype.decide;
  let commits = 0;
  const spied = jest.spyOn(EventStore.prototype, 'decide').mockImplementation(async function (this: EventStore, ...asked: never[]) {
    commits += 1;
    if (death && commits === death.commit && death.when === 'before') throw new Killed();
    const decided = await Reflect.apply(decide, this, asked);
    if (death && commits === death.commit) throw new Killed();
    return decided;
  } as never);
  await step().catch(() => undefined);
  spied.mockRestore();
}

async function comesToItsEnd(payout: string): Promise<void> {
  for (let round = 0; round < 8; round += 1) {
    await house.pass(round === 0 ? 7 : 400);
    await forgetWatches(house);
    await Promise.allSettled([house.step(payout), house.step(payout)]);
    for (const made of house.stub.batches)
      if (made.senderBatch.startsWith(payout) && made.status === 'PENDING') house.stub.memory.becomes(made, 'SUCCESS');
  }
}

const places = deaths.map((death) => [death ? `killed ${death.when} commit ${death.commit}` : 'not killed', death] as const);

describe.each(places)('%s', (_, death) => {
  it.each(
    ofCreate.map((fault) => [fault ?? 'answers', fault] as const),
  )('where PayPal %s, the person is paid once, or it is in doubt', async (_name, fault) => {
    if (fault) house.stub.misbehaves(fault, 'create');
    const payout = await house.approved();
    await dying(death, () => house.step(payout));
    await comesToItsEnd(payout);
    const status = await house.status(payout);
    expect(await house.faults(payout)).toEqual([]);
    expect(['paid', 'in-doubt', 'failed']).toContain(status);
    const takes = fault === undefined || fault.includes('after accepting');
    if (takes) expect(status).toBe('paid');
  });
});

describe('While it is read', () => {
  it.each(places)('%s, what PayPal says of it is in the books once', async (_name, death) => {
    const payout = await house.approved();
    await house.step(payout);
    house.stub.memory.becomes(house.stub.batches.at(-1)!, 'SUCCESS');
    await house.pass(10);
    await dying(death, () => house.step(payout));
    await comesToItsEnd(payout);
    expect((await house.types(payout)).filter((type) => type === 'PayoutPaid')).toEqual(['PayoutPaid']);
    expect(await house.faults(payout)).toEqual([]);
  });
});
