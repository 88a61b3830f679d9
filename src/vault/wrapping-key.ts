import { createHash, createHmac, randomBytes } from 'node:crypto';
import { decrypt, encrypt, keyBytes, nonceBytes, tagBytes } from './aes-gcm.js';
import { framed, uuidBytes } from './frame.js';

/** The key that wraps the keys of the vault. It is never in the database. */
export interface WrappingKey {
  /** First 8 hex digits of `SHA-256("mal/wrapping-key-id/v1\n" ‖ key)`: names the key without telling it. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** New keys are wrapped under `current`; `former` ones still unwrap until everything is wrapped anew. */
export interface WrappingKeys {
  readonly current: WrappingKey;
  readonly former: readonly WrappingKey[];
}

/** Whose key it is; a wrapped key unwraps for them alone. */
export interface KeyOwner {
  readonly ledger: string;
  readonly subject: string;
  readonly kind: string;
}

export function wrappingKeyOf(bytes: Buffer): WrappingKey {
  if (bytes.length !== keyBytes) throw new RangeError(`A wrapping key is ${keyBytes} bytes; this one is ${bytes.length}.`);
  const id = createHash('sha256').update('mal/wrapping-key-id/v1\n').update(bytes).digest('hex').slice(0, 8);
  return { id, bytes };
}

export const wrappingKeysOf = (current: Buffer, former: readonly Buffer[] = []): WrappingKeys => ({
  current: wrappingKeyOf(current),
  former: former.map(wrappingKeyOf),
});

/** `nonce12 ‖ ciphertext32 ‖ tag16`. Associated data: `mal/key-wrap/v1`, ledger, subject, kind, id of the wrapping key, framed. @param nonce random, never used before */
export function wrap({ id, bytes }: WrappingKey, owner: KeyOwner, key: Buffer, nonce = randomBytes(nonceBytes)): Buffer {
  return Buffer.concat([nonce, encrypt(bytes, nonce, key, associated(owner, id))]);
}

export function unwrap({ current, former }: WrappingKeys, owner: KeyOwner, wrapped: Buffer, wrappingKeyId: string): Buffer {
  const { id, bytes } = [current, ...former].find((key) => key.id === wrappingKeyId) ?? missing(wrappingKeyId);
  if (wrapped.length !== nonceBytes + keyBytes + tagBytes) throw new Error(`The key of ${owner.subject} is not whole. Run doctor.`);
  try {
    return decrypt(bytes, wrapped.subarray(0, nonceBytes), wrapped.subarray(nonceBytes), associated(owner, id));
  } catch (error) {
    throw new Error(`The key of ${owner.subject} does not unwrap: its row was changed or moved. Run doctor.`, { cause: error });
  }
}

/** HMAC-SHA-256 of a fixed text: tells the right wrapping key from another, and nothing else about it. */
export const checkValue = ({ bytes }: WrappingKey): Buffer => createHmac('sha256', bytes).update('mal/wrapping-key-check/v1\n').digest();

const associated = ({ ledger, subject, kind }: KeyOwner, wrappingKeyId: string): Buffer =>
  framed('mal/key-wrap/v1', [uuidBytes(ledger), uuidBytes(subject), kind, wrappingKeyId]);

function missing(id: string): never {
  throw new Error(`A key of the vault is wrapped under the wrapping key ${id}, which this program was not given. Put that key back.`);
}
