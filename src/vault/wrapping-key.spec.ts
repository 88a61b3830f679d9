import { randomBytes } from 'node:crypto';
import { checkValue, unwrap, wrap, wrappingKeyOf, wrappingKeysOf } from './wrapping-key.js';

const owner = { ledger: '01890000-0000-7000-8000-000000000001', subject: '01890000-0000-7000-8000-000000000002', kind: 'recipient' };
const wrappingBytes = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
const keys = wrappingKeysOf(wrappingBytes);
const key = randomBytes(32);
const wrapped = wrap(keys.current, owner, key);

describe('The key of a person', () => {
  it('unwraps to itself and takes 60 bytes', () => {
    expect(wrapped.length).toBe(60);
    expect(unwrap(keys, owner, wrapped, keys.current.id)).toEqual(key);
  });

  it('never shows in its wrapping', () => {
    expect(wrapped.includes(key)).toBe(false);
    expect(wrap(keys.current, owner, key)).not.toEqual(wrapped);
  });

  it('does not unwrap once any byte of it is changed', () => {
    for (let at = 0; at < wrapped.length; at += 1) {
      const altered = Buffer.from(wrapped);
      altered[at]! ^= 1;
      expect(() => unwrap(keys, owner, altered, keys.current.id)).toThrow('does not unwrap');
    }
    expect(() => unwrap(keys, owner, wrapped.subarray(0, 59), keys.current.id)).toThrow('is not whole');
  });

  it.each([
    ['another ledger', { ...owner, ledger: '01890000-0000-7000-8000-000000000009' }],
    ['another person', { ...owner, subject: '01890000-0000-7000-8000-000000000009' }],
    ['another kind of subject', { ...owner, kind: 'payer' }],
  ])('does not unwrap for %s', (_, other) => {
    expect(() => unwrap(keys, other, wrapped, keys.current.id)).toThrow('does not unwrap');
  });

  it('still unwraps under a former wrapping key, while another wraps what is new', () => {
    const rotated = wrappingKeysOf(randomBytes(32), [wrappingBytes]);
    expect(unwrap(rotated, owner, wrapped, keys.current.id)).toEqual(key);
  });

  it('names the wrapping key that is missing', () => {
    expect(() => unwrap(wrappingKeysOf(randomBytes(32)), owner, wrapped, keys.current.id)).toThrow(keys.current.id);
  });
});

describe('The wrapping key', () => {
  it('has an id and a check value that stay the same for good', () => {
    expect(keys.current.id).toBe('12d1299f');
    expect(checkValue(keys.current).toString('hex')).toBe('6e6c697075fda4fa3ea7beb4f934c2e079e1a4537b40a0093f6c1c55a3e47886');
  });

  it('is 32 bytes, no more and no less', () => {
    expect(() => wrappingKeyOf(randomBytes(31))).toThrow('32 bytes');
    expect(() => wrappingKeyOf(randomBytes(33))).toThrow('32 bytes');
  });
});
