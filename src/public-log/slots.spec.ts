import fc from 'fast-check';
import { mostSlotsInEntry } from './entry-kinds.js';
import { compareBytes, packSlots, partsOf, unpackSlots } from './slot-list.js';
import { randomSlots, type SlotOpening, slotBytesFor, slotCommitment, slotOpening, slotSalt } from './slots.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const key = Uint8Array.from({ length: 32 }, (_, at) => at);
const openingOf = (j: number): SlotOpening => ({
  currency: 'CAD',
  j,
  origin: 'ledger.example/2026',
  period: '2026-10',
  ref: 'f0e0d0c0b0a090807060504030201000',
  unit: 500n,
});

describe('A slot', () => {
  it.each([
    [
      0,
      'b630439bbac540501fbcf60e7edfa0232eb76154bab85657b219b971a730eb97',
      '4b5b3124e3c4648fddd81232501f4f6cb70256c493b2a9b0b9897fd134f3b4ea',
    ],
    [
      1,
      'a68b79b06182427401de51d65edccf406175f572279118e7a29fdb9eb505d456',
      'd08f133b35347aebf41b444cc2845b924a4fd465c1e6b7f7c16ec0fe789d8bab',
    ],
  ])('is the one that the published test vector gives for j = %i', (j, salt, commitment) => {
    expect(hex(slotSalt(key, openingOf(j)))).toBe(salt);
    expect(hex(slotCommitment(slotSalt(key, openingOf(j)), openingOf(j)))).toBe(commitment);
  });

  it('opens to currency, count, log, period, reference and unit, and to no person', () => {
    expect(slotOpening(openingOf(0))).toBe(
      '{"currency":"CAD","j":0,"origin":"ledger.example/2026","period":"2026-10",' +
        '"ref":"f0e0d0c0b0a090807060504030201000","unit":500,"v":1}',
    );
  });

  it('that nobody can open is exactly the random bytes given for it', () => {
    const randomness = Uint8Array.from({ length: 70 }, (_, at) => at);
    expect(randomSlots(2, randomness).map(hex)).toEqual([hex(randomness.subarray(0, 32)), hex(randomness.subarray(32, 64))]);
  });

  it('is never made from too little randomness', () => {
    expect(() => randomSlots(2, new Uint8Array(slotBytesFor(2) - 1))).toThrow('64 random bytes');
  });
});

describe('The slots of a batch', () => {
  const anySlots = fc.uniqueArray(fc.uint8Array({ minLength: 32, maxLength: 32 }), { selector: hex, maxLength: 40 });

  it('say nothing of the order in which money was sent', () => {
    fc.assert(
      fc.property(anySlots, fc.nat(), (slots, turn) => {
        const turned = [...slots.slice(turn % (slots.length + 1)), ...slots.slice(0, turn % (slots.length + 1))];
        expect(partsOf(turned).map(packSlots)).toEqual(partsOf(slots).map(packSlots));
      }),
    );
  });

  it('stand in ascending order of bytes and come back as they were', () => {
    fc.assert(
      fc.property(anySlots, (slots) => {
        const back = partsOf(slots).flatMap((part) => unpackSlots(packSlots(part)));
        expect(back.map(hex)).toEqual(slots.map(hex).sort());
        expect(back.every((slot, at) => at === 0 || compareBytes(back[at - 1] ?? slot, slot) < 0)).toBe(true);
      }),
    );
  });

  it('past 1,500 go on in another part, sorted across both', () => {
    const slots = Array.from({ length: mostSlotsInEntry + 2 }, (_, at) => {
      const slot = new Uint8Array(32);
      new DataView(slot.buffer).setUint32(0, (at * 7919) % 1_000_003);
      return slot;
    });
    const parts = partsOf(slots);
    expect(parts.map((part) => part.length)).toEqual([mostSlotsInEntry, 2]);
    expect(parts.flat().map(hex)).toEqual(slots.map(hex).sort());
  });

  it('are never the same twice', () => {
    expect(() => partsOf([new Uint8Array(32), new Uint8Array(32)])).toThrow('the same');
  });
});
