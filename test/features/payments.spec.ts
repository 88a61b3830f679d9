import { v7 } from 'uuid';
import { money } from '../../src/domain/money.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';

describe('recording payments', () => {
  let program: TestProgram;
  let ledger: string;
  beforeAll(async () => {
    program = await startProgram();
    ledger = await openTestLedger(program);
  });
  afterAll(() => program.stop());

  const payment = (over: object = {}) =>
    new RecordPayment({
      ledger,
      by: 'account:test',
      request: newRequest(),
      amount: money(20000n, 'CAD'),
      method: 'interac',
      offering: 'ces-50',
      receivedAt: '2026-10-04T16:00:00.000Z',
      ...over,
    });

  it('a payment inside the promise adds 20 % of what was paid', async () => {
    const { events } = await program.send(payment());
    expect(events.map(({ type }) => type)).toEqual(['PaymentReceived', 'ObligationDerived']);
    expect(events[1]!.data).toMatchObject({ owed: money(4000n, 'CAD'), policyVersion: 1, shareBp: 2000 });
  });

  it('the same request sent again is answered with the first result', async () => {
    const request = v7();
    const first = await program.send(payment({ request }));
    const again = await program.send(payment({ request }));
    expect(again.repeated).toBe(true);
    expect(again.events).toEqual(first.events);
  });

  it('the same request with other contents is refused', async () => {
    const request = v7();
    await program.send(payment({ request }));
    await expect(program.send(payment({ request, amount: money(100n, 'CAD') }))).rejects.toMatchObject({ code: 'request/other-input' });
  });
});
