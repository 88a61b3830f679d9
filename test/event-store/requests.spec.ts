import { v7 } from 'uuid';
import { money } from '../../src/domain/money.js';
import { type PaymentFact, paymentStream, recordPayment } from '../../src/domain/payment.js';
import { RefundPayment } from '../../src/domain/payment-changes.js';
import { ledgerStream } from '../../src/domain/ledger.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type Program, openBooks, paymentOf, startBooks } from './program.js';

describe('a request sent more than once', () => {
  let database: FreshDatabase;
  let programs: [Program, Program];
  let ledger: string;
  beforeAll(async () => {
    database = await freshDatabase();
    programs = await Promise.all([startBooks(database.connections.service), startBooks(database.connections.service)]);
    ledger = await openBooks(programs[0]);
  });
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await database.close();
  });

  const head = () => programs[0].reader.head(ledger);
  const asked = async (request: string) =>
    (await database.servicePool.query('select count(*)::int as kept from request where request_id = $1', [request])).rows[0].kept as number;

  it('is answered with its first result, and nothing is added', async () => {
    const request = v7();
    const first = await programs[0].record(ledger, { request, payerName: 'A. Client' });
    const before = await head();
    const again = await programs[1].record(ledger, { request, payerName: 'A. Client' });
    expect(again).toStrictEqual({ events: first.events, repeated: true });
    expect(await head()).toBe(before);
  });

  it('adds nothing beside the books either: no second key for the same payer', async () => {
    const keys = async () => (await database.servicePool.query('select count(*)::int as keys from subject_key')).rows[0].keys as number;
    const request = v7();
    await programs[0].record(ledger, { request, payerName: 'A. Client' });
    const before = await keys();
    await programs[0].record(ledger, { request, payerName: 'A. Client' });
    expect(await keys()).toBe(before);
  });

  it('twenty times at once, over two programs, is recorded once', async () => {
    const request = v7();
    const before = await head();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => programs[index % 2]!.record(ledger, { request })));
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    for (const { events } of answers) expect(events).toStrictEqual(answers[0]!.events);
    expect(await head()).toBe(before + 2n);
  });

  it('under a sender’s own words is found again, and the words stand nowhere', async () => {
    const request = 'e-transfer from Ava Morin, 4 October';
    const before = await head();
    await programs[0].record(ledger, { request });
    expect(await programs[1].record(ledger, { request })).toMatchObject({ repeated: true });
    expect(await head()).toBe(before + 2n);
    const { rows } = await database.servicePool.query(
      `select (select count(*)::int from request where request_id like '%Morin%' or request_id like '%transfer%') as requests,
        (select count(*)::int from event where meta like '%Morin%' or data like '%Morin%') as events`,
    );
    expect(rows).toEqual([{ requests: 0, events: 0 }]);
  });

  it('with other contents is refused, and nothing is added', async () => {
    const request = v7();
    await programs[0].record(ledger, { request });
    const before = await head();
    await expect(programs[0].record(ledger, { request, amount: money(100n, 'CAD') })).rejects.toMatchObject({
      code: 'request/other-input',
    });
    await expect(programs[1].record(ledger, { request, payerName: 'B. Client' })).rejects.toMatchObject({ code: 'request/other-input' });
    expect(await head()).toBe(before);
  });

  it('after a refusal is decided anew: a no is not kept', async () => {
    const request = v7();
    await expect(programs[0].record(ledger, { request, offering: 'group' })).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(await asked(request)).toBe(0);
    const { repeated } = await programs[0].record(ledger, { request });
    expect(repeated).toBe(false);
    expect(await asked(request)).toBe(1);
  });

  it('counts within its ledger, its asker and its kind of command, and nowhere else', async () => {
    const request = v7();
    const other = await openBooks(programs[0]);
    const { events } = await programs[0].record(ledger, { request });
    expect((await programs[0].record(other, { request })).repeated).toBe(false);
    expect((await programs[0].record(ledger, { request, by: 'account:other' })).repeated).toBe(false);
    const payment = (events[0]!.data as { payment: string }).payment;
    const refund = new RefundPayment({
      ledger,
      by: 'account:test',
      request,
      payment,
      amount: money(100n, 'CAD'),
      refundedAt: '2026-10-05T16:00:00.000Z',
    });
    const refunded = await programs[0].store.decide(refund, { payment: paymentStream(payment) }, (_states, now) => {
      const fact: PaymentFact = {
        type: 'PaymentRefunded',
        data: { payment, amount: refund.input.amount, month: '2026-10' },
        happenedAt: now,
      };
      return { payment: [fact] };
    });
    expect(refunded.repeated).toBe(false);
    expect(await asked(request)).toBe(4);
  });

  it('is remembered as answered when it had nothing to add', async () => {
    const payment = v7();
    await programs[0].record(ledger, { payment });
    const request = v7();
    const before = await head();
    expect(await programs[0].record(ledger, { payment, request })).toEqual({ events: [], repeated: false });
    expect(await programs[0].record(ledger, { payment, request })).toEqual({ events: [], repeated: true });
    expect(await head()).toBe(before);
  });

  it('which had nothing to add leaves no key of a payer behind', async () => {
    const payment = v7();
    await programs[0].record(ledger, { payment });
    const keys = async () => (await database.servicePool.query('select count(*)::int as keys from subject_key')).rows[0].keys as number;
    const before = await keys();
    await programs[0].record(ledger, { payment, payerName: 'A. Client' });
    expect(await keys()).toBe(before);
  });

  it('answers as the books read: what was folded, projected and told is what stands there', async () => {
    const payment = v7();
    const command = paymentOf(ledger, { payment });
    const { events } = await programs[0].store.decide(
      command,
      { payment: paymentStream(payment), books: ledgerStream },
      ({ payment: state, books }) => ({
        payment: recordPayment(state, payment, { ...command.input, tax: undefined as never }, { payer: undefined as never }, books, {
          month: '2026-10',
        }).payment,
      }),
    );
    expect(await programs[1].reader.page(ledger, events[0]!.position - 1n, 1)).toStrictEqual(events);
  });
});
