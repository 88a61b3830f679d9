import { existsSync, mkdirSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { invalid } from '../domain/refusal.js';
import { codeOf } from '../start-error.js';

const faults: Readonly<Record<string, string>> = {
  EACCES: 'This program may not write there. Choose another folder, or give it the right to.',
  EPERM: 'This program may not write there. Choose another folder, or give it the right to.',
  EROFS: 'Nothing can be written there: that place is read-only. Choose another folder.',
  ENOSPC: 'There is no space left there. Choose another folder.',
  EEXIST: 'A file lies there, or on the way there. Choose a folder.',
  ENOTDIR: 'A file lies there, or on the way there. Choose a folder.',
  ENAMETOOLONG: 'That path is too long for this machine. Choose a shorter one.',
};

/**
 * Tries whether backups could be written there, and leaves nothing behind: what it made for the trial it takes away again.
 * @throws InvalidInput at `backupFolder`, with what to do
 */
export function checkBackupFolder(folder: string): void {
  if (!path.isAbsolute(folder)) throw invalid('backupFolder', 'Enter the whole path of the folder, from its root.');
  const made: string[] = [];
  try {
    // one by one: Node's own `recursive` never comes back where the system refuses a folder with ENOENT, as /proc does
    for (const each of missingOf(folder)) {
      mkdirSync(each);
      made.push(each);
    }
    const trial = path.join(folder, `.trial-${randomUUID()}`);
    writeFileSync(trial, '', { flag: 'wx' });
    rmSync(trial);
  } catch (error) {
    throw invalid('backupFolder', faults[codeOf(error)] ?? 'This folder cannot be made. Choose another.');
  } finally {
    takeAway(made);
  }
}

/** The folders that have to be made for this one, from the top. */
function missingOf(folder: string): string[] {
  const missing: string[] = [];
  for (let each = path.resolve(folder); !existsSync(each); each = path.dirname(each)) missing.unshift(each);
  return missing;
}

/** As long as nothing lies in them: what somebody has put there meanwhile stays. */
function takeAway(made: readonly string[]): void {
  for (const each of made.toReversed()) {
    try {
      rmdirSync(each);
    } catch {
      return;
    }
  }
}
