import { type Options, hash, verify } from '@node-rs/argon2';
import { invalid } from '../domain/refusal.js';

/**
 * Argon2id (RFC 9106) with 19 MiB, two passes, one lane, 16 bytes of salt and 32 of output: the first choice of OWASP's
 * Password Storage Cheat Sheet for a small server. Each hash carries its own parameters, so these may be raised at any time.
 */
const argon2id: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

export const leastCharacters = 12;
export const mostCharacters = 256;

/** Any characters at all; what counts is that there are enough of them. */
export function checkPassword(password: string, signInName: string, field = 'password'): void {
  const length = [...password.normalize('NFC')].length;
  if (length < leastCharacters)
    throw invalid(field, `Choose a password of at least ${leastCharacters} characters. Four or five words are good.`);
  if (length > mostCharacters) throw invalid(field, `Choose a password of at most ${mostCharacters} characters.`);
  if (password.normalize('NFKC').toLowerCase() === signInName)
    throw invalid(field, 'Choose a password other than the name you sign in with.');
}

/** @returns the hash in PHC form, `$argon2id$v=19$m=19456,t=2,p=1$…` */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), argon2id);

let nobodys: Promise<string> | undefined;

/** Takes as long for a name that nobody has, so that the time does not tell which names exist. */
export async function isPassword(kept: string | undefined, password: string): Promise<boolean> {
  if ([...password].length > mostCharacters) return false;
  nobodys ??= hashPassword('the password of an account that is not there');
  const matches = await verify(kept ?? (await nobodys), password.normalize('NFC'));
  return matches && kept !== undefined;
}
