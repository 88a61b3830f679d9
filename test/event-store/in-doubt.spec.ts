import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { newborn } from '../../src/domain/fact.js';
import { OpenLedger, ledgerStream, openLedger } from '../../src/domain/ledger.js';
import { type PaymentFact, paymentStream } from '../../src/domain/payment.js';
import { walkChain } from '../../src/event-store/chain.js';
import type { Decided } from '../../src/event-store/event-store.js';
import { lockKeyOf } from '../../src/event-store/ledger-lock.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type Line, openLine } from './line.js';
import { type Program, openBooks, paymentOf, startBooks } from './program.js';
import { received } from './facts.js';

/** The state of a group between its decision and the moment when everybody knows whether it stands. */
describe('a group of which it is not sure whether it stands', () => {
  let database: FreshDatabase;
  let line: Line;
  let program: Program;
  let steady: Program;
  let ledger: string;
  beforeAll(async () => {
    database = await freshDatabase();
    line = await openLine(database.connections.service);
    [program, steady] = await Promise.all([startBooks(line.connection, 4), startBooks(database.connections.service, 4)]);
  });
  beforeEach(async () => {
    ledger = await openBooks(program);
    await program.record(ledger);
    await sleep(5); // the next one comes to an empty lane, and is a group by itself
  });
  afterEach(async () => {
    expect((await walkChain(steady.pool, ledger)).faults).toEqual([]);
  });
  afterAll(async () => {
    await Promise.all([program.stop(), steady.stop()]);
    await line.close();
    await database.close();
  });

  const write = (request: string, fact: (payment: string) => PaymentFact): Promise<Decided> => {
    const payment = v7();
    return program.store.decide(paymentOf(ledger, { request }), { payment: newborn(paymentStream(payment)), books: ledgerStream }, () => ({
      payment: [fact(payment)],
    }));
  };
  const isKept = async (request: string): Promise<boolean> =>
    (await database.servicePool.query('select 1 from request where ledger_id = $1 and request_id = $2', [ledger, request])).rowCount === 1;
  /** Those who ask while this one is on its way make one group. */
  const oneOnItsWay = (): Promise<Decided> => write(v7(), received);
  /** The second append from now on fails with that SQLSTATE, and no other. */
  const secondFailing = async (sqlstate: string, work: () => Promise<void>): Promise<void> => {
    await database.ownerPool.query(`
      create sequence appends;
      create function fail_second() returns trigger language plpgsql security definer as $$
        begin if nextval('appends') = 2 then raise 'a fault of the test' using errcode = '${sqlstate}'; end if; return null; end $$;
      create trigger fails_second after insert on event for each statement execute function fail_second()`);
    try {
      await work();
    } finally {
      await database.ownerPool.query('drop trigger fails_second on event; drop function fail_second; drop sequence appends');
    }
  };

  it('is not taken to stand because the request of one of it was recorded by another program meanwhile', async () => {
    const requests = [v7(), v7(), v7()];
    line.meanwhile = () => steady.record(ledger, { request: requests[0] });
    const before = program.record(ledger).then(() => {
      line.fate = 'cut before';
    });
    const answers = await Promise.all(requests.map((request) => program.record(ledger, { request })));
    await before;
    line.meanwhile = undefined;
    expect(answers.map(({ repeated }) => repeated)).toEqual([true, false, false]);
    for (const [index, request] of requests.entries()) {
      const again = await steady.record(ledger, { request });
      expect(again).toStrictEqual({ events: answers[index]!.events, repeated: true });
    }
    expect(await steady.reader.head(ledger)).toBe(5n + 2n * 5n);
  });

  it('and could not be written, says so to those whom it took, and to nobody whom it left to the next', async () => {
    const requests = Array.from({ length: 8 }, () => v7());
    await secondFailing('53100', async () => {
      const before = oneOnItsWay();
      const large = (payment: string) => received(payment, { note: 'x'.repeat(400_000) });
      const answers = await Promise.allSettled(requests.map((request) => write(request, large)));
      await before;
      expect(answers.map(({ status }) => status === 'fulfilled')).toEqual([false, false, false, true, true, true, true, true]);
      for (const [index, request] of requests.entries()) expect(await isKept(request)).toBe(answers[index]!.status === 'fulfilled');
    });
  });

  it('and came to more when it was decided again than one append takes, answers everybody all the same', async () => {
    await secondFailing('40001', async () => {
      const before = oneOnItsWay();
      const answers = Promise.all(
        Array.from({ length: 6 }, () => {
          let times = 0;
          return write(v7(), (payment) => {
            times += 1;
            return received(payment, times > 1 ? { note: 'x'.repeat(900_000) } : {});
          });
        }),
      );
      expect(await Promise.race([answers, sleep(10_000, undefined, { ref: false })])).toHaveLength(6);
      await before;
    });
  });

  it('is never sent to a database that lets nobody in: the caller hears at once that nothing was recorded', async () => {
    const gone = await openLine(database.connections.service);
    const cut = await startBooks(gone.connection, 4);
    await cut.record(ledger);
    await cut.record(ledger);
    await gone.close();
    await sleep(50); // the pool has heard of it
    const began = Date.now();
    const request = v7();
    await expect(cut.record(ledger, { request })).rejects.toMatchObject({ name: 'StoreUnavailable' });
    expect(Date.now() - began).toBeLessThan(5000);
    expect(await isKept(request)).toBe(false);
    await cut.stop();
  });

  it('is written under the lock when it opens a ledger, whose fence is not there yet, also after a no', async () => {
    await database.ownerPool.query(`
      create table opened (in_one_statement boolean);
      create function note_opening() returns trigger language plpgsql security definer as $$
        begin insert into opened values (statement_timestamp() - transaction_timestamp() < interval '50 ms'); return null; end $$;
      create trigger notes_opening after insert on ledger_head for each row execute function note_opening()`);
    const asked = { ledger: v7(), by: 'account:test', request: v7() };
    const place = { name: 'River practice', zone: 'America/Toronto', currency: 'CAD', steward: v7() };
    const opening = new OpenLedger({ ...asked, ...place, slug: `river-${asked.ledger.slice(-12)}` });
    const open = (input: OpenLedger['input']) =>
      program.store.decide(new OpenLedger(input), { books: ledgerStream }, ({ books }, now) => ({ books: openLedger(books, input, now) }));
    await expect(open({ ...opening.input, zone: 'Mars/Olympus' })).rejects.toThrow();
    const other = await database.servicePool.connect();
    await other.query(`begin; select pg_advisory_xact_lock(${lockKeyOf(asked.ledger)})`);
    const answer = open(opening.input);
    await sleep(150);
    await other.query('commit');
    other.release();
    await answer;
    const { rows } = await database.ownerPool.query('select in_one_statement from opened');
    await database.ownerPool.query('drop trigger notes_opening on ledger_head; drop function note_opening; drop table opened');
    expect(rows).toEqual([{ in_one_statement: false }]);
  });

  it('does not rest on the word that a stream is new, unless it writes to it', async () => {
    const { events } = await program.record(ledger);
    const known = (events[0]!.data as { payment: string }).payment;
    const seen: string[] = [];
    const streams = { known: newborn(paymentStream(known)), payment: newborn(paymentStream(v7())), books: ledgerStream };
    await program.store.decide(paymentOf(ledger), streams, ({ known: { status } }) => {
      seen.push(status);
      return { payment: [received(v7())] };
    });
    expect(seen.at(-1)).toBe('received');
  });
});
