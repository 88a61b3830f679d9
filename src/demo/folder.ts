import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startEmbeddedPostgres } from '../database/embedded-postgres.js';
import { livePostmaster } from '../database/postmaster.js';
import { serverUser } from '../database/server-user.js';
import { openDataFolder } from '../database/state-directory.js';
import type { Settings } from '../settings.js';
import { StartError, codeOf } from '../start-error.js';

const markName = 'practice-data';
const mark = 'Made by the demo, which removes this folder each time it starts. Keep nothing here.\n';
/** Within this, in milliseconds, a demo that has just begun has a database of its own. */
const beginningMs = 60_000;

/**
 * An empty folder for the demo beside the real data, which it never opens. What a former demo left is removed; a folder
 * without the demo's mark is somebody's own and is left alone.
 * @throws StartError when another demo is running
 */
export async function freshDemoFolder({ dataDir }: Pick<Settings, 'dataDir'>): Promise<string> {
  const folder = path.join(await openDataFolder(dataDir, await serverUser()), 'demo');
  const left = await readdir(folder).catch((error) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  if (left.length > 0) await removeFormer(folder, left);
  await mkdir(folder, { recursive: true, mode: 0o711 });
  await writeFile(path.join(folder, markName), `${mark}${JSON.stringify({ pid: process.pid, begun: Date.now() })}\n`);
  return folder;
}

async function removeFormer(folder: string, left: readonly string[]): Promise<void> {
  const isOurs = left.includes(markName);
  if (!isOurs)
    throw new StartError(
      `${folder} was not made by the demo, which would remove it: move it elsewhere, or set LEDGER_DATA_DIR to another folder.`,
    );
  if ((await isBeginning(folder)) || (await isServing(folder))) {
    throw new StartError('Another demo is running from this checkout: stop it first, or look at that one.');
  }
  await rm(folder, { recursive: true });
}

/** A demo that begins at this very moment and has no database yet. */
async function isBeginning(folder: string): Promise<boolean> {
  const { pid, begun } = JSON.parse((await readFile(path.join(folder, markName), 'utf8')).slice(mark.length)) as {
    pid: number;
    begun: number;
  };
  if (Date.now() - begun > beginningMs) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** The last to leave a server stops it. If it still runs after us, another demo is using it; a kill -9 left it otherwise. */
async function isServing(folder: string): Promise<boolean> {
  const cluster = path.join(folder, 'postgresql', 'cluster');
  if (livePostmaster(cluster) === undefined) return false;
  await (await startEmbeddedPostgres(folder)).stop();
  return livePostmaster(cluster) !== undefined;
}

/** The operator's settings, but with everything that is kept in the demo's own folder. */
export const demoSettings = (settings: Settings, folder: string): Settings => ({
  ...settings,
  dataDir: folder,
  journalDir: path.join(folder, 'journal'),
  logDir: path.join(folder, 'log'),
  logKeyDir: path.join(folder, 'keys', 'log'),
  makesJournalDir: true,
  backupsKept: 0,
  databaseUrl: undefined,
  databaseOwnerUrl: undefined,
  redisUrl: undefined,
  publicUrl: undefined,
  wrappingKey: undefined,
  formerWrappingKey: undefined,
  formerWrappingKeyFile: undefined,
  wrappingKeyFile: path.join(folder, 'keys', 'wrapping.key'),
  makesWrappingKey: true,
});
