import { base64Of, bytesOfBase64 } from './bytes.js';
import { largestInteger } from './entry-kinds.js';
import { LogFault } from './log-fault.js';
import { openNote, parseNote, type Signed, signNote } from './note.js';
import { isKeyName, type NoteKey, type SigningKey } from './note-key.js';
import type { TreeHead } from './proof.js';
import { hashBytes } from './tree.js';

/** The head of a log: whose it is, how many entries it has, and the hash of them all. */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
}

/** Three lines, each with its newline: origin, size in plain decimal, root in base64 (C2SP tlog-checkpoint). */
export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${base64Of(root)}\n`;

/**
 * Reads those three lines and no fourth: what a witness does not vouch for is not said here.
 * @throws LogFault `checkpoint/malformed`, `checkpoint/too-large` for 2^53 entries and more
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', encoded = '', rest, ...more] = text.split('\n');
  const root = bytesOfBase64(encoded);
  if (!isKeyName(origin) || !/^(?:0|[1-9]\d*)$/.test(size) || root?.length !== hashBytes || rest !== '' || more.length > 0)
    throw new LogFault('checkpoint/malformed', 'A checkpoint is three lines: origin, size without leading zeroes, root in base64.');
  if (size.length > 16 || BigInt(size) > BigInt(largestInteger))
    throw new LogFault('checkpoint/too-large', `A log has fewer than 2^53 entries; this one says ${size.slice(0, 40)}.`);
  return { origin, size: Number(size), root };
}

/** Whose checkpoint it claims to be, before anything is verified: to look up the keys of that log. */
export const claimedOrigin = (note: Uint8Array | string): string => parseCheckpoint(parseNote(note).text).origin;

export interface OpenedCheckpoint extends Checkpoint {
  /** Its log and its witnesses, of the keys that were given. */
  readonly signed: readonly Signed[];
}

/**
 * Opens a checkpoint of one log. The log itself must have signed it, whoever else has.
 * @param keys of the log (its name is the origin) and of witnesses
 * @throws LogFault of the note, of the text, or `checkpoint/other-origin`
 */
export function openCheckpoint(note: Uint8Array | string, origin: string, keys: readonly NoteKey[]): OpenedCheckpoint {
  const claimed = claimedOrigin(note);
  if (claimed !== origin) throw new LogFault('checkpoint/other-origin', `This is a checkpoint of ${claimed}, not of ${origin}.`);
  const { text, signed } = openNote(note, keys);
  if (!signed.some(({ key }) => key.role === 'log' && key.name === origin))
    throw new LogFault('note/not-signed', `${origin} itself has not signed this checkpoint.`);
  return { ...parseCheckpoint(text), signed };
}

/** The checkpoint as its log signs it. Ed25519 makes a repeat the same bytes. */
export function signCheckpoint(checkpoint: Checkpoint, ...keys: readonly SigningKey[]): string {
  const text = checkpointText(checkpoint);
  parseCheckpoint(text);
  return signNote(text, ...keys);
}
