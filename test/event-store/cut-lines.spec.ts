import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { walkChain } from '../../src/event-store/chain.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type Fate, type Line, openLine } from './line.js';
import { type Program, openBooks, startBooks } from './program.js';

describe('when the line to the database is cut', () => {
  let database: FreshDatabase;
  let line: Line;
  let program: Program;
  let steady: Program;
  let ledger: string;
  beforeAll(async () => {
    database = await freshDatabase();
    line = await openLine(database.connections.service);
    [program, steady] = await Promise.all([startBooks(line.connection, 4), startBooks(database.connections.service, 4)]);
    ledger = await openBooks(steady);
    await program.record(ledger);
  });
  afterEach(async () => {
    expect((await walkChain(steady.pool, ledger)).faults).toEqual([]);
  });
  afterAll(async () => {
    await Promise.all([program.stop(), steady.stop()]);
    await line.close();
    await database.close();
  });

  /** Records over a line with that fate, and tells what the caller heard and what then stood in the books. */
  async function recordOver(fate: Fate) {
    const request = v7();
    const before = await steady.reader.head(ledger);
    line.fate = fate;
    const heard = await program.record(ledger, { request }).then(
      ({ events, repeated }) => ({ said: repeated ? 'repeated' : 'recorded', lines: events.length, request }),
      (error: Error) => ({ said: error.name, lines: 0, request }),
    );
    return { ...heard, stood: Number((await steady.reader.head(ledger)) - before) };
  }
  const waitFor = async (sql: string) => {
    while ((await database.servicePool.query(sql)).rowCount === 0) await sleep(5);
  };

  /** Another program came in between, so that the next commands are done under the lock. */
  const underLock = async () => {
    await steady.record(ledger);
    await program.record(ledger);
  };
  /** Nobody has come in between for long, so that the next command is decided on what is remembered and written in one statement. */
  const inOneStatement = async () => {
    for (let index = 0; index < 35; index += 1) await program.record(ledger);
  };
  const dawdling = async (work: () => Promise<void>) => {
    await database.ownerPool.query(`
      create function dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(0.7); return null; end $$;
      create constraint trigger dawdles after insert on request deferrable initially deferred for each row execute function dawdle()`);
    await work();
    await database.ownerPool.query('drop trigger dawdles on request; drop function dawdle');
  };

  describe.each([
    ['under the lock', underLock],
    ['in one statement', inOneStatement],
  ])('%s', (_way, prepare) => {
    beforeEach(prepare);

    it('before the commit has left, it is done once more, and the caller hears that it is recorded', async () => {
      const { said, lines, stood, request } = await recordOver('cut before');
      expect({ said, lines, stood }).toEqual({ said: 'recorded', lines: 2, stood: 2 });
      expect(await program.record(ledger, { request })).toMatchObject({ repeated: true });
    });

    it('after the commit, with its answer lost, the caller hears that it is recorded', async () => {
      const { said, lines, stood, request } = await recordOver('cut after');
      expect({ said, lines, stood }).toEqual({ said: 'recorded', lines: 2, stood: 2 });
      expect(await program.record(ledger, { request })).toMatchObject({ repeated: true });
    });

    it('while a slow commit is under way, the caller is not told that nothing was recorded', async () => {
      await dawdling(async () => {
        const { said, lines, stood, request } = await recordOver('cut while under way');
        expect({ said, lines, stood }).toEqual({ said: 'recorded', lines: 2, stood: 2 });
        expect(await program.record(ledger, { request })).toMatchObject({ repeated: true });
      });
    });
  });

  it('and the server holds the lock without hearing of it, the caller hears that the outcome is unknown, and the key that tells', async () => {
    await underLock();
    const { said, stood, request } = await recordOver('cut on one side');
    expect({ said, stood }).toEqual({ said: 'OutcomeUnknown', stood: 0 });
    line.hangUp();
    expect(await steady.record(ledger, { request })).toMatchObject({ repeated: false });
    expect(await program.record(ledger, { request })).toMatchObject({ repeated: true });
  });

  it('and what was sent arrives after all, when everybody believes that it did not, it is void', async () => {
    await inOneStatement();
    const { said, stood, request } = await recordOver('come late');
    expect({ said, stood }).toEqual({ said: 'recorded', stood: 2 });
    const head = await steady.reader.head(ledger);
    await line.letGo();
    line.hangUp();
    expect(await steady.reader.head(ledger)).toBe(head);
    expect(await steady.record(ledger, { request })).toMatchObject({ repeated: true });
  });

  it('a request sent again is no sign of another program: what comes next is written in one statement as before', async () => {
    await inOneStatement();
    const request = v7();
    await program.record(ledger, { request });
    expect(await program.record(ledger, { request })).toMatchObject({ repeated: true });
    await program.record(ledger);
    const { said, stood } = await recordOver('come late'); // under the lock, the server would hold it, and nobody could tell
    expect({ said, stood }).toEqual({ said: 'recorded', stood: 2 });
    line.hangUp();
  });

  it('what was given up is void by the fence alone, also when nothing else was recorded since', async () => {
    await inOneStatement();
    const fences = async () =>
      (await database.servicePool.query('select fence from ledger_head where ledger_id = $1', [ledger])).rows[0].fence;
    const before = await fences();
    await recordOver('cut before');
    expect(await fences()).toBe(before + 1);
  });

  it('with every client of the pool waiting for the ledger, the outcome is found out all the same', async () => {
    const before = await steady.reader.head(ledger);
    line.fate = 'cut after';
    const answers = await Promise.allSettled(Array.from({ length: 12 }, () => program.record(ledger)));
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill('fulfilled'));
    expect(await steady.reader.head(ledger)).toBe(before + 24n);
  });

  it('while a command waits for the ledger, nothing is recorded and the program lives on', async () => {
    const other = await database.servicePool.connect();
    await other.query('begin; lock table ledger_head');
    const answer = program.record(ledger).catch((error: Error) => error);
    await waitFor(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
    await database.servicePool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(await answer).toMatchObject({ name: 'StoreUnavailable' });
    await other.query('rollback');
    other.release();
    expect(await program.record(ledger)).toMatchObject({ repeated: false });
  });

  it('or a statement is called off, its client serves the next command', async () => {
    const other = await database.servicePool.connect();
    await other.query('begin; lock table ledger_head');
    const answer = program.record(ledger).catch((error: Error) => error);
    await waitFor(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
    await database.servicePool.query(
      `select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(await answer).toMatchObject({ code: '57014' });
    await other.query('rollback');
    other.release();
    const answers = await Promise.all(Array.from({ length: 8 }, () => program.record(ledger)));
    expect(answers.every(({ repeated }) => !repeated)).toBe(true);
  });

  it('again and again under load, every answer is true', async () => {
    const requests = Array.from({ length: 60 }, () => v7());
    let isBusy = true;
    const cutting = (async () => {
      while (isBusy) {
        await database.servicePool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name = 'mutual-aid-ledger' and pid <> pg_backend_pid()
           order by random() limit 2`,
        );
        await sleep(15);
      }
    })();
    const answers = await Promise.allSettled(requests.map((request, index) => (index % 2 ? program : steady).record(ledger, { request })));
    isBusy = false;
    await cutting;
    for (const [index, answer] of answers.entries()) {
      const { rowCount: kept } = await database.servicePool.query('select 1 from request where request_id = $1', [requests[index]]);
      if (answer.status === 'fulfilled') expect(kept).toBe(1);
      else if ((answer.reason as Error).name !== 'OutcomeUnknown') {
        expect((answer.reason as Error).name).toBe('StoreUnavailable');
        expect(kept).toBe(0);
      }
    }
    for (const request of requests) await steady.record(ledger, { request });
    const { rows } = await database.servicePool.query(
      'select count(*)::int as events, count(distinct meta)::int as requests from event where ledger_id = $1 and meta like any($2)',
      [ledger, requests.map((request) => `%${request}%`)],
    );
    expect(rows).toEqual([{ events: 120, requests: 60 }]);
  });
});
