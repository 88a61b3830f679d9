import { arithmeticMutants, at, range, sound, without } from '../../test/verifying/arithmetic-mutants.js';
import { alsoSound, singleRules } from '../../test/verifying/single-rules.js';
import { verifyEntries } from './arithmetic.js';

describe('Anyone who redoes the arithmetic of a log', () => {
  it('finds no fault in one that holds', () => {
    expect(verifyEntries(sound)).toEqual([]);
  });

  it.each(arithmeticMutants)('finds %s', (_, entries, code) => {
    expect(verifyEntries(entries).map((fault) => fault.code)).toContain(code);
  });

  it.each(alsoSound)('finds no fault in %s', (_, entries) => {
    expect(verifyEntries(entries)).toEqual([]);
  });

  it.each(singleRules)('finds, at its entry and by no other name, %s', (_, entries, at, codes) => {
    expect(
      verifyEntries(entries)
        .filter(({ index }) => index === at)
        .map(({ code }) => code),
    ).toEqual(codes);
  });

  it('is told which entry and why', () => {
    expect(verifyEntries(at(5, { closing: 29_501n }))[0]).toEqual({
      index: 5,
      code: 'pool/closing',
      says: 'The figures of CAD sum to 29500, not to 29501.',
    });
  });

  it('may start a currency at a balance from before the log, once', () => {
    expect(verifyEntries(without(...range(6, 22)))).toEqual([]);
  });
});
