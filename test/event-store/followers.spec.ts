import { setTimeout as sleep } from 'node:timers/promises';
import type { Follower } from '../../src/event-store/follower.js';
import { appendedChannel, hintOf } from '../../src/event-store/hint.js';
import { passBy, stops, tryAgain } from '../../src/event-store/standstill.js';
import type { RecordedEvent } from '../../src/event-store/recorded.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type Program, openBooks, startBooks } from './program.js';

describe('a follower', () => {
  let database: FreshDatabase;
  let programs: [Program, Program];
  beforeAll(async () => {
    database = await freshDatabase();
    programs = await Promise.all([startBooks(database.connections.service), startBooks(database.connections.service)]);
  });
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await database.close();
  });

  let names = 0;
  const newName = (): string => {
    names += 1;
    return `follower-${names}`;
  };
  /** Acts on every payment and keeps what it has seen, as ledger and position. */
  function attentive(act: (event: RecordedEvent) => unknown = () => undefined, name = newName()) {
    const seen: string[] = [];
    const follower: Follower = {
      name,
      types: ['PaymentReceived'],
      act: async (event) => {
        await act(event);
        seen.push(`${event.ledger} ${event.position}`);
      },
    };
    return {
      follower,
      seen,
      of: (ledger: string) => seen.filter((each) => each.startsWith(ledger)).map((each) => Number(each.split(' ')[1])),
    };
  }
  const payments = async (ledger: string, count: number) => {
    for (let each = 0; each < count; each += 1) await programs[0].record(ledger);
  };
  const cursor = async (ledger: string, { name }: Follower) =>
    (await database.servicePool.query('select position::int from follower_cursor where ledger_id = $1 and follower = $2', [ledger, name]))
      .rows[0]?.position;

  const stopsIn = (ledger: string) => stops(database.servicePool, ledger);

  it('acts on each of its events once and in order, past the others, and then has nothing to do', async () => {
    const ledger = await openBooks(programs[0]);
    await payments(ledger, 3);
    const { follower, of } = attentive();
    const following = programs[0].following(follower);
    await following.catchUp();
    expect(of(ledger)).toEqual([6, 8, 10]);
    expect(await cursor(ledger, follower)).toBe(11);
    await payments(ledger, 1);
    await following.catchUp();
    await following.catchUp();
    expect(of(ledger)).toEqual([6, 8, 10, 12]);
  });

  it('goes on through many pages', async () => {
    const ledger = await openBooks(programs[0]);
    await Promise.all(Array.from({ length: 110 }, () => programs[0].record(ledger)));
    const { follower, of } = attentive();
    await programs[0].following(follower).catchUp();
    expect(of(ledger)).toEqual(Array.from({ length: 110 }, (_, index) => 6 + 2 * index));
  });

  it('acts again on what it had done when it was cut off before its cursor moved', async () => {
    const ledger = await openBooks(programs[0]);
    await payments(ledger, 2);
    let isFirst = true;
    const { follower, of } = attentive(async (event) => {
      if (!isFirst || event.ledger !== ledger) return;
      isFirst = false;
      await database.servicePool.query(
        `select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid)
         where locktype = 'advisory' and pid <> pg_backend_pid() and datname = current_database()`,
      );
    });
    const following = programs[0].following(follower);
    await expect(following.catchUp()).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await following.catchUp();
    expect(of(ledger)).toEqual([6, 6, 8]);
    expect(await cursor(ledger, follower)).toBe(9);
  });

  it('works in one of two programs; the other passes by', async () => {
    const ledger = await openBooks(programs[0]);
    await payments(ledger, 3);
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let isActing = false;
    const first = attentive((event) => {
      if (event.ledger !== ledger) return;
      isActing = true;
      return held;
    });
    const second = attentive(undefined, first.follower.name);
    const running = programs[0].following(first.follower).catchUp();
    while (!isActing) await sleep(5);
    await programs[1].following(second.follower).catchUp();
    goOn();
    await running;
    expect(first.of(ledger)).toEqual([6, 8, 10]);
    expect(second.of(ledger)).toEqual([]);
    await payments(ledger, 1);
    await programs[1].following(second.follower).catchUp();
    expect(second.of(ledger)).toEqual([12]);
  });

  it('that cannot act on an event stands still before it, in that ledger alone, and the other followers go on', async () => {
    const [ledger, other] = [await openBooks(programs[0]), await openBooks(programs[0])];
    await payments(ledger, 3);
    await payments(other, 1);
    let isPoisoned = true;
    const stuck = attentive((event) => {
      if (isPoisoned && event.ledger === ledger && event.position === 8n)
        throw Object.assign(new TypeError('Ada Lovelace'), { code: 'E_CARD' });
    });
    const well = attentive();
    const following = programs[0].following(stuck.follower, well.follower);
    await following.catchUp();
    await following.catchUp();
    expect(stuck.of(ledger)).toEqual([6]);
    expect(await cursor(ledger, stuck.follower)).toBe(7);
    expect(stuck.of(other)).toEqual([6]);
    expect(well.of(ledger)).toEqual([6, 8, 10]);
    const [stop] = await stopsIn(ledger);
    expect(stop).toMatchObject({
      follower: stuck.follower.name,
      position: 8n,
      type: 'PaymentReceived',
      error: 'TypeError E_CARD',
      tries: 2,
    });
    expect(stop!.nextTryAt.getTime() - Date.now()).toBeGreaterThan(5_000);
    isPoisoned = false;
    await following.catchUp();
    expect(stuck.of(ledger)).toEqual([6, 8, 10]);
    expect(await stopsIn(ledger)).toEqual([]);
  });

  it('that meets an event it does not know stands still there, and no other ledger waits for it', async () => {
    const ledgers = [await openBooks(programs[0]), await openBooks(programs[0]), await openBooks(programs[0])];
    for (const ledger of ledgers) await payments(ledger, 1);
    const [strange] = [...ledgers].sort();
    await database.ownerPool.query(
      `insert into event select ledger_id, position + 1, 'payment/strange', 1, 'PaymentForetold', 1, data, meta, happened_at,
         recorded_at, hash from event where ledger_id = $1 and position = 7`,
      [strange],
    );
    await database.ownerPool.query('update ledger_head set position = 8 where ledger_id = $1', [strange]);
    const { follower, of } = attentive();
    await programs[0].following(follower).catchUp();
    expect(ledgers.map(of)).toEqual([[6], [6], [6]]);
    expect(await stopsIn(strange!)).toMatchObject([{ position: 8n, type: 'PaymentForetold', tries: 1 }]);
    await database.ownerPool.query('update ledger_head set position = 7 where ledger_id = $1', [strange]);
  });

  it('is woken by word of another program, also after its line was cut', async () => {
    const ledger = await openBooks(programs[0]);
    const { follower, of } = attentive();
    const following = programs[1].following(follower);
    following.onApplicationBootstrap();
    await payments(ledger, 1);
    const said = async () => database.servicePool.query('select pg_notify($1, $2)', [appendedChannel, hintOf(ledger)]);
    const beforeThePoll = Date.now() + 4_000;
    while (of(ledger).length < 1 && Date.now() < beforeThePoll) {
      await said();
      await sleep(20);
    }
    await database.servicePool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where (query ilike '%listen appended%' or query ilike '%pg_advisory_unlock%')
         and pid <> pg_backend_pid() and datname = current_database()`,
    );
    await payments(ledger, 1);
    await sleep(600);
    await said();
    while (of(ledger).length < 2 && Date.now() < beforeThePoll + 5_000) await sleep(20);
    await following.onApplicationShutdown();
    expect(of(ledger)).toEqual([6, 8]);
  });

  it('that stands still waits longer after each try, and goes on by itself, or at once when it is told to', async () => {
    const ledger = await openBooks(programs[0]);
    await payments(ledger, 1);
    let isPoisoned = true;
    const { follower, of } = attentive((event) => {
      if (isPoisoned && event.ledger === ledger) throw new Error('poisoned');
    });
    const following = programs[0].following(follower);
    await following.catchUp();
    const first = (await stopsIn(ledger))[0]!;
    await following.catchUp();
    await following.catchUp();
    const third = (await stopsIn(ledger))[0]!;
    expect(third.tries).toBe(3);
    expect(third.since).toEqual(first.since);
    expect(third.nextTryAt.getTime() - first.nextTryAt.getTime()).toBeGreaterThan(14_000);
    isPoisoned = false;
    following.onApplicationBootstrap();
    await sleep(300);
    expect(of(ledger)).toEqual([]);
    expect(await tryAgain(database.servicePool, { ledger })).toBe(1);
    const until = Date.now() + 3_000;
    while (of(ledger).length === 0 && Date.now() < until) await sleep(20);
    await following.onApplicationShutdown();
    expect(of(ledger)).toEqual([6]);
    expect(await stopsIn(ledger)).toEqual([]);
  });

  it('passes by an event only when a person names it, and that is kept', async () => {
    const ledger = await openBooks(programs[0]);
    await payments(ledger, 2);
    const { follower, of } = attentive((event) => {
      if (event.ledger === ledger && event.position === 6n) throw new Error('poisoned');
    });
    const following = programs[0].following(follower);
    await following.catchUp();
    const at = { ledger, follower: follower.name };
    expect(await passBy(database.servicePool, { ...at, position: 8n })).toBe(false);
    expect(await cursor(ledger, follower)).toBe(5);
    expect(await passBy(database.servicePool, { ...at, position: 6n })).toBe(true);
    expect(await passBy(database.servicePool, { ...at, position: 6n })).toBe(false);
    await following.catchUp();
    expect(of(ledger)).toEqual([8]);
    const { rows } = await database.servicePool.query('select position::int, type, error, tries from follower_skip where ledger_id = $1', [
      ledger,
    ]);
    expect(rows).toEqual([{ position: 6, type: 'PaymentReceived', error: 'Error', tries: 1 }]);
  });

  it('turns to a ledger with little while one with very much is not done', async () => {
    const ledgers = [await openBooks(programs[0]), await openBooks(programs[0])].sort();
    const [long, short] = ledgers as [string, string];
    await Promise.all(Array.from({ length: 450 }, () => programs[0].record(long)));
    await payments(short, 1);
    const order: string[] = [];
    const { follower } = attentive(async (event) => {
      order.push(event.ledger);
      await sleep(1);
    });
    await programs[0].following(follower).catchUp();
    expect(order.indexOf(short)).toBeLessThan(150);
    expect(order.filter((each) => each === long)).toHaveLength(450);
  });

  it('holds nothing open in the database while it acts but its turn', async () => {
    const ledger = await openBooks(programs[0]);
    await payments(ledger, 1);
    const idle: unknown[] = [];
    const { follower } = attentive(async (event) => {
      if (event.ledger !== ledger) return;
      const { rows } = await database.servicePool.query(
        `select query from pg_stat_activity where state like 'idle in transaction%' and datname = current_database()`,
      );
      idle.push(...rows, 'acted');
    });
    await programs[0].following(follower).catchUp();
    expect(idle).toEqual(['acted']);
  });

  it('is woken by what is recorded', async () => {
    const ledger = await openBooks(programs[0]);
    const { follower, of } = attentive();
    const following = programs[0].following(follower);
    following.onApplicationBootstrap();
    await payments(ledger, 2);
    while (of(ledger).length < 2) await sleep(5);
    await following.onApplicationShutdown();
    expect(of(ledger)).toEqual([6, 8]);
  });
});
