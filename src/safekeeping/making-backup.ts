import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../secret-file.js';
import { StartError, codeOf } from '../start-error.js';
import { type Bytes, UnreadableBackup, passingIdentity, sealed } from './age-file.js';
import { type KeyPlaces, keyBytes } from './backup-keys.js';
import { type BackupRead, verifyBackup } from './backup-reading.js';
import { type Original, type PartTold, backupBytes } from './backup-writing.js';

/** Where backups go and for whom they are sealed. */
export interface BackupPlaces extends KeyPlaces {
  readonly folder: string;
  /** Apart, so that who has one has not the other. */
  readonly keysFolder: string;
  readonly recipient: string;
}

export interface BackupMade {
  readonly file: string;
  readonly keysFile: string;
  /** Of the sealed file. */
  readonly bytes: number;
  readonly read: BackupRead;
}

const booksEnd = '.ledger.age';
const keysEnd = '.keys.age';
const leftAfterMs = 6 * 3600 * 1000;

/**
 * Writes a backup and its file of keys, reads the backup back from the disk to its last byte, and only then gives both their names. Cut
 * off anywhere, what is there under a name is whole, and the rest is taken away by a later one.
 */
export async function makeBackup(
  original: Original,
  places: BackupPlaces,
  at: Date,
  tell: (part: PartTold) => void = () => undefined,
): Promise<BackupMade> {
  const name = `${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  const file = path.join(places.folder, `${name}${booksEnd}`);
  const keysFile = path.join(places.keysFolder, `${name}${keysEnd}`);
  try {
    for (const folder of [places.folder, places.keysFolder]) await madeReady(folder);
    const passing = await passingIdentity();
    const told: PartTold[] = [];
    const plain = backupBytes(original, (part) => {
      told.push(part);
      tell(part);
    });
    const bytes = await writeAside(file, sealed(plain, [places.recipient, passing.recipient]));
    const read = await verifyBackup(aside(file), [passing.identity]);
    refuseUnlike(read, told);
    await writeAside(keysFile, sealed(keyBytes(places), [places.recipient]));
    await appear(keysFile);
    await appear(file);
    return { file, keysFile, bytes, read };
  } catch (error) {
    await Promise.all([file, keysFile].map((each) => rm(aside(each), { force: true }).catch(() => undefined)));
    throw error;
  }
}

/** Takes away all but the newest so many, of either kind. */
export async function keepNewest({ folder, keysFolder }: Pick<BackupPlaces, 'folder' | 'keysFolder'>, count: number): Promise<void> {
  const kinds = [
    [folder, booksEnd],
    [keysFolder, keysEnd],
  ] as const;
  for (const [place, end] of kinds) {
    const all = (await readdir(place)).filter((name) => name.endsWith(end) && /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\./.test(name)).sort();
    for (const name of all.slice(0, Math.max(0, all.length - count))) await rm(path.join(place, name), { force: true });
  }
}

const aside = (file: string): string => `${file}.part`;

async function madeReady(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) if (/\.age\.part$/.test(name)) await takeAwayIfLeft(path.join(folder, name));
}

/** One that has not grown for hours was cut off; one that grows is another program's. */
async function takeAwayIfLeft(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found && Date.now() - found.mtimeMs > leftAfterMs) await rm(file, { force: true });
}

async function writeAside(file: string, bytes: Bytes): Promise<number> {
  const handle = await open(aside(file), 'wx', 0o600).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') throw new StartError(`Another backup is just being written to ${path.dirname(file)}: wait until it has ended.`);
    throw error;
  });
  try {
    let written = 0;
    for await (const piece of bytes) {
      await handle.appendFile(piece);
      written += piece.length;
    }
    await handle.sync();
    return written;
  } finally {
    await handle.close();
  }
}

async function appear(file: string): Promise<void> {
  await rename(aside(file), file);
  await syncFolder(path.dirname(file));
}

function refuseUnlike(read: BackupRead, told: readonly PartTold[]): void {
  const sum = (of: (part: PartTold) => number): number => told.reduce((all, part) => all + of(part), 0);
  if (read.parts === told.length && read.bytes === sum(({ bytes }) => bytes) && read.rows === sum(({ rows }) => rows ?? 0)) return;
  throw new UnreadableBackup('What was read back from the disk is not what was written. Look after that disk, and name another folder.');
}
