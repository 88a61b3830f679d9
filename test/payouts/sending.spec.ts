import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { EndPayoutAttempt } from '../../src/domain/payout-sending.js';
import { CancelPayout } from '../../src/domain/payout-decisions.js';
import { SayPayoutNeverCreated, SayPayoutPaid, StopResending } from '../../src/domain/payout-in-doubt.js';
import { ResumePayouts, StopPayouts } from '../../src/domain/payout-limits.js';
import { type House, forgetWatches, openHouse } from './house.js';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

describe('A payout goes out over PayPal', () => {
  it('the intent, the call, what PayPal says of it, and that it arrived', async () => {
    house.stub.status = 'PENDING';
    const payout = await house.approved();
    await house.step(payout);
    expect(await house.status(payout)).toBe('accepted');
    house.stub.memory.becomes(house.stub.batches[0]!, 'UNCLAIMED');
    await house.pass(2, payout);
    expect(await house.status(payout)).toBe('unclaimed');
    house.stub.memory.becomes(house.stub.batches[0]!, 'SUCCESS');
    await house.pass(20, payout);
    expect(await house.types(payout)).toEqual([
      'PayoutProposed',
      'PayoutAgreed',
      'PayoutAttemptStarted',
      'PayoutAccepted',
      'PayoutUnclaimed',
      'PayoutPaid',
      'PayoutFeeCharged',
    ]);
    expect(await house.faults(payout)).toEqual([]);
    expect(house.stub.breaches).toEqual([]);
  });

  it('what comes back is ready to send again', async () => {
    const payout = await house.approved();
    await house.step(payout);
    await house.pass(2, payout);
    house.stub.memory.becomes(house.stub.batches[0]!, 'RETURNED');
    await house.pass(20, payout);
    expect([await house.status(payout), await house.faults(payout)]).toEqual(['returned', []]);
  });

  it('two workers at once make one attempt, and each repeat is the same bytes under the same id', async () => {
    house.stub.misbehaves('fails with a page of HTML', 'create');
    house.stub.misbehaves('cuts the line after accepting', 'create');
    const payout = await house.approved();
    for (const minutes of [0, 1, 10, 30]) {
      await house.pass(minutes);
      await forgetWatches(house);
      await Promise.allSettled([house.step(payout), house.step(payout), house.step(payout)]);
    }
    const creates = house.stub.seen.filter(({ method, url }) => method === 'POST' && url.includes('/payments/payouts'));
    expect(creates.length).toBeGreaterThan(1);
    expect(new Set(creates.map(({ body }) => body.toString())).size).toBe(1);
    expect([house.stub.batches.length, await house.faults(payout)]).toEqual([1, []]);
    expect(['accepted', 'unclaimed']).toContain(await house.status(payout));
  });
});

describe('While it is not known', () => {
  async function doubted(): Promise<string> {
    house.stub.misbehaves('fails with a page of HTML', 'create');
    const payout = await house.approved();
    await house.step(payout);
    expect(await house.status(payout)).toBe('in-doubt');
    return payout;
  }

  it('a listed no of a repeat says nothing; the next yes does', async () => {
    const payout = await doubted();
    house.stub.misbehaves('finds the request wrong', 'create');
    await house.pass(5, payout);
    expect(await house.status(payout)).toBe('in-doubt');
    await house.pass(10, payout);
    expect([await house.status(payout), await house.faults(payout)]).toEqual(['accepted', []]);
  });

  it('another receiver in the batch that PayPal names is for a person, and nothing is sent again', async () => {
    house.stub.misbehaves('cuts the line after accepting', 'create');
    const payout = await house.approved();
    await house.step(payout);
    house.stub.twist = 'another receiver';
    for (let times = 0; times < 4; times += 1) await house.pass(600, payout);
    const creates = () => house.stub.seen.filter(({ method, url }) => method === 'POST' && url.includes('/payments/payouts')).length;
    const before = creates();
    for (let times = 0; times < 3; times += 1) await house.pass(600, payout);
    expect([await house.status(payout), creates() - before]).toEqual(['in-doubt', 0]);
  });

  it('through another app nothing is sent, since PayPal’s guard does not hold for it', async () => {
    const payout = await doubted();
    await house.program.app
      .get((await import('../../src/reconciliation/paypal-connections.queries.js')).PayPalConnections)
      .connect(house.ledger, house.account, {
        credentials: { environment: 'live', clientId: 'AnotherAppOfTheSamePractice', clientSecret: 'EGnHDxD_qRPdaLdZz8iCr8N7' },
        since: '2026-10-01',
        by: 'account:test',
      });
    const before = house.stub.seen.filter(({ method, url }) => method === 'POST' && url.includes('/payments/payouts')).length;
    for (let times = 0; times < 3; times += 1) await house.pass(60, payout);
    expect(house.stub.seen.filter(({ method, url }) => method === 'POST' && url.includes('/payments/payouts'))).toHaveLength(before);
    expect([await house.status(payout), await house.sql(`select why from payout where payout_id = '${payout}'`)]).toEqual([
      'in-doubt',
      [{ why: 'app-changed' }],
    ]);
  });

  it('after twenty days nothing is sent by itself any more', async () => {
    const payout = await doubted();
    await house.pass(20 * 24 * 60);
    const before = house.stub.seen.length;
    await house.pass(1, payout);
    expect([house.stub.seen.length - before, await house.status(payout)]).toEqual([0, 'in-doubt']);
  });

  it('a person says that it was sent, and only a reading of this very payout proves it', async () => {
    house.stub.misbehaves('fails after accepting', 'create');
    const [payout, other] = [await house.approved(), await house.approved()];
    await house.step(payout);
    await house.step(other);
    const say = (transfer: string) => house.program.send(new SayPayoutPaid({ ...house.asked(), payout, attempt: 1, transfer }));
    await expect(say(house.stub.batches[1]!.payout)).rejects.toMatchObject({ code: 'payout/another-payout' });
    await expect(say('NOBODYSNUMBER')).rejects.toMatchObject({ code: 'payout/no-such-transfer' });
    expect(await house.status(payout)).toBe('in-doubt');
    await say(house.stub.batches[0]!.payout);
    expect([await house.status(payout), await house.faults(payout, other)]).toEqual(['accepted', []]);
  });

  it('or that it was never created, once the search and a statement reach past it', async () => {
    const payout = await doubted();
    const never = () => house.program.send(new SayPayoutNeverCreated({ ...house.asked(), payout, attempt: 1, noDebitOnStatement: true }));
    await expect(never()).rejects.toMatchObject({ code: 'payout/still-resending' });
    await house.program.send(new StopResending({ ...house.asked(), payout, attempt: 1 }));
    await expect(never()).rejects.toMatchObject({ code: 'payout/search-too-early' });
    await house.pass(2 * 24 * 60, payout);
    await expect(never()).rejects.toMatchObject({ code: 'payout/no-statement' });
    await house.states('2026-11-01', '2026-11-02', '500.00', '500.00');
    await expect(never()).rejects.toMatchObject({ code: 'payout/no-statement' });
    await house.states('2026-11-03', '2026-11-04', '500.00', '460.00');
    await expect(never()).rejects.toMatchObject({ code: 'payout/statement-differs' });
    await house.states('2026-11-03', '2026-11-04', '500.00', '500.00');
    await never();
    expect([await house.status(payout), await house.faults(payout)]).toEqual(['failed', []]);
  });

  it('never while PayPal’s search lists it', async () => {
    house.stub.misbehaves('fails after accepting', 'create');
    const payout = await house.approved();
    await house.step(payout);
    house.stub.movements.splice(0, 1, { ...house.stub.movements[0]!, at: '2026-11-02T15:00:10.000Z' });
    await house.program.send(new StopResending({ ...house.asked(), payout, attempt: 1 }));
    await house.pass(2 * 24 * 60, payout);
    const said = new SayPayoutNeverCreated({ ...house.asked(), payout, attempt: 1, noDebitOnStatement: true });
    await expect(house.program.send(said)).rejects.toMatchObject({ code: 'payout/debit-found' });
  });

  it('never while a line on the statement could be it, though PayPal’s search does not list it', async () => {
    const payout = await doubted();
    await house.program.send(new StopResending({ ...house.asked(), payout, attempt: 1 }));
    house.moved({ id: '4KK11223344556677', code: 'T0001', amount: '-40.00 CAD', at: '2026-11-02T20:00:00.000Z' });
    await house.minutesPass(24 * 60);
    expect(await house.lines()).toEqual([expect.stringContaining('-40.00 CAD')]);
    house.stub.movements.splice(0);
    await house.pass(2 * 24 * 60, payout);
    await house.states('2026-11-01', '2026-11-04', '500.00', '460.00');
    const said = new SayPayoutNeverCreated({ ...house.asked(), payout, attempt: 1, noDebitOnStatement: true });
    await expect(house.program.send(said)).rejects.toMatchObject({ code: 'payout/debit-on-statement' });
    expect(await house.status(payout)).toBe('in-doubt');
    await house.program.send(new SayPayoutNeverCreated({ ...said.input, request: house.asked().request, alikeAreOthers: true }));
    expect(await house.status(payout)).toBe('failed');
  });
});

describe('Before it is sent', () => {
  it('the stop switch holds it, and then lets it go', async () => {
    const payout = await house.approved();
    await house.program.send(new StopPayouts(house.asked()));
    await house.step(payout);
    expect([await house.status(payout), house.stub.batches]).toEqual(['approved', []]);
    await house.program.send(new ResumePayouts(house.asked()));
    await house.pass(10, payout);
    expect(await house.status(payout)).toBe('accepted');
  });

  it('approving, cancelling and sending at the same moment: it is sent once, or cancelled and never sent', async () => {
    for (let times = 0; times < 5; times += 1) {
      const payout = await house.approved();
      await Promise.allSettled([
        house.program.send(new CancelPayout({ ...house.asked(), payout })),
        house.step(payout),
        house.program.send(new CancelPayout({ ...house.asked(), payout })),
      ]);
      expect(['cancelled', 'accepted']).toContain(await house.status(payout));
      expect(await house.faults(payout)).toEqual([]);
    }
  });

  it('without money in the account it waits, and a person can end it', async () => {
    house.stub.misbehaves('finds no money', 'create');
    const payout = await house.approved();
    await house.step(payout);
    expect(await house.status(payout)).toBe('put-off');
    await house.program.send(new EndPayoutAttempt({ ...house.asked(), payout, attempt: 1 }));
    expect([await house.status(payout), await house.faults(payout)]).toEqual(['failed', []]);
    await house.program.send(new CancelPayout({ ...house.asked(), payout }));
    expect(await house.status(payout)).toBe('cancelled');
  });
});

describe('Before each call the attempt stands in the journal', () => {
  it('where that cannot be written, nothing is sent; once it can, it goes out', async () => {
    const { journalDir } = house.program.runtime.settings;
    const payout = await house.approved();
    await rm(journalDir, { recursive: true, force: true });
    await writeFile(journalDir, 'a file is in the way');
    await house.step(payout);
    expect([await house.status(payout), house.stub.batches]).toEqual(['put-off', []]);
    await rm(journalDir);
    await mkdir(journalDir);
    await house.pass(30, payout);
    expect([await house.status(payout), await house.faults(payout)]).toEqual(['accepted', []]);
    expect(await readFile(`${journalDir}/journal.v1`, 'utf8')).toContain(`${payout}-a1`);
  });
});
