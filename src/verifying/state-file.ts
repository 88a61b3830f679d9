import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { StartError, codeOf } from '../start-error.js';
import { type KnownLog, type State, stateIn, withLog } from './known-log.js';

/** What is remembered from one check to the next. Without it, another history shown today could not be noticed. */
export async function readState(file: string): Promise<readonly KnownLog[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new StartError(`${file} cannot be read (${codeOf(error)}): give --state a file that you may read and write.`);
  }
  const state = parsed(text);
  if (!state) throw new StartError(`${file} is no state of a verifier: give --state the right file, or a new name to begin anew.`);
  return state.logs;
}

function parsed(text: string): State | undefined {
  try {
    return stateIn(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Written beside and then renamed: a check that is cut off leaves what was remembered before. */
export async function remember(file: string, logs: readonly KnownLog[], seen: KnownLog): Promise<void> {
  const beside = `${file}.${randomUUID()}`;
  try {
    await writeFile(beside, `${JSON.stringify(withLog(logs, seen), null, 2)}\n`, { mode: 0o600 });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new StartError(`${file} cannot be written (${codeOf(error)}): the log was checked, but nothing is remembered of it.`);
  }
}
