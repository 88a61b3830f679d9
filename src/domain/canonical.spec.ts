import fc from 'fast-check';
import { cash } from '../../test/support/given.js';
import { canonical, fromCanonical, writtenDown } from './canonical.js';
import { fromJson, largestMinor, money } from './money.js';

/** Whole characters only, keys that mean something to JavaScript, and no two members that read as money. */
const text = fc.string({ unit: 'binary', maxLength: 12 });
const whole = fc.maxSafeInteger().map((number) => number + 0);
const amounts = fc
  .tuple(fc.bigInt({ min: -largestMinor, max: largestMinor }), fc.constantFrom('CAD', 'JPY', 'KWD'))
  .map(([minor, code]) => money(minor, code));
const json = (leaf: fc.Arbitrary<unknown>) =>
  fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;
const plain = fc.oneof(text, whole, fc.boolean(), fc.constant(null));

/** The same by other means: the engine's own writer, over objects whose keys were put in order first. */
function reference(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reference);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return keys.reduce(
    (sorted, key) =>
      Object.defineProperty(sorted, key, {
        value: reference((value as Record<string, unknown>)[key]),
        enumerable: true,
      }),
    {},
  );
}
/** Keys like `1` are put first by every JavaScript object, so the reference can only be asked about others. */
const orderable = (value: unknown): boolean => !/"(?:0|[1-9]\d*)":/.test(JSON.stringify(value) ?? '');

describe('What stands in the books has one way to be written', () => {
  it('keys in order, no white space, nothing that is absent', () => {
    expect(canonical({ b: [1, 'x', null, true], a: { d: undefined, c: '' } })).toBe('{"a":{"c":""},"b":[1,"x",null,true]}');
  });

  it('keys by UTF-16 code unit, strings escaped as ECMAScript does (the sample of RFC 8785, section 3.2.3)', () => {
    const sample = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(canonical(sample)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis","\u20ac":"Euro Sign",' +
        '"\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  it('money as decimal text with its currency', () => {
    expect(canonical({ owed: cash('-38.10 CAD') })).toBe('{"owed":{"amount":"-38.10","currency":"CAD"}}');
    expect(canonical([cash('1200 JPY')])).toBe('[{"amount":"1200","currency":"JPY"}]');
  });

  it('as JSON.stringify writes it once the keys are sorted', () => {
    fc.assert(
      fc.property(json(plain).filter(orderable), (value) => {
        expect(canonical(value)).toBe(JSON.stringify(reference(value)));
      }),
    );
  });

  it('and comes back as it went, money included, however often', () => {
    fc.assert(
      fc.property(json(fc.oneof(plain, amounts)), (value) => {
        const written = canonical(value);
        expect(fromCanonical(written)).toEqual(value);
        expect(canonical(fromCanonical(written))).toBe(written);
      }),
    );
  });

  it('zero is written without a sign', () => {
    expect(canonical(-0)).toBe('0');
  });
});

describe('What would not come back as it went is not written', () => {
  const wrongly: [string, unknown][] = [
    ['a float', 0.1],
    ['a number past 2^53', 2 ** 53],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a bare bigint', 5n],
    ['nothing at all', undefined],
    ['nothing in a list', [1, undefined]],
    ['a gap in a list', new Array(2)],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['half a character', 'a\ud800'],
    ['the other half', '\udc00b'],
    ['half a character in a key', { 'a\ud800': 1 }],
    ['a date', new Date(0)],
    ['a map', new Map([['a', 1]])],
    ['bytes', new Uint8Array([1])],
    ['money of no currency', money(1n, 'XXX')],
    ['money with a word beside it', { ...money(1n, 'CAD'), note: 'x' }],
    ['something that reads as money and is none', { amount: 'much', currency: 'CAD' }],
  ];
  it.each(wrongly)('%s', (_, value) => {
    expect(() => canonical([value])).toThrow(RangeError);
    expect(() => canonical(value)).toThrow(RangeError);
  });

  it.each(
    wrongly.filter(([, value]) => value !== undefined),
  )('%s, also beside a key that JavaScript does not keep in its place', (_, value) => {
    expect(() => canonical({ 7: 1, a: value })).toThrow(RangeError);
  });
});

describe('what is gone on with after writing', () => {
  it('is what would be read back, and shares nothing with what was written', () => {
    fc.assert(
      fc.property(json(fc.oneof(plain, amounts)), (value) => {
        const before = structuredClone(value);
        const written = writtenDown(value);
        expect(written.value).toStrictEqual(fromCanonical(written.text));
        spoil(written.value);
        expect(value).toStrictEqual(before);
      }),
    );
  });

  it.each([
    ['a key that JavaScript puts first', { b: [{ 7: cash('1.00 CAD') }], a: -0 }, '{"a":0,"b":[{"7":{"amount":"1.00","currency":"CAD"}}]}'],
    ['the name of a prototype', JSON.parse('{"b":1,"__proto__":{"x":-0}}'), '{"__proto__":{"x":0},"b":1}'],
    ['what looks like half a character', { a: '\\ud800' }, '{"a":"\\\\ud800"}'],
    ['absent fields', { b: undefined, a: 1 }, '{"a":1}'],
    ['a lone amount', cash('5.00 CAD'), '{"amount":"5.00","currency":"CAD"}'],
  ])('is so with %s', (_, value, text) => {
    const written = writtenDown(value);
    expect(written.text).toBe(text);
    expect(written.value).toStrictEqual(fromCanonical(text));
  });
});

/** Changes whatever can be changed. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    spoil((value as Record<string, unknown>)[key]);
    Object.defineProperty(value, key, { value: 'spoilt' });
  }
}

describe('what is read back', () => {
  /** By the engine's own reviver, slowly. */
  const slowly = (text: string): unknown =>
    JSON.parse(text, (_key, value: unknown) => {
      const isAmount = typeof value === 'object' && value !== null && Object.keys(value).sort().join() === 'amount,currency';
      const { amount, currency } = (isAmount ? value : {}) as { amount?: unknown; currency?: unknown };
      return typeof amount === 'string' && typeof currency === 'string' ? fromJson({ amount, currency }) : value;
    });

  it('is the same by hand as by a reviver, also under names that mean something to JavaScript', () => {
    const named = json(fc.oneof(plain, amounts));
    fc.assert(fc.property(named, (value) => expect(fromCanonical(canonical(value))).toEqual(slowly(canonical(value)))));
    for (const name of ['__proto__', 'constructor', 'toString', '7']) {
      const text = `{"${name}":{"a":[{"amount":"1.00","currency":"CAD"}]}}`;
      const read = fromCanonical(text) as object;
      expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
      expect(Object.getOwnPropertyDescriptor(read, name)).toEqual(Object.getOwnPropertyDescriptor(slowly(text), name));
    }
  });
});
