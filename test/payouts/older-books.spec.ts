import { LogCall } from '../../src/domain/call.js';
import { JOURNAL, type Journal } from '../../src/domain/journal.js';
import { ApprovePayout, ShowPayoutCard } from '../../src/domain/payout-decisions.js';
import { SayPayoutPaid } from '../../src/domain/payout-in-doubt.js';
import { ProposePayout } from '../../src/domain/payout-proposal.js';
import { PayPalConnections } from '../../src/reconciliation/paypal-connections.queries.js';
import { PayoutCarrier } from '../../src/payouts/payouts.jobs.js';
import { payPalRequest } from '../../src/domain/paypal-body.js';
import { PAYPAL_PAYOUTS, type PayPalPayoutDoor } from '../../src/domain/paypal-payout.js';
import { clientId, secret } from '../paypal/host.js';
import { cash } from '../support/given.js';
import { type House, openHouse } from './house.js';

/**
 * Books that were put back from a copy: the payout is approved in them, PayPal has it already, and the journal says so. What PayPal
 * and the journal then know is brought about by hand, as the program of before would have left it.
 */

let house: House;
beforeEach(async () => {
  house = await openHouse();
  house.stub.status = 'PENDING';
});
afterEach(() => house.stop());

const journal = () => house.program.app.get<Journal>(JOURNAL);
const before = '2026-11-01T09:00:00.000Z';
const sentBefore = (payout: string, attempt = 1, more: object = {}) =>
  journal().write({
    kind: 'payout-attempt',
    ledger: house.ledger,
    payout,
    attempt,
    senderBatch: `${payout}-a${attempt}`,
    at: before,
    ...more,
  });
const calls = (payout: string) => house.stub.calls().filter(({ method, body }) => method === 'POST' && body.includes(payout)).length;

describe('Where the journal knows of a try that the books do not', () => {
  it.each([1, 2])('try %s is not made anew: the payout is in doubt, under the number of then, and nothing is sent', async (attempt) => {
    const payout = await house.approved();
    await sentBefore(payout, attempt);
    for (let day = 0; day < 3; day += 1) await house.pass(24 * 60, payout);
    expect([await house.status(payout), calls(payout), house.stub.batches]).toEqual(['in-doubt', 0, []]);
    const [row] = await house.sql<{ why: string; sender_batch: string; attempt: number }>(`select why, sender_batch, attempt from payout`);
    expect(row).toEqual({ why: 'only-in-journal', sender_batch: `${payout}-a${attempt}`, attempt });
    expect(await house.faults(payout)).toEqual([]);
  });

  it('a person finds it at PayPal, and it is followed to its end', async () => {
    const payout = await house.approved('40.00 CAD', 'ines@example.org');
    const amount = cash('40.00 CAD');
    const request = payPalRequest({ payout, attempt: 1, receiver: 'ines@example.org', amount, note: 'Thank you' });
    await house.program.app.get<PayPalPayoutDoor>(PAYPAL_PAYOUTS).create({ environment: 'live', clientId, clientSecret: secret }, request);
    await sentBefore(payout);
    await house.step(payout);
    const [made] = house.stub.batches;
    const said = new SayPayoutPaid({ ...house.asked(), payout, attempt: 1, transfer: made!.payout });
    await house.program.send(said);
    house.stub.memory.becomes(made!, 'SUCCESS');
    await house.pass(60, payout);
    expect([await house.status(payout), house.stub.batches.length, await house.faults(payout)]).toEqual(['paid', 1, []]);
  });

  it('an account that is reached through another app shows nothing of it, and nothing is sent', async () => {
    const payout = await house.approved();
    await house.step(payout);
    const [journaled] = await journal().attempts(house.ledger, payout);
    const other = await house.approved();
    await sentBefore(other, 1, { app: journaled?.app });
    await house.program.app.get(PayPalConnections).connect(house.ledger, house.account, {
      credentials: { environment: 'live', clientId: 'AppOfQuiteAnotherAccount', clientSecret: 'EGnHDxD_qRPdaLdZz8iCr8N7' },
      since: '2026-10-01',
      by: 'account:test',
    });
    await house.step(other);
    expect([await house.status(other), calls(other)]).toEqual(['approved', 0]);
    const [watch] = await house.sql<{ told: string }>(`select told from payout_watch where payout_id = '${other}'`);
    expect(watch!.told).toBe('payout-another-app');
  });

  it('a card that was open is shown only to who has looked in the account', async () => {
    const asked = house.asked;
    const { events } = await house.program.send(
      new LogCall({ ...asked(), rail: 'interac', address: 'someone@example.org', fitsThePromise: true }),
    );
    const call = events.flatMap((event) => (event.type === 'CallLogged' ? [event.data.call] : []))[0]!;
    const made = await house.program.send(new ProposePayout({ ...asked(), call, amount: cash('40.00 CAD') }));
    const payout = made.events.flatMap((event) => (event.type === 'PayoutProposed' ? [event.data.payout] : []))[0]!;
    await house.program.send(new ApprovePayout({ ...asked(), payout }));
    await house.program.app.get(PayoutCarrier).carry(house.ledger, payout);
    await journal().write({ kind: 'payout-attempt', ledger: house.ledger, payout, attempt: 1, at: before });
    await expect(house.program.send(new ShowPayoutCard({ ...asked(), payout }))).rejects.toMatchObject({ code: 'payout/shown-before' });
    expect(await house.status(payout)).toBe('approved');
    await house.program.send(new ShowPayoutCard({ ...asked(), payout, notInAccount: true }));
    expect(await house.status(payout)).toBe('held');
  });
});

describe('In the ordinary run of things', () => {
  it('the journal holds no more than the books, however often a payout is put off', async () => {
    house.stub.misbehaves('finds no money', 'create');
    const payout = await house.approved();
    await house.step(payout);
    expect(await house.status(payout)).toBe('put-off');
    await house.pass(60, payout);
    expect([await house.status(payout), await house.faults(payout)]).toEqual(['accepted', []]);
    expect(await journal().attempts(house.ledger, payout)).toMatchObject([{ attempt: 1, senderBatch: `${payout}-a1` }]);
  });
});
