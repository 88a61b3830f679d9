import fc from 'fast-check';
import { InvalidInput } from '../domain/refusal.js';
import type { Sealed } from '../domain/sealed.js';
import { paddingStep } from './padding.js';
import { BrokenSeal, type FieldPlace, open, seal } from './seal.js';

const run = (from: number, count: number): Buffer => Buffer.from(Array.from({ length: count }, (_, index) => from + index));

const key = run(0x00, 32);
const place: FieldPlace = {
  ledger: '01890000-0000-7000-8000-000000000001',
  subject: '01890000-0000-7000-8000-000000000002',
  fieldName: 'recipient.address',
};
const noise = { fieldId: run(0x20, 16), nonce: run(0x30, 12) };
const sealed = seal(key, place, 'ava@example.org', noise);

const changed = (text: string, at: number): string => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const other = letters[(letters.indexOf(text[at]!) + 1) % letters.length]!;
  return text.slice(0, at) + other + text.slice(at + 1);
};

describe('A sealed field', () => {
  it('opens to the very text that was sealed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.uint8Array({ minLength: 12, maxLength: 12 }),
        (text, fieldId, nonce) => {
          const box = seal(key, place, text, { fieldId: Buffer.from(fieldId), nonce: Buffer.from(nonce) });
          expect(open(key, place, JSON.parse(JSON.stringify(box)) as Sealed)).toBe(text);
        },
      ),
    );
  });

  it('has the bytes that are written down in decision 2, for good', () => {
    expect(sealed).toEqual({
      sealed: 'v1',
      subject: place.subject,
      field: 'ICEiIyQlJicoKSorLC0uLw',
      nonce: 'MDEyMzQ1Njc4OTo7',
      box: '0kNQgIwXK25aX-vCfetZ6JwnT1fDPkQFJ75RTOizfj5DYAxkLMCbp64kEkl6xtMtrkxdSSuxxSetQGFUQEhR9IrobBsJpUUW6WmeLnq75Cg',
    });
  });

  it('does not open once any character of it is changed', () => {
    for (const member of ['field', 'nonce', 'box'] as const) {
      for (let at = 0; at < sealed[member].length; at += 1) {
        expect(() => open(key, place, { ...sealed, [member]: changed(sealed[member], at) })).toThrow(BrokenSeal);
      }
    }
  });

  it('does not open once it is cut short or made longer', () => {
    for (let length = 0; length < sealed.box.length; length += 1) {
      expect(() => open(key, place, { ...sealed, box: sealed.box.slice(0, length) })).toThrow(BrokenSeal);
    }
    expect(() => open(key, place, { ...sealed, box: `${sealed.box}AA` })).toThrow(BrokenSeal);
    expect(() => open(key, place, { ...sealed, box: `${sealed.box}=` })).toThrow(BrokenSeal);
  });

  it.each([
    ['in another ledger', { ...place, ledger: '01890000-0000-7000-8000-000000000009' }],
    ['for another person', { ...place, subject: '01890000-0000-7000-8000-000000000009' }],
    ['as another field', { ...place, fieldName: 'recipient.addres' }],
  ])('does not open %s', (_, elsewhere) => {
    expect(() => open(key, elsewhere, { ...sealed, subject: elsewhere.subject })).toThrow(BrokenSeal);
  });

  it('does not open for another person whose id merely stands beside it', () => {
    expect(() => open(key, place, { ...sealed, subject: '01890000-0000-7000-8000-000000000009' })).toThrow(BrokenSeal);
  });

  it('does not open under another key', () => {
    expect(() => open(run(0x01, 32), place, sealed)).toThrow(BrokenSeal);
  });

  it('does not tell in its message what it holds', () => {
    expect(() => open(run(0x01, 32), place, sealed)).toThrow(/^The sealed field recipient\.address of 01890000-[-0-9a-f]+ does not open/);
  });

  it('is as long for a short name as for a long one', () => {
    const lengthOf = (text: string): number => seal(key, place, text, noise).box.length;
    expect(new Set(['', 'A', 'Ngozi', 'x'.repeat(paddingStep - 1)].map(lengthOf)).size).toBe(1);
    expect(lengthOf('x'.repeat(paddingStep))).toBeGreaterThan(lengthOf('x'));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const boxBytes = Buffer.from(seal(key, place, text, noise).box, 'base64url').length;
        expect((boxBytes - 16) % paddingStep).toBe(0);
      }),
    );
  });

  it('keeps zeros and end marks that a text has of its own', () => {
    for (const text of ['\0', 'a\0\0', '\u0080', '\u0080\0', '\u0080\0\0'])
      expect(open(key, place, seal(key, place, text, noise))).toBe(text);
  });

  it('is refused for text that would come back changed', () => {
    expect(() => seal(key, place, 'half \ud83d of a pair', noise)).toThrow(InvalidInput);
  });
});
