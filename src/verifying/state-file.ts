import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { StartError, codeOf } from '../start-error.js';

/** A log as it was found good the last time. */
export interface KnownLog {
  readonly address: string;
  readonly origin: string;
  /** The policy under which it was, as text. */
  readonly policy: string;
  /** The head, as it was served. */
  readonly note: string;
}

/** What a reader remembers from one check to the next. Without it, another history shown today could not be noticed. */
export async function readState(file: string): Promise<readonly KnownLog[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new StartError(`${file} cannot be read (${codeOf(error)}): give --state a file that you may read and write.`);
  }
  const logs = logsIn(text);
  if (!logs) throw new StartError(`${file} is no state of a verifier: give --state the right file, or a new name to begin anew.`);
  return logs;
}

function logsIn(text: string): readonly KnownLog[] | undefined {
  try {
    const { v, logs } = JSON.parse(text) as { v?: unknown; logs?: unknown };
    const isWhole = v === 1 && Array.isArray(logs) && logs.every(isKnownLog);
    return isWhole ? logs : undefined;
  } catch {
    return undefined;
  }
}

const isKnownLog = (raw: unknown): boolean =>
  typeof raw === 'object' &&
  raw !== null &&
  (['address', 'origin', 'policy', 'note'] as const).every((name) => typeof (raw as Readonly<Record<string, unknown>>)[name] === 'string');

/** The log at this address; or, read from a mirror, the one of this name. */
export const knownLog = (logs: readonly KnownLog[], address: string, origin: string): KnownLog | undefined =>
  logs.find((log) => log.address === address) ?? logs.find((log) => log.origin === origin);

/** Written beside and then renamed: a check that is cut off leaves what was remembered before. */
export async function remember(file: string, logs: readonly KnownLog[], seen: KnownLog): Promise<void> {
  const others = logs.filter(({ address, origin }) => address !== seen.address && origin !== seen.origin);
  const beside = `${file}.${randomUUID()}`;
  try {
    await writeFile(beside, `${JSON.stringify({ v: 1, logs: [...others, seen] }, null, 2)}\n`, { mode: 0o600 });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new StartError(`${file} cannot be written (${codeOf(error)}): the log was checked, but nothing is remembered of it.`);
  }
}
