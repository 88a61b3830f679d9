import { ed25519 } from '@noble/curves/ed25519.js';

/** Stands in the page for `public-log/ed25519`; only the build puts it there. A page verifies, and signs nothing. */
export const keyBytes = 32;
export const signatureBytes = 64;

/** RFC 8032, strictly: no point of small order, no second way to write one (`zip215` is off). */
export function isSigned(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== keyBytes || signature.length !== signatureBytes) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

export function publicKeyOf(): never {
  throw new RangeError('A verifier holds no seed.');
}

export function signBytes(): never {
  throw new RangeError('A verifier signs nothing.');
}
