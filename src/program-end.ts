import { StartError, codeOf } from './start-error.js';

/** What the program's exit codes say, for scripts and service units. */
export const exitCode = {
  done: 0,
  /** It could not start, or could not do what was asked; one sentence on stderr says why. */
  failed: 1,
  /** The command was not understood. */
  usage: 2,
  /** A second signal came before it had stopped. */
  forced: 130,
} as const;

/** The command line asks for something that there is not. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command did what it was asked, and what it found has an exit code of its own; one sentence on stderr says it. */
export class Verdict extends Error {
  override readonly name = 'Verdict';

  constructor(
    sentence: string,
    readonly exit: number,
  ) {
    super(sentence);
  }
}

/** Runs the command and ends the program with its exit code. A sentence is printed as it is, a bug with its stack. */
export async function runToEnd(command: () => Promise<void>): Promise<never> {
  try {
    await command();
    return process.exit(exitCode.done);
  } catch (error) {
    const isUsage = error instanceof UsageError || codeOf(error).startsWith('ERR_PARSE_ARGS');
    const isSentence = isUsage || error instanceof StartError || error instanceof Verdict;
    process.stderr.write(`${isSentence ? (error as Error).message : error instanceof Error ? error.stack : error}\n`);
    if (error instanceof Verdict) return process.exit(error.exit);
    return process.exit(isUsage ? exitCode.usage : exitCode.failed);
  }
}

type Close = () => Promise<unknown>;

/** Longer than any job may hold its lock. */
const stopMs = 40_000;

/**
 * Opens what runs, waits for SIGTERM or SIGINT, and closes in the reverse order: the database, which was opened first,
 * goes last. If opening fails, what was opened until then is closed. A second signal ends the program at once; what was
 * acknowledged is safe even then.
 */
export async function untilStopped(open: (closeLater: (close: Close) => void) => Promise<void>): Promise<void> {
  const toClose: Close[] = [];
  let signals = 0;
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        signals += 1;
        if (signals > 1) process.exit(exitCode.forced);
        resolve();
      });
    }
  });
  try {
    await open((close) => toClose.unshift(close));
    await stopped;
  } finally {
    const guard = setTimeout(() => {
      process.stderr.write(`The program did not stop within ${stopMs / 1000} seconds and was ended; nothing that was saved is lost.\n`);
      process.exit(exitCode.failed);
    }, stopMs);
    for (const close of toClose) await close();
    clearTimeout(guard);
  }
}
