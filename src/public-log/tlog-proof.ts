import { base64Of, bytesOfBase64 } from './bytes.js';
import { largestInteger } from './entry-kinds.js';
import { LogFault } from './log-fault.js';
import { longestNote } from './note.js';
import { longestProof } from './proof.js';
import { hashBytes } from './tree.js';

const firstLine = 'c2sp.org/tlog-proof@v1';
const longestFile = 4_000_000;

/** A proof that stands by itself: whoever holds it and the keys of the log needs no network. */
export interface TlogProof {
  /** Not authenticated: whatever it says has to be checked by other means. */
  readonly extra?: Uint8Array;
  readonly index: number;
  /** Inclusion, the leaf's sibling first. */
  readonly hashes: readonly Uint8Array[];
  /** The signed note, as it was served. */
  readonly checkpoint: string;
}

/**
 * Writes a `.tlog-proof` (C2SP tlog-proof):
 *
 *     c2sp.org/tlog-proof@v1
 *     extra BASE64              (only where there is something)
 *     index NUMBER
 *     BASE64 of a hash          (a line each, as many as there are)
 *
 *     the checkpoint
 */
export function encodeTlogProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  const lines = [firstLine, ...(extra ? [`extra ${base64Of(extra)}`] : []), `index ${index}`, ...hashes.map(base64Of)];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** @throws LogFault `proof/malformed`; the checkpoint in it is only cut off, and opened by whoever has its keys */
export function parseTlogProof(file: string): TlogProof {
  const amiss = (why: string) => new LogFault('proof/malformed', `A .tlog-proof ${why}.`);
  const end = file.indexOf('\n\n');
  if (file.length > longestFile || end < 0 || file.length - end > longestNote)
    throw amiss('is a few lines, an empty line, and a checkpoint; this file has no such two parts, or is too long');
  const lines = file.slice(0, end).split('\n');
  if (lines.shift() !== firstLine) throw amiss(`begins with ${firstLine}`);
  const extra = lines[0]?.startsWith('extra ') ? bytesOfBase64(lines.shift()!.slice('extra '.length)) : null;
  if (extra === undefined) throw amiss('has standard base64 in its line "extra"');
  const [, digits = ''] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? [];
  if (digits === '' || Number(digits) > largestInteger) throw amiss('names the entry in a line "index", without leading zeroes');
  if (lines.length > longestProof) throw amiss(`has at most ${longestProof} hashes`);
  const hashes = lines.map((line) => bytesOfBase64(line));
  if (!hashes.every((hash) => hash?.length === hashBytes)) throw amiss(`has one hash of ${hashBytes} bytes in base64 on each further line`);
  return { ...(extra && { extra }), index: Number(digits), hashes: hashes as Uint8Array[], checkpoint: file.slice(end + 2) };
}
