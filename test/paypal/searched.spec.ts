import { ConfirmImport } from '../../src/domain/import.js';
import { ReviewObservation } from '../../src/domain/observation.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { RefundPayment } from '../../src/domain/payment-changes.js';
import { money } from '../../src/domain/money.js';
import { WaitingLines } from '../../src/reconciliation/waiting-lines.queries.js';
import { newRequest } from '../support/ledger.js';
import { type PayPalHost, startPayPalHost, waiting } from './host.js';
import { captured } from './simulator/movements.js';

let host: PayPalHost;
beforeEach(async () => {
  host = await startPayPalHost();
});
afterEach(async () => {
  const { breaches } = host.stub;
  await host.stop();
  expect(breaches).toEqual([]);
});

const session = {
  id: '8AA10000000000005',
  code: 'T0006',
  amount: '200.00 CAD',
  fee: '-7.60 CAD',
  at: '2026-10-07T18:02:47Z',
  name: 'Oriel',
};
const head =
  '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","Transaction ID","Reference Txn ID","Balance","Balance Impact"';
const sessionInFile =
  '"10/07/2026","11:02:47","PDT","Oriel","Express Checkout Payment","Completed","CAD","200.00","-7.60","192.40","8AA10000000000005","","192.40","Credit"';
const asked = () => ({ ledger: host.ledger, by: 'account:test', request: newRequest() });
const payments = async () => (await host.sql<{ n: number }>('select count(*)::int as n from payment'))[0]!.n;

describe('What PayPal lists comes to the review list', () => {
  it('and nothing of it is recorded by itself; what is no income is put aside, as a file’s would be', async () => {
    host.moved(
      session,
      { id: '8AA10000000000006', code: 'T2107', amount: '-192.40 CAD', at: '2026-10-07T18:02:47Z', of: session.id },
      { id: '8AA10000000000007', code: 'T2108', amount: '192.40 CAD', at: '2026-10-10T18:02:47Z', of: session.id },
      { id: '8AA10000000000008', code: 'T0403', amount: '-100.00 CAD', at: '2026-10-12T18:00:00Z' },
      { id: '8AA10000000000009', code: 'T1107', amount: '-50.00 CAD', fee: '1.45 CAD', at: '2026-10-19T18:00:00Z', of: session.id },
      { id: '8AA1000000000000A', code: 'T0001', amount: '-40.00 CAD', at: '2026-10-20T18:00:00Z', subject: 'po-1' },
      { id: '8AA1000000000000B', code: 'T1114', amount: '40.00 CAD', at: '2026-10-25T18:00:00Z' },
      { id: '8AA1000000000000C', code: 'T9999', amount: '1.0 CAD', at: '2026-10-26T18:00:00Z' },
    );
    await host.connect();
    await host.minutesPass();
    expect(await host.lines()).toEqual([
      '2026-10-07 not-income dismissed -192.40 CAD',
      '2026-10-07 money-in to-review 200.00 CAD',
      '2026-10-10 not-income dismissed 192.40 CAD',
      '2026-10-12 not-income dismissed -100.00 CAD',
      '2026-10-19 refunded to-review -50.00 CAD',
      '2026-10-20 money-out dismissed -40.00 CAD',
      '2026-10-25 unknown to-review 40.00 CAD',
      '2026-10-26 unknown to-review 1.00 CAD',
    ]);
    expect(await payments()).toBe(0);
  });

  it('once, however often it is asked, on however many pages it is listed', async () => {
    host.stub.largestPage = 2;
    host.moved(...Array.from({ length: 5 }, (_, at) => ({ ...session, id: `8AA1000000000000${at}` })));
    await host.connect();
    await host.minutesPass();
    const asked = host.stub.calls().filter(({ url }) => url.includes('page=3'));
    expect(asked.map(({ url }) => url)).toEqual([expect.stringMatching(/^\/v1\/reporting\/transactions\?start_date=2026.*fields=all/)]);
    const before = await host.lines();
    expect(before).toHaveLength(5);
    await host.minutesPass(60);
    await host.minutesPass(60);
    expect(await host.lines()).toEqual(before);
  });

  it('what is listed hours late, or finished days later, is found all the same', async () => {
    await host.connect();
    await host.minutesPass();
    host.moved({ ...session, at: '2026-11-02T14:00:00Z', status: 'P' });
    await host.minutesPass(180);
    expect(await host.lines()).toEqual(['2026-11-02 pending to-review 200.00 CAD']);
    host.stub.movements.splice(0, 1, { ...session, at: '2026-11-02T14:00:00Z' });
    await host.minutesPass(20 * 1440);
    expect(await host.lines()).toEqual(['2026-11-02 money-in to-review 200.00 CAD', '2026-11-02 pending to-review 200.00 CAD']);
  });

  it('a long past is searched in windows that PayPal takes, and where one holds too much, in halves', async () => {
    host.stub.mostListed = 3;
    host.moved(...Array.from({ length: 9 }, (_, at) => ({ ...session, id: `8AA1000000000000${at}`, at: `2026-0${at + 1}-15T12:00:00Z` })));
    host.moved(...Array.from({ length: 4 }, (_, at) => ({ ...session, id: `8AA2000000000000${at}`, at: `2026-10-1${at}T12:00:00Z` })));
    await host.connect({ since: '2025-06-01' });
    await host.minutesPass();
    expect(await host.lines()).toHaveLength(13);
    expect(await host.standing()).toMatchObject({ trouble: null, searchedThrough: '2026-11-02T15:01:00.000Z' });
  });

  it('what cannot be understood is left out, counted and said; the rest comes', async () => {
    host.moved(session, { ...session, id: '8AA10000000000099', amount: '1.005 CAD', fee: '0.00 CAD' });
    await host.connect();
    await host.minutesPass();
    expect(await host.lines()).toHaveLength(1);
    expect(await host.standing()).toMatchObject({ unread: 1, trouble: null });
  });
});

describe('The same money is there once', () => {
  it('by search and file: whichever comes first, the other adds nothing', async () => {
    host.moved(session);
    await host.connect();
    await host.minutesPass();
    const draft = await host.bringIn(`${head}\r\n${sessionInFile}`);
    await host.program.send(
      new ConfirmImport({ ...asked(), import: draft, verdicts: [{ line: 2, verdict: { becomes: 'payment', offering: 'ces-50' } }] }),
    );
    expect(await host.lines()).toEqual(['2026-10-07 money-in to-review 200.00 CAD']);
    expect(await payments()).toBe(0);
  });

  it('by file, webhook and searches all at once: one line, and one payment at most', async () => {
    host.moved(session);
    await host.connect();
    const draft = await host.bringIn(`${head}\r\n${sessionInFile}`);
    const confirm = () =>
      host.program.send(
        new ConfirmImport({ ...asked(), import: draft, verdicts: [{ line: 2, verdict: { becomes: 'payment', offering: 'ces-50' } }] }),
      );
    await Promise.all([
      host.minutesPass(),
      host.webhook(captured(session.id, '200.00 CAD', '2026-11-02T15:00:00Z'), 'a-1'),
      confirm(),
      host.minutesPass(0),
      confirm(),
    ]);
    await host.minutesPass(10);
    expect(await host.lines()).toHaveLength(1);
    expect(await payments()).toBeLessThanOrEqual(1);
  });

  it('where day or amount differ, a line with the same number is proposed as the same money, never as another payment', async () => {
    await host.connect();
    const draft = await host.bringIn(`${head}\r\n${sessionInFile}`);
    await host.program.send(
      new ConfirmImport({ ...asked(), import: draft, verdicts: [{ line: 2, verdict: { becomes: 'payment', offering: 'ces-50' } }] }),
    );
    host.moved({ ...session, at: '2026-10-09T18:02:47Z' });
    await host.minutesPass();
    const [proposed] = await host.program.app.get(WaitingLines).of(host.ledger, 'file');
    expect(proposed).toMatchObject({
      proposal: { verdict: { becomes: 'dismissed', reason: 'seen-elsewhere' } },
      seen: { day: '2026-10-07', isSameAmount: true },
    });
    expect(await payments()).toBe(1);
  });

  it('a payment that was typed in by hand is proposed as the same money, and the line can speak for it, once', async () => {
    await host.program.send(
      new RecordPayment({
        ...asked(),
        amount: money(20000n, 'CAD'),
        method: 'paypal',
        offering: 'ces-50',
        receivedAt: '2026-10-07T16:00:00.000Z',
      }),
    );
    host.moved(session, { ...session, id: '8AA10000000000055' });
    await host.connect();
    await host.minutesPass();
    const rows = await waiting(host);
    const proposals = await host.program.app.get(WaitingLines).of(host.ledger, 'file');
    expect(proposals.map(({ proposal }) => proposal.verdict.becomes)).toEqual(['evidence', 'payment']);
    const { payment } = proposals[0]!.alike!;
    const review = (at: number, request = newRequest()) =>
      host.program.send(
        new ReviewObservation({ ...asked(), request, observation: rows[at]!.observationId, verdict: { becomes: 'evidence', payment } }),
      );
    await review(0, 'the same press');
    expect(await review(0, 'the same press')).toMatchObject({ repeated: true });
    await expect(review(1)).rejects.toThrow('No payment of this amount waits for a line');
    expect(await payments()).toBe(1);
  });
});

describe('Other currencies, and money that goes back', () => {
  const abroad = { id: '8AA10000000000001', code: 'T0006', amount: '150.00 USD', fee: '-6.60 USD', at: '2026-10-02T16:14:22Z' };
  const legs = [
    { id: '8AA10000000000002', code: 'T0200', amount: '-143.40 USD', at: abroad.at, of: abroad.id },
    { id: '8AA10000000000003', code: 'T0200', amount: '194.32 CAD', at: abroad.at, of: abroad.id },
  ];

  it('a payment that PayPal converted has its rate, by the three rows that belong together', async () => {
    host.moved(...legs, abroad);
    await host.connect();
    await host.minutesPass();
    const [row] = await waiting(host);
    expect(row).toMatchObject({ amountMinor: 15000n, settled: { amount: { amount: '203.26', currency: 'CAD' } } });
  });

  it('one without a rate waits a day for its conversion, and then for a person, who cannot record it without one', async () => {
    host.moved({ ...abroad, at: '2026-11-02T14:00:00Z' });
    await host.connect();
    await host.minutesPass();
    expect(await host.lines()).toEqual([]);
    await host.minutesPass(1440);
    const [row] = await waiting(host);
    expect(row).toMatchObject({ amountMinor: 15000n, settled: null });
    const record = new ReviewObservation({
      ...asked(),
      observation: row!.observationId,
      verdict: { becomes: 'payment', offering: 'ces-50' },
    });
    await expect(host.program.send(record)).rejects.toThrow('Say what it became in CAD');
    expect(await payments()).toBe(0);
  });

  it('refunds that come to more than the payment are lines to look at, and the books refuse the excess', async () => {
    host.moved(session, { id: '8AA1000000000000B', code: 'T1107', amount: '-150.00 CAD', at: '2026-10-19T18:00:00Z', of: session.id });
    host.moved({ id: '8AA1000000000000C', code: 'T1107', amount: '-150.00 CAD', at: '2026-10-20T18:00:00Z', of: session.id });
    await host.connect();
    await host.minutesPass();
    const [row] = await waiting(host);
    const recorded = await host.program.send(
      new ReviewObservation({ ...asked(), observation: row!.observationId, verdict: { becomes: 'payment', offering: 'ces-50' } }),
    );
    const payment = recorded.events.flatMap((event) => (event.type === 'PaymentReceived' ? [event.data.payment] : []))[0]!;
    const refund = () =>
      host.program.send(new RefundPayment({ ...asked(), payment, amount: money(15000n, 'CAD'), refundedAt: '2026-10-20T18:00:00.000Z' }));
    await refund();
    await expect(refund()).rejects.toThrow(/more than|only/i);
    expect((await host.lines()).filter((line) => line.includes('refunded to-review'))).toHaveLength(2);
  });
});
