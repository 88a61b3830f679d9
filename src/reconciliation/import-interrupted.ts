import { StoreBusy, StoreUnavailable } from '../event-store/faults.js';

/** How far a file was when the database stopped answering. */
export interface Reached {
  /** Lines through, from the first one on: in the books now, or here before. */
  readonly through: number;
  readonly lines: number;
  /** The request under which it goes on. */
  readonly request: string;
}

/**
 * The database was out of reach, or too busy, in the middle of a file. What was recorded stays: no sentence may say that nothing was.
 * Known to the web by its name. HTTP 503 with Retry-After.
 */
export class ImportInterrupted extends Error {
  override readonly name = 'ImportInterrupted';

  constructor({ through, lines, request }: Reached, options?: ErrorOptions) {
    const stands =
      through === 0
        ? 'Some of the lines may be in the books'
        : `The first ${through} of ${lines} lines are in the books, and perhaps some more`;
    super(
      `The database does not answer just now. ${stands}; they stay there. Send the same request again with the key ${request}, or bring the ` +
        'file in again: each line counts once.',
      options,
    );
  }
}

/** @param linesAtOnce a file of no more than so many is one append, of which either all or nothing stands: its own error says so */
export function whereItStopped(error: unknown, reached: Reached, linesAtOnce: number): unknown {
  const isOutOfReach = error instanceof StoreBusy || error instanceof StoreUnavailable;
  return isOutOfReach && reached.lines > linesAtOnce ? new ImportInterrupted(reached, { cause: error }) : error;
}
