import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { joinBytes } from './bytes.js';

/** Bytes of a public key and of the seed of a private one (RFC 8032 section 5.1.5). */
export const keyBytes = 32;
export const signatureBytes = 64;

/** What stands before the 32 bytes in DER: RFC 8410 sections 4 and 7. */
const publicHead = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);
const privateHead = Uint8Array.of(0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20);

const der = (head: Uint8Array, bytes: Uint8Array): Buffer => Buffer.from(joinBytes(head, bytes));

const privateKeyOf = (seed: Uint8Array): KeyObject => createPrivateKey({ key: der(privateHead, seed), format: 'der', type: 'pkcs8' });

export function publicKeyOf(seed: Uint8Array): Uint8Array {
  const spki = createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' });
  return Uint8Array.from(spki.subarray(publicHead.length));
}

/** Ed25519 (RFC 8032): the same seed and message always give the same 64 bytes. */
export const signBytes = (seed: Uint8Array, message: Uint8Array): Uint8Array => Uint8Array.from(sign(null, message, privateKeyOf(seed)));

/** False for every signature that is not this key's over this message, and for 32 bytes that are no key. */
export function isSigned(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== keyBytes || signature.length !== signatureBytes) return false;
  try {
    return verify(null, message, createPublicKey({ key: der(publicHead, publicKey), format: 'der', type: 'spki' }), signature);
  } catch {
    return false;
  }
}
