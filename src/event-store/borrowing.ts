import type { Pool, PoolClient } from 'pg';
import { StoreUnavailable, isConnectionFault } from './faults.js';

/**
 * Lends a client for one piece of work. The pool does not listen to a client that is lent, and an error that nobody hears
 * ends the program: so it is heard here, and told by the next query. A client goes back only if it is fit for the next one.
 * @throws StoreUnavailable when none can be had, or the database goes away meanwhile
 */
export async function borrowing<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const heard = (): void => undefined;
  const client = await lent(pool, heard);
  let unfit: Error | undefined;
  try {
    return await work(client);
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      unfit = cause;
    });
    throw isConnectionFault(error) ? new StoreUnavailable({ cause: error }) : error;
  } finally {
    client.release(unfit);
    client.off('error', heard);
  }
}

/**
 * Lends a client for one trip that commits by itself, so that there is nothing to roll back. A fault of its statements is told
 * as it is.
 * @throws StoreUnavailable when no client can be had: then nothing was sent
 */
export async function lending<T>(pool: Pool, trip: (client: PoolClient) => Promise<T>): Promise<T> {
  const heard = (): void => undefined;
  const client = await lent(pool, heard);
  let unfit: Error | undefined;
  try {
    return await trip(client);
  } catch (error) {
    if (isConnectionFault(error)) unfit = error as Error;
    throw error;
  } finally {
    client.release(unfit);
    client.off('error', heard);
  }
}

/** By callback: a promise would resolve a moment after the pool has stopped listening, and a server can go away in between. */
const lent = (pool: Pool, heard: () => void): Promise<PoolClient> =>
  new Promise((resolve, reject) => {
    pool.connect((cause, client) => {
      if (!client) return reject(new StoreUnavailable({ cause }));
      client.on('error', heard);
      resolve(client);
    });
  });
