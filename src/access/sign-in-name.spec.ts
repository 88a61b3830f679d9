import { InvalidInput } from '../domain/refusal.js';
import { checkSignInName, signInNameOf } from './sign-in-name.js';

describe('A name to sign in with', () => {
  it('is the same in capitals, with blanks around it, or composed otherwise', () => {
    for (const typed of [' Zoe\u0308@Example.ORG ', 'zoë@example.org']) expect(signInNameOf(typed)).toBe('zoë@example.org');
  });

  it.each(['ava', 'ava+ledger@example.org', 'zoë', '지우', "o'brien", '2b'])('may be %p', (name) => {
    expect(checkSignInName(name)).toBe(name);
  });

  it.each(['', 'a', 'a b', '<b>ava</b>', 'ava\u0000', '@ava', 'x'.repeat(121), 'ava\u202e'])('may not be %p', (name) => {
    expect(() => checkSignInName(name)).toThrow(InvalidInput);
  });
});
