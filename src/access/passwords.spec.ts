import { InvalidInput } from '../domain/refusal.js';
import { checkPassword, hashPassword, isPassword } from './passwords.js';

describe('A password', () => {
  it.each([
    'correct horse battery',
    'ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌ',
    '            ',
    '🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊',
  ])('may be of any characters: %p', (password) => {
    expect(() => checkPassword(password, 'ava')).not.toThrow();
  });

  it.each([
    '',
    'short',
    'elevenchars',
    '🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊',
    'x'.repeat(257),
  ])('has twelve characters at least and 256 at most, so not %p', (password) => {
    expect(() => checkPassword(password, 'ava')).toThrow(InvalidInput);
  });

  it('is not the name one signs in with', () => {
    expect(() => checkPassword('Ava@Example.org', 'ava@example.org')).toThrow('other than the name');
  });

  it('is known again however its accents were typed, and no other is', async () => {
    const hash = await hashPassword('caf\u00e9 caf\u00e9 caf\u00e9');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(hash).not.toContain('caf');
    expect(await isPassword(hash, 'cafe\u0301 cafe\u0301 cafe\u0301')).toBe(true);
    expect(await isPassword(hash, 'cafe cafe cafe')).toBe(false);
  });

  it('is never right for a name that nobody has', async () => {
    expect(await isPassword(undefined, 'the password of an account that is not there')).toBe(false);
  });
});
