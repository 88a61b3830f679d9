import { AsyncResource } from 'node:async_hooks';
import pg from 'pg';

type Lent = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void;

/** Who waits for a client is woken by whoever gives one back, and would go on in that one's name: here everyone keeps their own. */
export class SteadyPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(lent: Lent): void;
  override connect(lent?: Lent): Promise<pg.PoolClient> | void {
    return lent ? super.connect(AsyncResource.bind(lent)) : super.connect();
  }
}
