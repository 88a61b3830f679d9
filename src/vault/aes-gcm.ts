import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Key of AES-256, in bytes. */
export const keyBytes = 32;
/** Nonce of GCM, in bytes; drawn at random for every box (NIST SP 800-38D §8.2.2: up to 2³² boxes a key). */
export const nonceBytes = 12;
export const tagBytes = 16;

/** AES-256-GCM (NIST SP 800-38D). @returns ciphertext followed by the 16-byte tag */
export function encrypt(key: Buffer, nonce: Buffer, plain: Buffer, associated: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(associated);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws when key, nonce, associated data, ciphertext or tag are not those of the box: nothing of it is returned */
export function decrypt(key: Buffer, nonce: Buffer, box: Buffer, associated: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(associated);
  decipher.setAuthTag(box.subarray(-tagBytes));
  return Buffer.concat([decipher.update(box.subarray(0, -tagBytes)), decipher.final()]);
}
