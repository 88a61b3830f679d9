import pg from 'pg';
import { StoreUnavailable, isConnectionFault } from './faults.js';

/** An hour: a statement over all rows of a large ledger takes as long as it takes. */
const patienceMs = 3_600_000;

/**
 * One piece of work on a line of its own beside the pool, whose clients may all be waiting for what this work holds. What it
 * set or locked for its session ends with it.
 * @throws StoreUnavailable when the database goes away
 */
export async function onOwnLine<T>(pool: pg.Pool, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const options = pool.options as pg.ClientConfig;
  const client = new pg.Client({ ...options, password: options.password, query_timeout: patienceMs }); // pg hides the password from the spread
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw isConnectionFault(error) ? new StoreUnavailable({ cause: error }) : error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
