import pg from 'pg';
import { chooseBackend } from '../../src/queue/backend.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';

describe('the queue in PostgreSQL', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());

  it('lives on when the server ends a line that somebody has just borrowed and not yet used', async () => {
    const pool = new pg.Pool(chooseBackend({}, database.connections.service).connection as pg.PoolConfig);
    const client = await pool.connect();
    const {
      rows: [self],
    } = await client.query('select pg_backend_pid() as pid');
    const ended = new Promise((resolve) => client.once('end', resolve));
    await database.servicePool.query('select pg_terminate_backend($1)', [self.pid]);
    await ended; // its error was heard, or it would have ended this program
    client.release(true);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });
});
