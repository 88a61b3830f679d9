import { invalid } from '../domain/refusal.js';

/** One way to write each name: composed, small letters, no blanks around. `Ava@Example.org` and `ava@example.org` are one. */
export const signInNameOf = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** The name one signs in with: an e-mail address or any other word. Nothing is ever sent to it. */
export function checkSignInName(text: string, field = 'name'): string {
  const name = signInNameOf(text);
  if (!/^[\p{L}\p{N}][\p{L}\p{M}\p{N}.@+_'-]{1,119}$/u.test(name)) {
    throw invalid(
      field,
      'Choose a name to sign in with: 2 to 120 letters, digits or . @ + _ - without blanks, like "ava" or an e-mail address.',
    );
  }
  return name;
}
