import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, readlink, realpath, rm, rmdir, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkout } from '../checkout.js';
import { StartError, codeOf } from '../start-error.js';
import { type ServerUser, canEnter, isRoot } from './server-user.js';

/** Where the system keeps what programs started by root must not lose. */
const stateRoot = '/var/lib/mutual-aid-ledger';

/**
 * Makes sure that the data folder is there and can be written, and says where it truly is.
 *
 * It is an ordinary folder, closed to others. When root starts us, the database server runs as `user`, who may pass
 * through to what is its own, but often cannot enter a checkout: then the folder lies under
 * `/var/lib/mutual-aid-ledger`, named by a random id of this checkout, and `./data` is a link to it. The link is what
 * remembers the id: without it the next start begins afresh, and the old folder, whose file `checkout` says where it
 * belongs, stays where it was.
 */
export async function openDataFolder(dataDir: string, user?: ServerUser): Promise<string> {
  try {
    if (user && dataDir === path.join(checkout, 'data') && (await isFree(dataDir, user))) await linkToStateFolder(dataDir);
    const link = await readlink(dataDir).catch(() => undefined);
    await makeFolder(link ? path.resolve(path.dirname(dataDir), link) : dataDir, isRoot() ? 0o711 : 0o700);
    const folder = await realpath(dataDir);
    await rmdir(await makeUnique(path.join(folder, '.writable-')));
    return folder;
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written (${inWords[codeOf(error)] ?? error}): make it a ` +
        `folder that ${isRoot() ? 'root' : 'the user who starts this program'} can write, or set ` +
        'LEDGER_DATA_DIR to another.',
    );
  }
}

const inWords: Record<string, string> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  ENOTDIR: 'a file is in the way',
  EEXIST: 'a file is in the way',
  ENOENT: 'nothing can be made there',
};

/**
 * Makes the folder, and those above it, with exactly this mode, whatever the umask; one that is there keeps its own.
 * Not `mkdir` with `recursive`, which never returns under /proc (seen with Node 20).
 */
export async function makeFolder(folder: string, mode: number): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    const above = path.dirname(folder);
    if (codeOf(error) !== 'ENOENT' || (await lstat(above).catch(() => undefined))) throw error;
    await makeFolder(above, mode);
    await mkdir(folder);
  }
  await chmod(folder, mode);
}

async function makeUnique(prefix: string): Promise<string> {
  const folder = `${prefix}${randomBytes(6).toString('hex')}`;
  await mkdir(folder);
  return folder;
}

/** Nothing is there, or only an empty folder that the server's user could not reach. */
async function isFree(dataDir: string, user: ServerUser): Promise<boolean> {
  const found = await lstat(dataDir).catch(() => undefined);
  if (!found) return true;
  if (!found.isDirectory() || canEnter(dataDir, user) || (await readdir(dataDir)).length > 0) return false;
  await rmdir(dataDir);
  return true;
}

async function linkToStateFolder(dataDir: string): Promise<void> {
  await makeFolder(stateRoot, 0o711);
  const folder = await makeUnique(`${stateRoot}/`);
  await chmod(folder, 0o711);
  await writeFile(path.join(folder, 'checkout'), `${checkout}\n`, { mode: 0o600 });
  try {
    await symlink(folder, dataDir);
  } catch (error) {
    await rm(folder, { recursive: true });
    if (codeOf(error) !== 'EEXIST') throw error; // else another start was first: its folder is the one
  }
}
