import fc from 'fast-check';
import { base64Of, bytesOfBase64, bytesOfHex, hexOf, joinBytes, sameBytes } from './bytes.js';

describe('Bytes as text', () => {
  it('are the base64 and hexadecimal that everyone writes, and come back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(hexOf(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(bytesOfBase64(base64Of(bytes))).toEqual(bytes);
        expect(bytesOfHex(hexOf(bytes))).toEqual(bytes);
      }),
    );
  });

  it('have one text: no other one is read', () => {
    const letters = fc.constantFrom(...'ABYZabyz0189+/=-_ \n é');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: letters, maxLength: 9 }), fc.string()), (text) => {
        const bytes = bytesOfBase64(text);
        if (bytes) expect(base64Of(bytes)).toBe(text);
        else expect(Buffer.from(text, 'base64').toString('base64')).not.toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    'A',
    'AA',
    'AAA',
    'AA=',
    'AB==',
    'AAB=',
    'A===',
    '====',
    'AAAA=',
    'AA=A',
    'AA==AAAA',
    'AA-_',
    'AAA\n',
    'ＡAAA',
  ])('%j is no base64', (text) => {
    expect(bytesOfBase64(text)).toBeUndefined();
  });

  it.each(['a', 'AB', '0g', ' 0'])('%j is no pair of hexadecimal digits', (text) => {
    expect(bytesOfHex(text)).toBeUndefined();
  });

  it('are the same only where every one is', () => {
    expect(sameBytes(joinBytes(Uint8Array.of(1), Uint8Array.of(2, 3)), Uint8Array.of(1, 2, 3))).toBe(true);
    expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3))).toBe(false);
    expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  });
});
