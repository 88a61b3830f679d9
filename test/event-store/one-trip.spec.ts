import fc from 'fast-check';
import pg from 'pg';
import { inOneTrip } from '../../src/event-store/one-trip.js';
import { type Statement, statement } from '../../src/event-store/statement.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';

describe('statements that travel together', () => {
  let database: FreshDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await freshDatabase();
    await database.ownerPool.query(`create table shelf (place integer primary key, word text, taken boolean[], bytes bytea)`);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.ownerPool.query('truncate shelf');
    client = new pg.Client(database.ownerPool.options as pg.ClientConfig);
    client.on('error', () => undefined);
    await client.connect();
  });
  afterEach(() => client.end().catch(() => undefined));

  const put = (place: unknown, word: string | null = null): Statement =>
    statement('put', () => 'insert into shelf (place, word) values ($1::integer, $2::text)', [place, word]);
  /** Another kind for each number, so that it is not prepared yet. */
  const putAnew = (place: number, kind: number): Statement =>
    statement(`put ${kind}`, () => `insert into shelf (place, word) values ($1::integer, 'kind ${kind}')`, [place]);
  const places = async () =>
    (await database.ownerPool.query<{ place: number }>('select place from shelf order by place')).rows.map(({ place }) => place);
  const prepared = async () =>
    (await client.query<{ name: string }>('select name from pg_prepared_statements')).rows.map(({ name }) => name);

  it('stand all together, each seeing what those before it did', async () => {
    const moved = statement('moved', () => 'update shelf set place = place + $1::integer', [10]);
    await inOneTrip(client, [put(1), put(2), moved, put(1)]);
    expect(await places()).toEqual([1, 11, 12]);
  });

  it('and whichever of them fails, nothing of any stands, and the line goes on as if nothing had been', async () => {
    const trip = fc.array(fc.record({ place: fc.integer({ min: 1, max: 9 }), kind: fc.nat(3) }), { minLength: 1, maxLength: 5 });
    let standing: number[] = [];
    await fc.assert(
      fc.asyncProperty(trip, async (wanted) => {
        const chosen = wanted.map(({ place }) => place);
        const fits = new Set([...standing, ...chosen]).size === standing.length + chosen.length;
        const sent = inOneTrip(
          client,
          wanted.map(({ place, kind }) => putAnew(place, kind)),
        );
        if (fits) {
          await sent;
          standing = [...standing, ...chosen].sort((a, b) => a - b);
        } else await expect(sent).rejects.toMatchObject({ constraint: 'shelf_pkey' });
        expect(await places()).toEqual(standing);
        if (standing.length < 7) return;
        standing = [];
        await client.query('truncate shelf');
      }),
      { numRuns: 150 },
    );
  });

  it('are prepared once on a line, however often they travel', async () => {
    for (const place of [1, 2, 3]) await inOneTrip(client, [put(place), put(place + 10)]);
    const { name } = put(0);
    expect(await prepared()).toEqual([name]);
  });

  it('are one with what else a transaction holds', async () => {
    await client.query('begin');
    await inOneTrip(client, [put(1), put(2)]);
    expect(await places()).toEqual([]);
    await client.query('rollback');
    await inOneTrip(client, [put(3)]);
    expect(await places()).toEqual([3]);
  });

  it('are not sent at all when one of them holds what cannot be sent', async () => {
    await expect(inOneTrip(client, [put(1), put({ of: 2 })])).rejects.toThrow(/object cannot be sent/);
    await inOneTrip(client, [put(3)]);
    expect(await places()).toEqual([3]);
  });

  it('leave nothing behind when the line is cut before all of them are there', async () => {
    const { pid } = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]!;
    const waits = statement('waits', () => 'select pg_sleep($1::float8)', [5]);
    const sent = inOneTrip(client, [put(1), waits, put(2)]);
    const gone = expect(sent).rejects.toThrow();
    for (let found = 0; found === 0; ) {
      const sql = `select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'`;
      found = (await database.ownerPool.query(sql, [pid])).rowCount!;
    }
    await gone;
    expect(await places()).toEqual([]);
  });

  it('bring lists and bytes as they are', async () => {
    const whole = statement('whole', () => 'insert into shelf values ($1, $2, $3, $4)', [
      1,
      'a"b\\',
      [true, null, false],
      Buffer.from([0, 255]),
    ]);
    await inOneTrip(client, [whole]);
    expect((await database.ownerPool.query('select * from shelf')).rows).toEqual([
      { place: 1, word: 'a"b\\', taken: [true, null, false], bytes: Buffer.from([0, 255]) },
    ]);
  });
});
