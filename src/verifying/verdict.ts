import { EntryFault } from '../public-log/entry.js';
import { LogFault, type LogFaultCode } from '../public-log/log-fault.js';
import { ReadingFault } from './reading.js';
import { TwoHistories } from './remembered.js';

/** Why a log or a receipt is not found good: a name, a sentence, and the exit code of the kind that it is of. */
export interface Refused {
  readonly code: string;
  readonly says: string;
  readonly exit: number;
}

/** The exit codes of `verify`, beside 0, 1 and 2 of every command. */
export const verdictExit = {
  /** An entry breaks the format, or the entries the arithmetic. */
  entries: 3,
  /** The log was forked or rolled back since the last check. */
  twoHistories: 4,
  /** A tile or a bundle is not what was signed. */
  tiles: 5,
  /** The head: not signed, of another log, of too few witnesses, or no head at all. */
  head: 6,
  /** A proof or a receipt does not show what it claims. */
  receipt: 7,
  /** The log could not be read: no answer, one without end, one that is too slow. */
  reading: 8,
} as const;

type Kind = LogFaultCode extends `${infer K}/${string}` ? K : never;

const exitOf: Readonly<Record<Kind, number>> = {
  key: verdictExit.head,
  note: verdictExit.head,
  checkpoint: verdictExit.head,
  policy: verdictExit.head,
  tile: verdictExit.tiles,
  bundle: verdictExit.tiles,
  proof: verdictExit.receipt,
  receipt: verdictExit.receipt,
};

/** @returns undefined for what is a bug of ours */
export function refusedBy(error: unknown): Refused | undefined {
  if (error instanceof LogFault)
    return { code: error.code, says: error.message, exit: exitOf[error.code.slice(0, error.code.indexOf('/')) as Kind] };
  if (error instanceof TwoHistories) return { code: error.code, says: error.message, exit: verdictExit.twoHistories };
  if (error instanceof ReadingFault) return { code: error.code, says: error.message, exit: verdictExit.reading };
  if (error instanceof EntryFault) return { code: error.code, says: error.message, exit: verdictExit.entries };
  return undefined;
}
