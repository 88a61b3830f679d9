import type { SignedHead } from '../domain/publication.js';
import { base64Of, bytesOfBase64, joinBytes, utf8 } from '../public-log/bytes.js';
import { checkpointText, openCheckpoint } from '../public-log/checkpoint.js';
import { signBytes } from '../public-log/ed25519.js';
import { readVkey, type SigningKey, vkeyOf } from '../public-log/note-key.js';

/** A head as it is kept in the books: everything of the checkpoint that its origin, size and root do not say. */
export function signHead(key: SigningKey, size: number, root: Uint8Array): SignedHead {
  const text = checkpointText({ origin: key.name, size, root });
  const signature = base64Of(joinBytes(key.id, signBytes(key.seed, utf8(text))));
  return { origin: key.name, size, root: base64Of(root), vkey: vkeyOf(key), signature };
}

/** The bytes of a head's root. */
export const rootIn = ({ root }: SignedHead): Uint8Array => bytesOfBase64(root) ?? new Uint8Array(0);

/**
 * The checkpoint of a head, the same bytes each time, opened once more before anyone sees it.
 * @throws LogFault where the head's signature is not its key's
 */
export function noteOf(head: SignedHead): string {
  const { origin, size, vkey, signature } = head;
  const note = `${checkpointText({ origin, size, root: rootIn(head) })}\n— ${origin} ${signature}\n`;
  openCheckpoint(note, origin, [readVkey(vkey)]);
  return note;
}
