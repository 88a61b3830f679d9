import { joinBytes, utf8 } from './bytes.js';
import { isSigned, signatureBytes, signBytes } from './ed25519.js';
import type { NoteKey, SigningKey } from './note-key.js';

const timeBytes = 8;

/** What a witness signs: `"cosignature/v1\ntime " ‖ seconds ‖ "\n" ‖ text` (C2SP tlog-cosignature). */
const cosigned = (text: string, at: number): Uint8Array => utf8(`cosignature/v1\ntime ${at}\n${text}`);

/** The time as eight bytes, the highest first, and the signature. @param at whole seconds since 1970 */
export function cosignature(key: SigningKey, text: string, at: number): Uint8Array {
  if (!Number.isSafeInteger(at) || at < 0) throw new RangeError(`A witness signs at a whole second, not at ${at}.`);
  const time = new Uint8Array(timeBytes);
  new DataView(time.buffer).setBigUint64(0, BigInt(at));
  return joinBytes(time, signBytes(key.seed, cosigned(text, at)));
}

/** When the witness signed, in seconds since 1970; undefined where it did not sign this. */
export function cosignedAt({ publicKey }: NoteKey, text: string, bytes: Uint8Array): number | undefined {
  if (bytes.length !== timeBytes + signatureBytes) return undefined;
  const at = Number(new DataView(bytes.buffer, bytes.byteOffset, timeBytes).getBigUint64(0));
  return Number.isSafeInteger(at) && isSigned(publicKey, cosigned(text, at), bytes.subarray(timeBytes)) ? at : undefined;
}
