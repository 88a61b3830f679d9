import fc from 'fast-check';
import { money } from '../domain/money.js';
import type { ObservedLine } from '../domain/observed.js';
import { earlierIdentitiesOf, identitiesOf } from './identity.js';

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
    const french = { kind: 'Paiement standard', text: 'Paiement standard · Séance' };
    expect(isSame(paypalLine('8AA1', { kind: 'General Payment' }), paypalLine('8AA1', french))).toBe(true);
    expect(isSame(paypalLine('8AA1'), paypalLine('8AA2'))).toBe(false);
  });

  it('a PayPal payment that was pending is news when it is completed', () => {
    expect(isSame(paypalLine('8AA1', { reading: 'pending' }), paypalLine('8AA1'))).toBe(false);
  });

  it('a PayPal row without an id goes by its text', () => {
    expect(isSame(paypalLine(undefined, { text: 'A' }), paypalLine(undefined, { text: 'B' }))).toBe(false);
  });

  it('PayPal rows that share an id and differ in kind are told apart by it, in whatever order they come', () => {
    const payment = paypalLine('8AA1', { kind: 'General Payment' });
    const note = paypalLine('8AA1', { kind: 'Invoice Sent' });
    const strange = paypalLine('8AA1', { kind: 'Generosity Payment' });
    const [first, second, third] = identitiesOf([payment, note, strange]);
    expect(identitiesOf([strange, note, payment])).toEqual([third, second, first]);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(identitiesOf([note])).toEqual([second]);
  });

  it('only truly equal PayPal rows are told apart by their order', () => {
    const equal = [1, 2].map(() => paypalLine('8AA1', { kind: 'General Payment' }));
    expect(new Set(identitiesOf(equal)).size).toBe(2);
  });
});

describe('A line that was stored by an earlier version is known again', () => {
  const before = ({ kind: _kind, ...line }: ObservedLine): ObservedLine => line;
  const rows = [paypalLine('8AA1', { kind: 'Payment Hold' }), paypalLine('8AA1', { kind: 'General Payment' }), paypalLine('8AA2')];

  it('when rows were not yet told apart by their kind', () => {
    const stored = identitiesOf(rows.map(before));
    expect(stored[0]).toBe('["2026-10-14","22000","CAD","8AA1 + settled","1"]');
    for (const [index, earlier] of earlierIdentitiesOf(rows).entries()) expect(earlier).toContain(stored[index]);
  });

  it('when its kind was not known yet: by its words', () => {
    const [earlier] = earlierIdentitiesOf([paypalLine('8AA1', { kind: 'general  payment' })]);
    expect(earlier).toContain('["2026-10-14","22000","CAD","8AA1 + settled GENERAL PAYMENT","1"]');
  });

  it('a bank’s line has always been told apart in the same way', () => {
    expect(earlierIdentitiesOf([bankLine('A')])).toEqual([[]]);
  });
});
