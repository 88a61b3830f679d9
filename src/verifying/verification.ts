import { verifyEntries } from '../public-log/arithmetic.js';
import { textOf } from '../public-log/bytes.js';
import type { OpenedCheckpoint } from '../public-log/checkpoint.js';
import type { Entry, EntryFaultCode } from '../public-log/entry.js';
import { LogFault } from '../public-log/log-fault.js';
import type { ArithmeticCode } from '../public-log/log-read.js';
import { longestNote } from '../public-log/note.js';
import { openUnderPolicy, type Policy } from '../public-log/policy.js';
import { type Pool, poolsOf } from './figures.js';
import { freshnessWarnings } from './freshness.js';
import { readEntries } from './read-entries.js';
import { type LogReader, ReadingFault } from './reading.js';
import { readTree } from './read-tree.js';
import type { SuccessorFaultCode } from './successor.js';
import { type Head, refuseFork, refuseRollback } from './remembered.js';

/** A rule that an entry, or the log as a whole, breaks. All of it is signed: this is what the publisher says. */
export interface Finding {
  readonly index: number;
  readonly code: EntryFaultCode | ArithmeticCode | SuccessorFaultCode;
  readonly says: string;
}

export interface Verification {
  readonly head: Head;
  /** The size up to which it was found to continue what was checked before. */
  readonly continues: number | undefined;
  readonly entries: readonly Entry[];
  /** Bytes of all bundles. */
  readonly bytes: number;
  /** Empty where everything holds. */
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
  readonly pools: readonly Pool[];
}

export interface Verifying {
  readonly reader: LogReader;
  readonly policy: Policy;
  /** The head that was found good the last time, under the same policy. */
  readonly remembered?: Head;
  /** RFC 3339 in UTC. */
  readonly now: string;
  /** A log of more entries is not begun with. */
  readonly mostEntries: number;
  /** Nor is one gone on with whose entries are larger together; 512 MB unless said. */
  readonly mostBytes?: number;
}

const usualMostBytes = 512_000_000;

/** The head that is served now, as text. Nothing of it is verified yet. @throws ReadingFault, LogFault */
export async function readHead(reader: LogReader): Promise<string> {
  const note = textOf(await reader.read('checkpoint', longestNote));
  if (note === undefined) throw new LogFault('note/malformed', 'The checkpoint is not UTF-8.');
  return note;
}

/**
 * Checks all of a log that anyone can check, in the order in which one may believe it: the signatures, then that it
 * continues what was checked before, then every tile, then every entry, then the money.
 * @throws LogFault, TwoHistories, ReadingFault: it cannot be said what the log says. What it says against its own rules is
 * in `findings`.
 */
export async function verifyLog(note: string, verifying: Verifying): Promise<Verification> {
  const { reader, policy, remembered, now, mostEntries, mostBytes = usualMostBytes } = verifying;
  const head = { note, checkpoint: openUnderPolicy(note, policy) };
  const { size, origin } = head.checkpoint;
  if (remembered) refuseOther(remembered, head);
  if (size > mostEntries)
    throw new ReadingFault('reading/too-many', `The log has ${size} entries, more than the ${mostEntries} that are read at most.`);
  const tree = await readTree(reader, head.checkpoint);
  if (remembered) refuseFork(remembered, head, tree);
  const { entries, refused, bytes } = await readEntries(reader, tree, mostBytes);
  const findings = refused.length > 0 ? refused : size > 0 ? verifyEntries(entries) : [];
  const known = refused.length > 0 ? [] : entries;
  refuseOtherName(known, origin);
  return {
    head,
    continues: remembered?.checkpoint.size,
    entries: known,
    bytes,
    findings,
    warnings: freshnessWarnings(known, head.checkpoint, now),
    pools: poolsOf(known),
  };
}

function refuseOther(remembered: Head, served: Head): void {
  const [before, now]: OpenedCheckpoint[] = [remembered.checkpoint, served.checkpoint];
  if (before!.origin !== now!.origin)
    throw new LogFault('checkpoint/other-origin', `The log checked before is ${before!.origin}; this is a checkpoint of ${now!.origin}.`);
  refuseRollback(remembered, served);
}

/** A log that was opened under one name and is signed under another is somebody's copy with a new signature. */
function refuseOtherName(entries: readonly Entry[], origin: string): void {
  const [first] = entries;
  if (first?.kind === 'log.opened' && first.origin !== origin)
    throw new LogFault('checkpoint/other-origin', `The log was opened as ${first.origin}, and is signed as ${origin}.`);
}
