import fc from 'fast-check';
import { entryMutants, slot, written } from '../../test/verifying/entry-mutants.js';
import { everyKind, fieldMutants, wholeEntry } from '../../test/verifying/field-mutants.js';
import { decodeEntry, EntryFault, encodeEntry, longestEntry } from './entry.js';
import { largestInteger, mostSlotsInEntry } from './entry-kinds.js';

const codeOf = (bytes: Uint8Array | string): string => {
  try {
    decodeEntry(bytes);
  } catch (fault) {
    if (fault instanceof EntryFault) return fault.code;
    throw fault;
  }
  return 'accepted';
};

const pledge = written['pledge.accrued'];
const batch = written['batch.paid'];

describe('An entry of the public log', () => {
  it.each(Object.entries(written))('%s is written in one way, and read back the same', (kind, text) => {
    const entry = decodeEntry(text);
    expect(entry.kind).toBe(kind);
    expect(encodeEntry(entry)).toBe(text);
    expect(encodeEntry(decodeEntry(new TextEncoder().encode(text)))).toBe(text);
  });

  it('holds amounts as whole minor units, exact to 2^53 - 1 on both sides', () => {
    for (const minor of [BigInt(largestInteger), -BigInt(largestInteger)]) {
      const text = pledge.replace('48000', String(minor));
      expect(decodeEntry(text)).toMatchObject({ minor });
      expect(encodeEntry(decodeEntry(text))).toBe(text);
    }
  });

  it('carries a move to a successor in both logs, each naming the other', () => {
    const moved = written['log.opened']
      .replace(',"rules"', `,"prev_origin":"ledger.example/north-street/log","prev_root":"${slot}","prev_size":90,"rules"`)
      .replace('north-street/log"', 'north-street/log-2"');
    expect(codeOf(moved)).toBe('accepted');
    expect(
      codeOf(
        '{"date":"2027-03-09","kind":"log.closed","next_origin":"ledger.example/a/log-2",' +
          '"next_vkey":"ledger.example/a/log-2+c0ffee00+AQID","reason":"key","v":1}',
      ),
    ).toBe('accepted');
  });

  it('of 1,500 slots fits into the 65,535 bytes that a tile can frame', () => {
    const slots = Buffer.alloc(mostSlotsInEntry * 32, 9).toString('base64');
    const text = batch.replace(slot, slots).replace('"count":1', '"count":1500').replace('"total":500', '"total":750000');
    expect(codeOf(text)).toBe('accepted');
    expect(text.length).toBeLessThan(longestEntry);
  });

  it.each(entryMutants)('with %s is refused by name', (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it.each(everyKind)('of the kind %s with any one field left out or out of its bounds is refused by name', (kind) => {
    expect(codeOf(wholeEntry(kind))).toBe('accepted');
    const mutants = fieldMutants(kind);
    expect(mutants.map(({ what, text }) => [what, codeOf(text)])).toEqual(mutants.map(({ what, code }) => [what, code]));
  });

  it('is refused before writing as it is after reading', () => {
    const entry = decodeEntry(pledge);
    expect(() => encodeEntry({ ...entry, person: 'Ada' } as never)).toThrow(EntryFault);
    expect(() => encodeEntry({ ...entry, minor: 2n ** 53n } as never)).toThrow(EntryFault);
    expect(() => encodeEntry({ ...entry, minor: 0.5 } as never)).toThrow(EntryFault);
  });

  it('with any one byte changed is refused, or is another entry in its one way of writing', () => {
    const anyEntry = fc.constantFrom(...Object.values(written));
    fc.assert(
      fc.property(anyEntry, fc.nat(), fc.integer({ min: 1, max: 255 }), (text, at, change) => {
        const bytes = new TextEncoder().encode(text);
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ change;
        const code = codeOf(bytes);
        if (code === 'accepted') expect(encodeEntry(decodeEntry(bytes))).toBe(new TextDecoder().decode(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('never comes out of bytes that nobody wrote', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => codeOf(text) !== 'accepted'));
  });
});
