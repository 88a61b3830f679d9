import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

type Close = () => Promise<unknown>;

/** What a benchmark leaves on the machine while it runs: a folder, programs, a database. All of it goes, however it ends. */
export interface Scratch {
  readonly folder: string;
  /** Done at the end, the last first. */
  closeLater(close: Close): void;
}

/** The benchmark was told to stop. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Runs `work` in a folder of its own and clears everything away after it: done, failed, or stopped by Ctrl-C. */
export async function inScratch<T>(work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-bench-'));
  await chmod(folder, 0o711); // started by root, PostgreSQL runs as a user who has to pass through
  const toClose: Close[] = [];
  let interrupt = () => {};
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => {
      // What is still being measured breaks off when its programs and databases end, wherever it stands: nobody waits for it any more.
      for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, () => undefined);
      reject(new Interrupted('Stopped; what was started is being cleared away.'));
    };
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  try {
    return await Promise.race([work({ folder, closeLater: (close) => toClose.unshift(close) }), interrupted]);
  } finally {
    for (const close of toClose) await close().catch((error: unknown) => process.stderr.write(`${error}\n`));
    await endDatabases(folder);
    rmSync(folder, { recursive: true, force: true });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
  }
}

/** Every PostgreSQL in the folder whose program did not end in good order, and so could not take it along. */
async function endDatabases(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => path.basename(file) === 'postmaster.pid');
  for (const file of files) {
    const pid = Number(readFileSync(path.join(folder, file), 'utf8').split('\n')[0]);
    for (let tries = 0; tries < 100 && signal(pid, 'SIGINT'); tries += 1) await sleep(100);
  }
}

/** @returns false when there is no such process any more */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}
