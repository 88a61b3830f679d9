import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { newborn } from '../../src/domain/fact.js';
import { ledgerStream } from '../../src/domain/ledger.js';
import { walkChain } from '../../src/event-store/chain.js';
import { lockKeyOf } from '../../src/event-store/ledger-lock.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type Program, openBooks, paymentOf, startBooks } from './program.js';
import { paymentStream } from '../../src/domain/payment.js';
import { received } from './facts.js';

describe('whatever the database comes to, callers get a true answer', () => {
  let database: FreshDatabase;
  let program: Program;
  let ledger: string;
  beforeAll(async () => {
    database = await freshDatabase();
    program = await startBooks(database.connections.service, 4);
  });
  beforeEach(async () => {
    ledger = await openBooks(program);
    await program.record(ledger);
  });
  afterEach(async () => {
    expect((await walkChain(program.pool, ledger)).faults).toEqual([]);
  });
  afterAll(async () => {
    await program.stop();
    await database.close();
  });

  const isKept = async (request: string): Promise<boolean> =>
    (await database.servicePool.query('select 1 from request where ledger_id = $1 and request_id = $2', [ledger, request])).rowCount === 1;
  const recordAll = (requests: readonly string[]) => Promise.allSettled(requests.map((request) => program.record(ledger, { request })));
  const newRequests = (length: number): string[] => Array.from({ length }, () => v7());

  /** Every yes stands, every no does not, and who asks again gets in. */
  async function areTrue(
    requests: readonly string[],
    answers: readonly PromiseSettledResult<unknown>[],
    says: readonly string[],
  ): Promise<void> {
    for (const [index, request] of requests.entries()) {
      const answer = answers[index]!;
      if (answer.status === 'rejected') expect(says).toContain((answer.reason as Error).name);
      if (answer.status === 'fulfilled') expect(await isKept(request)).toBe(true);
      else if ((answer.reason as Error).name !== 'OutcomeUnknown') expect(await isKept(request)).toBe(false);
    }
    const again = await recordAll(requests);
    expect(again.map(({ status }) => status)).toEqual(requests.map(() => 'fulfilled'));
    for (const request of requests) expect(await isKept(request)).toBe(true);
  }

  /** While a trigger runs that statement for each append. */
  const during = async (table: string, statement: string, work: () => Promise<void>, deferred = false): Promise<void> => {
    await database.ownerPool.query(
      `create function fault() returns trigger language plpgsql security definer as $$ begin ${statement}; return null; end $$`,
    );
    await database.ownerPool.query(
      deferred
        ? `create constraint trigger faulty after insert on ${table} deferrable initially deferred for each row execute function fault()`
        : `create trigger faulty after insert on ${table} for each statement execute function fault()`,
    );
    try {
      await work();
    } finally {
      await database.ownerPool.query(`drop trigger faulty on ${table}; drop function fault`);
    }
  };

  it.each([
    '53100',
    '58030',
    '57P03',
  ])('a server without room, or in trouble (%s), records nothing and says that it does not answer', async (code) => {
    const requests = newRequests(20);
    const before = await program.reader.head(ledger);
    let answers: PromiseSettledResult<unknown>[] = [];
    await during('event', `raise 'No space left on device' using errcode = '${code}'`, async () => {
      answers = await recordAll(requests);
      expect(answers.map(({ status }) => status)).toEqual(requests.map(() => 'rejected'));
    });
    expect(await program.reader.head(ledger)).toBe(before);
    await areTrue(requests, answers, ['StoreUnavailable']);
  });

  it('a commit that the server refuses at its very end is no yes', async () => {
    const requests = newRequests(8);
    const before = await program.reader.head(ledger);
    let answers: PromiseSettledResult<unknown>[] = [];
    await during(
      'request',
      `raise 'not today' using errcode = '23514'`,
      async () => {
        answers = await recordAll(requests);
      },
      true,
    );
    expect(answers.map((answer) => answer.status === 'rejected' && (answer.reason as { code: string }).code)).toEqual(
      requests.map(() => '23514'),
    );
    expect(await program.reader.head(ledger)).toBe(before);
  });

  it('a transaction that is ended because it idled is no yes, and the next command is served', async () => {
    const single = await startBooks(database.connections.service, 1);
    await single.record(ledger);
    await program.record(ledger);
    await single.record(ledger); // another program came in between: the next one is decided in a transaction
    await single.pool.query(`set idle_in_transaction_session_timeout = '30ms'`);
    const [request, payment] = [v7(), v7()];
    const streams = { payment: newborn(paymentStream(payment)), books: ledgerStream };
    const slow = single.store.decide(paymentOf(ledger, { request }), streams, () => {
      for (const until = Date.now() + 150; Date.now() < until; );
      return { payment: [received(payment)] };
    });
    await expect(slow).rejects.toMatchObject({ name: 'StoreUnavailable' });
    expect(await isKept(request)).toBe(false);
    expect(await single.record(ledger)).toMatchObject({ repeated: false });
    await single.stop();
  });

  it('the sessions of a server that shuts down are ended again and again: every yes stands, and every no does not', async () => {
    const requests = newRequests(300);
    let isBusy = true;
    const ending = (async () => {
      while (isBusy) {
        await database.servicePool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name = 'mutual-aid-ledger' and pid <> pg_backend_pid()`,
        );
        await sleep(20);
      }
    })();
    const answers = await recordAll(requests);
    isBusy = false;
    await ending;
    await areTrue(requests, answers, ['StoreUnavailable', 'OutcomeUnknown']);
  });

  it('more than can wait are told that there is too much, at once; nothing of them is recorded, and the others are served', async () => {
    const other = await database.servicePool.connect();
    await other.query(`begin; select pg_advisory_xact_lock(${lockKeyOf(ledger)})`);
    const requests = newRequests(2700);
    const answering = Promise.allSettled(
      requests.map((request) => {
        const id = v7();
        const streams = { payment: newborn(paymentStream(id)), books: ledgerStream };
        return program.store.decide(paymentOf(ledger, { request }), streams, () => ({ payment: [received(id)] }));
      }),
    );
    await sleep(200);
    await other.query('commit');
    other.release();
    const answers = await answering;
    const busy = requests.filter((_request, index) => answers[index]!.status === 'rejected');
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBe(2000 + 1);
    expect(new Set(answers.flatMap((answer) => (answer.status === 'rejected' ? [(answer.reason as Error).name] : [])))).toEqual(
      new Set(['StoreBusy']),
    );
    const { rows } = await database.servicePool.query('select count(*)::int as kept from request where request_id = any($1)', [requests]);
    expect(rows).toEqual([{ kept: requests.length - busy.length }]);
    expect(await program.record(ledger, { request: busy[0]! })).toMatchObject({ repeated: false });
  });
});
