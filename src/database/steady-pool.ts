import { AsyncResource } from 'node:async_hooks';
import pg from 'pg';

type Lent = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void;

/**
 * Who waits for a client is woken by whoever gives one back, and would go on in that one's name: here everyone keeps their own. A
 * client that has only just connected is lent once it has taken note of that, since two queries may follow at once.
 */
export class SteadyPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(lent: Lent): void;
  override connect(lent?: Lent): Promise<pg.PoolClient> | void {
    if (!lent) return super.connect();
    const inOwnName = AsyncResource.bind(lent);
    super.connect((error, client, done) => {
      if (client && client.getTransactionStatus() === null) process.nextTick(inOwnName, error, client, done);
      else inOwnName(error, client, done);
    });
  }
}
