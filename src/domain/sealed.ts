/**
 * A personal field as it stands in an event: ciphertext under the key of one subject (a recipient, a call, a payer, an
 * observation). When that key is destroyed, nobody can read it again. AES-256-GCM; nonce, box and field id in base64url;
 * the associated data binds it to its ledger, subject, field name and field id, so it cannot be moved elsewhere.
 */
export interface Sealed {
  readonly sealed: 'v1';
  /** Whose key opens it. UUIDv7. */
  readonly subject: string;
  /** 16 random bytes, made by the shell before the command. */
  readonly field: string;
  readonly nonce: string;
  /** Ciphertext followed by the 16-byte tag. */
  readonly box: string;
}

export const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' && value !== null && (value as Sealed).sealed === 'v1' && typeof (value as Sealed).box === 'string';
