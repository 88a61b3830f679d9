import { v7 } from 'uuid';
import { type PaymentFact, paymentStream } from '../../src/domain/payment.js';
import { walkChain } from '../../src/event-store/chain.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { received } from './facts.js';
import { type Program, openBooks, paymentOf, startBooks } from './program.js';

describe('what cannot stand in the books', () => {
  let database: FreshDatabase;
  let program: Program;
  let ledger: string;
  beforeAll(async () => {
    database = await freshDatabase();
    program = await startBooks(database.connections.service);
  });
  beforeEach(async () => {
    ledger = await openBooks(program);
  });
  afterEach(async () => {
    expect((await walkChain(program.pool, ledger)).faults).toEqual([]);
  });
  afterAll(async () => {
    await program.stop();
    await database.close();
  });

  const sound = (): PaymentFact => received(v7());
  const withData = (over: object): PaymentFact => ({ ...sound(), data: { ...sound().data, ...over } }) as PaymentFact;
  const write = (facts: unknown) => program.store.decide(paymentOf(ledger), { payment: paymentStream(v7()) }, () => facts as never);

  describe('is refused by name, and nothing is written', () => {
    const unwritable = 'UnwritableFact';
    it.each<[string, () => unknown, string]>([
      ['a payload over one megabyte', () => ({ payment: [withData({ note: 'x'.repeat(1_000_001) })] }), unwritable],
      ['a bare bigint', () => ({ payment: [withData({ count: 12n })] }), unwritable],
      ['a float', () => ({ payment: [withData({ share: 0.2 })] }), unwritable],
      ['a number too large to be exact', () => ({ payment: [withData({ count: 2 ** 53 })] }), unwritable],
      ['not a number', () => ({ payment: [withData({ count: Number.NaN })] }), unwritable],
      ['half a character', () => ({ payment: [withData({ note: 'a\ud83d' })] }), unwritable],
      ['a function', () => ({ payment: [withData({ note: () => 1 })] }), unwritable],
      ['a hole in a list', () => ({ payment: [withData({ notes: ['a', undefined] })] }), unwritable],
      ['money in no currency', () => ({ payment: [withData({ amount: { minor: 1n, currency: 'XXX' } })] }), unwritable],
      ['a day that the calendar lacks', () => ({ payment: [{ ...sound(), happenedAt: '2026-02-30T16:00:00.000Z' }] }), unwritable],
      ['a time in microseconds', () => ({ payment: [{ ...sound(), happenedAt: '2026-10-04T16:00:00.000123Z' }] }), unwritable],
      ['a time with an offset', () => ({ payment: [{ ...sound(), happenedAt: '2026-10-04T12:00:00.000-04:00' }] }), unwritable],
      ['a time without a zone', () => ({ payment: [{ ...sound(), happenedAt: '2026-10-04T16:00:00.000' }] }), unwritable],
      ['a year of five digits', () => ({ payment: [{ ...sound(), happenedAt: '+010000-01-01T00:00:00.000Z' }] }), unwritable],
      ['a year before the first', () => ({ payment: [{ ...sound(), happenedAt: '0000-12-31T00:00:00.000Z' }] }), unwritable],
      ['a year before that', () => ({ payment: [{ ...sound(), happenedAt: '-000043-03-15T00:00:00.000Z' }] }), unwritable],
      ['no time', () => ({ payment: [{ ...sound(), happenedAt: undefined }] }), unwritable],
      ['a stream that the command did not name', () => ({ payout: [sound()] }), 'UnknownStream'],
      ['a stream by a name that every object has', () => ({ constructor: [sound()] }), 'UnknownStream'],
      ['a promise of facts', () => Promise.resolve({ payment: [sound()] }), 'TypeError'],
    ])('%s', async (_what, facts, name) => {
      await expect(write(facts())).rejects.toMatchObject({ name });
      expect(await program.reader.head(ledger)).toBe(5n);
    });

    it('more lists than streams', async () => {
      const streams = { payments: [paymentStream(v7())] };
      const answer = program.store.decide(paymentOf(ledger), streams, () => ({ payments: [[sound()], [sound()]] }));
      await expect(answer).rejects.toMatchObject({ name: 'UnknownStream' });
      expect(await program.reader.head(ledger)).toBe(5n);
    });

    it('a float in what is asked', async () => {
      await expect(program.record(ledger, { fee: 0.5 as never })).rejects.toBeInstanceOf(RangeError);
      expect(await program.reader.head(ledger)).toBe(5n);
    });
  });

  it('the first and the last year that can stand there come back as they went', async () => {
    const times = ['0001-01-01T00:00:00.000Z', '1969-12-31T23:59:59.999Z', '1999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'];
    const { events } = await write({ payment: times.map((happenedAt) => ({ ...sound(), happenedAt })) });
    expect(await program.reader.page(ledger, 5n)).toStrictEqual(events);
    expect(events.map(({ happenedAt }) => happenedAt)).toEqual(times);
  });

  it('a payload of just under one megabyte stands, to the byte', async () => {
    const note = 'é'.repeat(499_000);
    const { events } = await write({ payment: [withData({ note })] });
    expect(await program.reader.page(ledger, 5n)).toStrictEqual(events);
  });

  it('every character that a text may hold comes back as it went', async () => {
    const note = '\u0000\u0001\b\t\n\f\r"\\/\u2028\u2029é😀\ufeff\uffff</script>';
    await write({ payment: [withData({ note })] });
    const [event] = await program.reader.page(ledger, 5n);
    expect(event!.data).toMatchObject({ note });
  });

  it('a command written to an unknown payload version or type stops its reader, loudly, and nobody else', async () => {
    const stream = paymentStream(v7());
    const other = await openBooks(program);
    for (const [type, schema, says] of [
      ['PaymentForetold', 1, /does not know/],
      ['PaymentReceived', 99, /in version 99/],
    ] as const) {
      await database.ownerPool.query(
        `insert into event select ledger_id, position + 1, $2, 1, $3, $4, '{}', meta, happened_at, recorded_at, hash from event
         where ledger_id = $1 order by position desc limit 1`,
        [ledger, stream.name, type, schema],
      );
      await database.ownerPool.query('update ledger_head set position = position + 1 where ledger_id = $1', [ledger]);
      await expect(program.reader.state(ledger, stream)).rejects.toThrow(says);
      await expect(program.reader.page(ledger, 0n)).rejects.toThrow(says);
      await expect(program.store.decide(paymentOf(ledger), { payment: stream }, () => ({}))).rejects.toThrow(says);
      expect((await program.reader.page(other, 0n)).length).toBe(5);
      await database.ownerPool.query(`
        alter table event disable trigger event_is_append_only;
        delete from event where stream = '${stream.name}';
        alter table event enable trigger event_is_append_only;
        update ledger_head set position = position - 1 where ledger_id = '${ledger}'`);
    }
  });
});
