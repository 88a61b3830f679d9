import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../start-error.js';

/** A file of a public log, as it stands in the folder of all logs. */
export interface LogFile {
  /** From the folder of all logs on, with slashes: `<ledger>/tile/0/000`. */
  readonly name: string;
  readonly path: string;
  /** The bytes, where the file is one that changes and so has to be read at once. */
  readonly held?: Buffer;
}

/** The only file of a log that is ever replaced. */
export const checkpointName = 'checkpoint';

/** Every whole file of every log; one that is just being written aside is not part of it. */
export async function logFilesIn(folder: string): Promise<LogFile[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const files: LogFile[] = [];
  for (const entry of found) {
    if (!entry.isFile() || entry.name.endsWith('.part')) continue;
    const whole = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, whole).split(path.sep).join('/');
    files.push({ name, path: whole, ...(entry.name === checkpointName && { held: await readFile(whole) }) });
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names as they are made by the publisher: no way out of the folder. */
export const isLogFileName = (name: string): boolean =>
  /^[0-9a-f-]{36}\/[A-Za-z0-9._/-]{1,200}$/.test(name) && !name.split('/').some((part) => part === '' || part.startsWith('.'));
