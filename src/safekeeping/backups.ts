import path from 'node:path';
import pg from 'pg';
import type { Connection } from '../database/connections.js';
import type { Settings } from '../settings.js';
import { codeOf } from '../start-error.js';
import { type BackupMade, type BackupPlaces, keepNewest, makeBackup } from './making-backup.js';
import type { PartTold } from './backup-writing.js';
import { backupRecipient } from './recovery-key.js';

/** What a backup is made with. */
export interface BackupMeans {
  readonly settings: Settings;
  /** The role that owns the database. */
  readonly owner: Connection;
  readonly program: string;
}

/** The folder that the steward chose. */
export const chosenFolderSql = `select value from host_setting where key = 'backup-folder'`;

/** What may be said for one backup alone. */
export interface Otherwise {
  readonly folder?: string;
  readonly keysFolder?: string;
}

/**
 * Where backups go: where this one is asked to go, where the operator says, where the steward chose, or beside the data folder.
 * @param chosen by the steward, in the browser
 */
export function backupFolders({ backupDir, backupKeysDir, defaultBackupDir }: Settings, chosen?: string, other: Otherwise = {}) {
  const folder = other.folder ?? backupDir ?? chosen ?? defaultBackupDir;
  return { folder, keysFolder: other.keysFolder ?? backupKeysDir ?? path.join(folder, 'keys') };
}

async function placesOf(settings: Settings, chosen: string | undefined, other: Otherwise): Promise<BackupPlaces> {
  return { ...settings, ...backupFolders(settings, chosen, other), recipient: await backupRecipient(settings) };
}

/** Makes a backup, and notes in the database that there is one, or why not. */
export async function backUp(
  { settings, owner, program }: BackupMeans,
  at: Date,
  other: Otherwise & { readonly tell?: (part: PartTold) => void } = {},
): Promise<BackupMade> {
  try {
    const places = await placesOf(settings, await chosenFolder(owner), other);
    const made = await makeBackup({ owner, logDir: settings.logDir, program }, places, at, other.tell);
    await asOwner(owner, (session) =>
      session.query('insert into backup_made (made_at, file, bytes, verified_at) values ($1, $2, $3, clock_timestamp())', [
        at,
        made.file,
        made.bytes,
      ]),
    );
    return made;
  } catch (error) {
    await asOwner(owner, (session) =>
      session.query('insert into backup_made (made_at, fault) values ($1, $2)', [at, faultOf(error)]),
    ).catch(() => undefined);
    throw error;
  }
}

/** A daily backup, beside those that are kept. */
export async function backUpDaily(means: BackupMeans, at: Date): Promise<BackupMade> {
  const made = await backUp(means, at);
  await keepNewest({ folder: path.dirname(made.file), keysFolder: path.dirname(made.keysFile) }, means.settings.backupsKept);
  return made;
}

/** A code or a name, never a message. */
const faultOf = (error: unknown): string => codeOf(error) || (error instanceof Error ? error.name : 'unknown');

async function chosenFolder(owner: Connection): Promise<string | undefined> {
  const { rows } = await asOwner(owner, (session) => session.query<{ value: string }>(chosenFolderSql));
  return rows[0]?.value;
}

async function asOwner<T>(owner: Connection, ask: (session: pg.Client) => Promise<T>): Promise<T> {
  const session = new pg.Client(owner);
  session.on('error', () => undefined);
  await session.connect();
  try {
    return await ask(session);
  } finally {
    await session.end().catch(() => undefined);
  }
}
