import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { keepSecret, syncFolder } from '../secret-file.js';
import { StartError, codeOf } from '../start-error.js';
import type { Binaries } from './postgres-binaries.js';
import type { ServerUser } from './server-user.js';

/** Where one embedded server keeps what is its own. `folder` and `passwords` belong to us, the rest to its user. */
export interface ServerPlace {
  readonly folder: string;
  readonly cluster: string;
  readonly sockets: string;
  readonly log: string;
  readonly user?: ServerUser;
}

/** The role that initdb makes. Only `embedded-postgres.ts` signs in as it; everything else is owner or service. */
export const bootstrapRole = 'ledger_bootstrap';

/** The password of a role of this server, made when it is first asked for. */
export const passwordOf = (place: ServerPlace, role: string) =>
  keepSecret(path.join(place.folder, 'passwords', role), () => randomBytes(24).toString('base64url'));

/**
 * Makes the cluster, if there is none. It is made beside and then renamed: whatever kills us, there is a whole cluster
 * or none. Of several that start at once, the first to rename wins and the others use its cluster.
 */
export async function ensureCluster(place: ServerPlace, binaries: Binaries, isDurable: boolean): Promise<void> {
  await sweepAbandoned(place.folder);
  if (existsSync(place.cluster)) return;
  const { secret } = await passwordOf(place, bootstrapRole);
  const beside = await mkdtemp(path.join(place.folder, 'initdb-'));
  try {
    const passwordFile = path.join(beside, 'password');
    await writeFile(passwordFile, `${secret}\n`, { mode: 0o600 });
    if (place.user) for (const each of [passwordFile, beside]) await chown(each, place.user.uid, place.user.gid);
    await runInitdb(binaries.initdb, path.join(beside, 'cluster'), passwordFile, place.user, isDurable);
    await rename(path.join(beside, 'cluster'), place.cluster);
    await syncFolder(place.folder);
  } catch (error) {
    if (!['EEXIST', 'ENOTEMPTY'].includes(codeOf(error))) throw error;
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/**
 * UTF-8 and the built-in C.UTF-8 collation, whatever the shell's language says: the same order of text on every
 * machine, and no index that breaks when the system's libraries change.
 */
async function runInitdb(initdb: string, cluster: string, passwordFile: string, user: ServerUser | undefined, isDurable: boolean) {
  const settings = [
    '--pgdata',
    cluster,
    '--username',
    bootstrapRole,
    '--pwfile',
    passwordFile,
    '--auth',
    'scram-sha-256',
    '--encoding',
    'UTF8',
    '--locale',
    'C',
    '--locale-provider',
    'builtin',
    '--builtin-locale',
    'C.UTF-8',
    '--data-checksums',
    ...(isDurable ? [] : ['--no-sync']),
  ];
  try {
    await promisify(execFile)(initdb, settings, { ...user, cwd: '/', env: { ...process.env, LC_ALL: 'C' } });
  } catch (error) {
    const said = lastLine(String((error as { stderr?: string }).stderr || error));
    throw new StartError(
      `PostgreSQL could not make its files in ${path.dirname(path.dirname(cluster))} (${said}): see that ` +
        'there is room on the disk and that the folder can be written.',
    );
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** What a killed start left behind. Ten minutes is far longer than initdb takes, so nobody is still writing there. */
async function sweepAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('initdb-')) continue;
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found && found.mtimeMs < Date.now() - 600_000) await rm(file, { recursive: true, force: true });
  }
}
