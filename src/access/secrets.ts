import { createHash, randomBytes } from 'node:crypto';

/** A secret that is shown or sent once, and what we keep of it. */
export interface Secret {
  /** 32 random bytes in base64url, 43 characters, after the prefix. */
  readonly text: string;
  readonly hash: Buffer;
}

export function newSecret(prefix = ''): Secret {
  const text = prefix + randomBytes(32).toString('base64url');
  return { text, hash: hashOf(text) };
}

/** SHA-256. Slow hashing is for passwords: 256 random bits cannot be guessed, and every request looks one up. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** True for text that `newSecret` could have made: anything else need not be looked up. */
export const isSecret = (text: unknown, prefix = ''): text is string =>
  typeof text === 'string' && text.startsWith(prefix) && /^[A-Za-z0-9_-]{43}$/.test(text.slice(prefix.length));
