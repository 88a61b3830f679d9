import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { StartError, codeOf } from '../start-error.js';
import type { Binaries } from './postgres-binaries.js';
import type { ServerPlace } from './postgres-cluster.js';
import { type Launched, launch, livePostmaster, reasonIn, wasNotAlone } from './postmaster.js';

/** Every program that uses the server holds this lock shared; whoever leaves and gets it alone was the last. */
const usersLock = [7300, 1];

/** How long a server may stay silent. One that replays its log answers that it is starting up, and is waited for. */
const silenceMs = 60_000;
const retakeMs = 10_000;
const startingUp = '57P03';
const wrongPassword = '28P01';

/** A share in the running server. */
export interface Hold {
  readonly adopted: boolean;
  /** The connection that holds the share, signed in as bootstrap. */
  client(): pg.Client;
  /** Gives the share back, and stops the server if no one else holds one. */
  release(): Promise<void>;
}

/**
 * Finds the server of this cluster or launches it, and keeps a share in it. Should the server die under us, it is
 * launched again. Several may do this at once: PostgreSQL lets one server in, and all find that one.
 */
export async function holdServer(
  place: ServerPlace,
  binaries: Binaries,
  settings: Record<string, string>,
  bootstrap: pg.ClientConfig,
): Promise<Hold> {
  let isLeaving = false;
  let launched: Launched | undefined;

  async function take(): Promise<pg.Client> {
    for (let until = Date.now() + silenceMs; ; ) {
      const isMissing = !livePostmaster(place.cluster) && (!launched || launched.ended() !== undefined);
      if (isMissing) launched = launch(place, binaries, settings);
      try {
        const client = await takeShare(bootstrap);
        client.on('end', retake);
        return client;
      } catch (error) {
        if (codeOf(error) === startingUp) until = Date.now() + silenceMs;
        refuseHopeless(place, error, launched, Date.now() > until);
        await sleep(launched?.ended() ? 250 : 20);
      }
    }
  }

  function retake(): void {
    if (isLeaving) return;
    launched = undefined;
    const again = (error: Error) => {
      new Logger('PostgreSQL').error(error.message);
      setTimeout(retake, retakeMs).unref();
    };
    take().then((fresh) => (client = fresh), again);
  }

  let client = await take();
  let released: Promise<void> | undefined;
  return {
    adopted: launched === undefined || launched.pid !== livePostmaster(place.cluster),
    client: () => client,
    release() {
      isLeaving = true;
      released ??= leave(client, place.cluster);
      return released;
    },
  };
}

/** Waits while the last user of the server is stopping it, and then fails, since the server is gone. */
async function takeShare(bootstrap: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...bootstrap, application_name: 'mutual-aid-ledger', connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1, $2)', usersLock);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

function refuseHopeless(place: ServerPlace, error: unknown, launched: Launched | undefined, isOver: boolean): void {
  if (codeOf(error) === wrongPassword) {
    throw new StartError(
      `The password in ${place.folder}/passwords is not that of the database in ${place.cluster}: put both back from the same backup.`,
    );
  }
  const said = launched?.failed() ? launched.said() : '';
  if (launched?.failed() && !wasNotAlone(said) && !livePostmaster(place.cluster)) {
    throw new StartError(`PostgreSQL did not start (${reasonIn(said) || launched.ended()}): ${place.log} says more.`);
  }
  if (isOver) throw new StartError(`PostgreSQL in ${place.cluster} does not answer (${String(error)}): ${place.log} says more.`);
}

/**
 * The lock is kept while the server goes down, so that one who starts at this moment waits for the end and launches
 * the server again, instead of adopting one that is about to vanish.
 */
async function leave(client: pg.Client, cluster: string): Promise<void> {
  try {
    await client.query('select pg_advisory_unlock_shared($1, $2)', usersLock);
    const { rows } = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1, $2) as last', usersLock);
    const pid = livePostmaster(cluster);
    if (!rows[0]?.last || !pid) return;
    process.kill(pid, 'SIGINT'); // PostgreSQL's fast shutdown: checkpoint, then exit
    while (livePostmaster(cluster) === pid) await sleep(10);
  } catch {
    // the server has gone by itself, and there is nothing left to stop
  } finally {
    await client.end().catch(() => undefined);
  }
}
