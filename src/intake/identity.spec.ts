import fc from 'fast-check';
import { money } from '../domain/money.js';
import type { ObservedLine } from '../domain/observed.js';
import { identitiesOf } from './identity.js';

const bankLine = (text: string, minor = 22000n, day = '2026-10-14'): ObservedLine => ({
  line: 2,
  day,
  amount: money(minor, 'CAD'),
  reading: 'money-in',
  why: '',
  method: 'interac',
  text,
});
const paypalLine = (reference: string | undefined, more: Partial<ObservedLine> = {}): ObservedLine => ({
  ...bankLine('General Payment'),
  method: 'paypal',
  reference,
  ...more,
});
const isSame = (a: ObservedLine, b: ObservedLine) => identitiesOf([a])[0] === identitiesOf([b])[0];

describe('A line is known again', () => {
  it('two truly equal lines of one file are two', () => {
    const [first, second] = identitiesOf([bankLine('E-TRANSFER SAM'), bankLine('E-TRANSFER SAM')]);
    expect(first).not.toBe(second);
  });

  it('a second file that holds the same two adds none, and one that holds three adds one: the larger count, never the sum', () => {
    const two = identitiesOf([bankLine('A'), bankLine('A')]);
    const three = identitiesOf([bankLine('B'), bankLine('A'), bankLine('A'), bankLine('A')]);
    expect(new Set([...two, ...two]).size).toBe(2);
    expect(three.filter((identity) => !two.includes(identity))).toHaveLength(2);
  });

  it('blanks, capitals and the line’s place do not tell lines apart', () => {
    expect(isSame(bankLine('e-Transfer  Sam\n'), { ...bankLine('E-TRANSFER SAM'), line: 40 })).toBe(true);
  });

  it.each([
    ['day', bankLine('A'), bankLine('A', 22000n, '2026-10-15')],
    ['amount', bankLine('A'), bankLine('A', 22001n)],
    ['sign', bankLine('A'), bankLine('A', -22000n)],
    ['currency', bankLine('A'), { ...bankLine('A'), amount: money(22000n, 'USD') }],
    ['text', bankLine('A'), bankLine('B')],
  ])('another %s is another line', (_what, a, b) => {
    expect(isSame(a, b)).toBe(false);
  });

  it('no text can be written so that it passes for another line’s parts', () => {
    const part = fc.string({ unit: fc.constantFrom('a', '"', ',', '[', '\\', '1', '|') });
    fc.assert(
      fc.property(part, part, fc.bigInt(-9n, 9n), fc.bigInt(-9n, 9n), (a, b, x, y) => {
        expect(isSame(bankLine(a, x), bankLine(b, y))).toBe(a.toUpperCase() === b.toUpperCase() && x === y);
      }),
    );
  });

  it('a PayPal row goes by PayPal’s id, whatever the language and the chosen columns', () => {
    expect(isSame(paypalLine('8AA1'), paypalLine('8AA1', { text: 'Paiement standard · Séance' }))).toBe(true);
    expect(isSame(paypalLine('8AA1'), paypalLine('8AA2'))).toBe(false);
  });

  it('a PayPal payment that was pending is news when it is completed', () => {
    expect(isSame(paypalLine('8AA1', { reading: 'pending' }), paypalLine('8AA1'))).toBe(false);
  });

  it('a PayPal row without an id goes by its text', () => {
    expect(isSame(paypalLine(undefined, { text: 'A' }), paypalLine(undefined, { text: 'B' }))).toBe(false);
  });
});
