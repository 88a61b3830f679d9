import { base64Of, bytesOfBase64 } from './bytes.js';
import { largestInteger } from './entry-kinds.js';
import { LogFault } from './log-fault.js';
import { longestNote } from './note.js';
import { longestProof } from './proof.js';
import { hashBytes } from './tree.js';

/** What a log sends to a witness (C2SP tlog-witness, `POST add-checkpoint`). */
export interface AddCheckpoint {
  /** The size that the witness is thought to hold; 0 where it knows nothing of the log yet. */
  readonly old: number;
  /** From that size to the checkpoint's; empty where old is 0 or equal. */
  readonly proof: readonly Uint8Array[];
  /** The checkpoint as the log signed it. */
  readonly note: string;
}

/** `old SIZE`, a base64 hash a line, an empty line, the checkpoint. */
export const writeAddCheckpoint = ({ old, proof, note }: AddCheckpoint): string =>
  `old ${old}\n${proof.map((hash) => `${base64Of(hash)}\n`).join('')}\n${note}`;

/** @throws LogFault `proof/malformed` for everything that is not exactly that */
export function readAddCheckpoint(body: string): AddCheckpoint {
  const end = body.indexOf('\n\n');
  if (body.length > longestNote || end < 0) throw malformed();
  const [first = '', ...hashes] = body.slice(0, end).split('\n');
  const [, size = ''] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? [];
  const proof = hashes.map((line) => bytesOfBase64(line));
  if (size === '' || Number(size) > largestInteger || proof.length > longestProof) throw malformed();
  if (!proof.every((hash) => hash?.length === hashBytes)) throw malformed();
  return { old: Number(size), proof: proof as Uint8Array[], note: body.slice(end + 2) };
}

const malformed = () =>
  new LogFault('proof/malformed', 'A request to a witness is "old SIZE", a hash in base64 a line, an empty line, and the checkpoint.');
