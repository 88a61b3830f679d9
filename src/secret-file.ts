import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { codeOf } from './start-error.js';

/**
 * Reads the secret in `file`, or makes and keeps it: mode 0600, on the disk before it is used, and one and the same
 * for several that start at once. It appears whole or not at all, since it is written beside and then linked.
 */
export async function keepSecret(file: string, make: () => string): Promise<{ secret: string; isNew: boolean }> {
  const kept = await readSecret(file);
  if (kept !== undefined) return { secret: kept, isNew: false };
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${randomUUID()}`;
  const isNew = await writeDurably(beside, `${make()}\n`)
    .then(() => link(beside, file))
    .then(
      () => true,
      (error) => {
        if (codeOf(error) !== 'EEXIST') throw error;
        return false;
      },
    )
    .finally(() => rm(beside, { force: true }));
  await syncFolder(path.dirname(file));
  return { secret: (await readSecret(file))!, isNew };
}

/** The secret without its line end; undefined where there is no such file. */
export async function readSecret(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(file, 0o600);
}

/** A new name is durable only once its folder is on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
