import { sha256 } from '@noble/hashes/sha2.js';

/** Stands in the page for the one function of `node:crypto` that a verifier needs; only the build puts it there. */
export const hash = (_algorithm: 'sha256', bytes: Uint8Array, _encoding: 'buffer'): Uint8Array => sha256(bytes);

/** Only whoever holds a person's slot key makes salts; a page never does. */
export function hkdfSync(): never {
  throw new RangeError('A verifier makes no salts.');
}
