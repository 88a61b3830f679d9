import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { StartError } from '../start-error.js';
import { ensureDatabase, ensureRoles, ownerRole, serviceRole } from './database-roles.js';
import { findBinaries } from './postgres-binaries.js';
import { type ServerPlace, bootstrapRole, ensureCluster, passwordOf } from './postgres-cluster.js';
import { socketPort } from './postmaster.js';
import { type ServerUser, canEnter, serverUser } from './server-user.js';
import { makeFolder, openDataFolder } from './state-directory.js';
import { type Hold, holdServer } from './shared-hold.js';

/** How to reach one database as one role; what `pg`, TypeORM and BullMQ all understand. */
export interface SocketConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface EmbeddedPostgres {
  readonly owner: SocketConnection;
  readonly service: SocketConnection;
  /** True when the server ran already: left behind by a kill -9, or shared with another program of this checkout. */
  readonly adopted: boolean;
  /** Another database on this server with the same two roles; `template` names one of its databases to copy. */
  createDatabase(name: string, template?: string): Promise<Pick<EmbeddedPostgres, 'owner' | 'service'>>;
  /** Lets go of the server. The last to leave stops it. */
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL, from the binaries that npm installed, under `dataDir`/postgresql: no TCP port, nothing to set up,
 * durable by default. `settings` go to the server as they are; tests that may lose their data pass `fsync: 'off'`.
 */
export async function startEmbeddedPostgres(dataDir: string, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const user = await serverUser();
  const place = await placeIn(await openDataFolder(dataDir, user), user);
  const binaries = await findBinaries(place.folder, user);
  await ensureCluster(place, binaries, settings.fsync !== 'off');

  const reach = (role: string, password: string, database: string): SocketConnection => ({
    host: place.sockets,
    port: socketPort,
    user: role,
    password,
    database,
  });
  const bootstrap = reach(bootstrapRole, (await passwordOf(place, bootstrapRole)).secret, 'postgres');
  const passwords = {
    [ownerRole]: await passwordOf(place, ownerRole),
    [serviceRole]: await passwordOf(place, serviceRole),
  };
  const connectionsTo = (database: string) => ({
    owner: reach(ownerRole, passwords[ownerRole]!.secret, database),
    service: reach(serviceRole, passwords[serviceRole]!.secret, database),
  });

  const hold: Hold = await holdServer(place, binaries, settings, bootstrap);
  try {
    await ensureRoles(hold.client(), passwords);
    await ensureDatabase(hold.client(), 'ledger');
  } catch (error) {
    await hold.release();
    throw error;
  }
  return {
    ...connectionsTo('ledger'),
    adopted: hold.adopted,
    async createDatabase(name, template) {
      await ensureDatabase(hold.client(), name, template);
      return connectionsTo(name);
    },
    stop: hold.release,
  };
}

async function placeIn(dataFolder: string, user: ServerUser | undefined): Promise<ServerPlace> {
  const folder = path.join(dataFolder, 'postgresql');
  const cluster = path.join(folder, 'cluster');
  refuseForeign(cluster, user);
  await makeFolder(folder, user ? 0o711 : 0o700);
  if (!canEnter(folder, user)) {
    throw new StartError(
      `PostgreSQL runs as the system user mutual-aid-ledger, who cannot enter ${folder}: open the ` +
        'folders above it to that user (chmod a+x), or set LEDGER_DATA_DIR to a folder that all may enter.',
    );
  }
  return { folder, cluster, sockets: await socketFolder(folder, user), log: path.join(folder, 'postgres.log'), user };
}

/** PostgreSQL starts only on files of its own user, so a cluster made by another start is named here, in words. */
function refuseForeign(cluster: string, user: ServerUser | undefined): void {
  const owner = lstatSync(cluster, { throwIfNoEntry: false })?.uid;
  if (owner === undefined || owner === (user?.uid ?? process.getuid?.())) return;
  throw new StartError(
    `The database in ${cluster} belongs to the user with the number ${owner}, who started this program ` +
      'before: start it as that user again, or set LEDGER_DATA_DIR to another folder.',
  );
}

/** A socket's path stays under 104 bytes: it lies beside the cluster if that is short, else among temporary files. */
async function socketFolder(folder: string, user: ServerUser | undefined): Promise<string> {
  const beside = path.join(folder, 'socket');
  const name = `mutual-aid-ledger-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
  const sockets = beside.length < 85 ? beside : path.join(user ? '/tmp' : os.tmpdir(), name);
  await makeFolder(sockets, 0o700);
  if (user && lstatSync(sockets).uid === 0) await chown(sockets, user.uid, user.gid);
  const found = lstatSync(sockets);
  if (found.isDirectory() && found.uid === (user?.uid ?? process.getuid?.())) return sockets;
  throw new StartError(
    `${sockets}, where the database's socket belongs, is somebody else's: remove it, or set ` +
      'LEDGER_DATA_DIR to a folder with a shorter path.',
  );
}
