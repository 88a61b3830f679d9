import fc from 'fast-check';
import { cash, refusalOf } from '../../test/support/given.js';
import {
  amountSaid,
  divideHalfUp,
  formatAmount,
  fromJson,
  isEqual,
  largestMinor,
  minus,
  money,
  negated,
  nothing,
  parseAmount,
  parsePositive,
  plus,
  shareHalfUp,
  sum,
  taxInsideHalfUp,
  toJson,
} from './money.js';

const minor = fc.bigInt({ min: -largestMinor, max: largestMinor });
const currency = fc.constantFrom('JPY', 'CAD', 'USD', 'KWD');

describe('Tax inside a price is rounded half up', () => {
  it.each([
    ['150.00 CAD', 500, '7.14'],
    ['200.00 CAD', 500, '9.52'],
    ['220.00 CAD', 500, '10.48'],
    ['250.00 CAD', 500, '11.90'],
    ['280.00 CAD', 500, '13.33'],
    ['350.00 CAD', 500, '16.67'],
    ['150.00 CAD', 1300, '17.26'],
    ['0.01 CAD', 500, '0.00'],
    ['1200 JPY', 1000, '109'],
  ])('%s at %i basis points holds %s', (price, rateBp, tax) => {
    expect(formatAmount(taxInsideHalfUp(cash(price), rateBp))).toBe(tax);
  });

  it('price and rate say the tax to the nearest minor unit, and the tax never exceeds the price', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: largestMinor }), fc.integer({ min: 1, max: 5000 }), (price, rateBp) => {
        const tax = taxInsideHalfUp(money(price, 'CAD'), rateBp).minor;
        const [exact, parts] = [price * BigInt(rateBp), 10_000n + BigInt(rateBp)];
        const off = 2n * (tax * parts - exact);
        expect(off > -parts && off <= parts).toBe(true);
        expect(tax <= price).toBe(true);
      }),
    );
  });
});

describe('A share is rounded half up', () => {
  it.each([
    ['200.00 CAD', 2000, '40.00'],
    ['190.48 CAD', 2000, '38.10'],
    ['0.02 CAD', 2500, '0.01'],
    ['0.01 CAD', 2500, '0.00'],
    ['-0.02 CAD', 2500, '-0.01'],
    ['33.33 CAD', 10_000, '33.33'],
  ])('of %s, %i basis points are %s', (whole, shareBp, share) => {
    expect(formatAmount(shareHalfUp(cash(whole), shareBp))).toBe(share);
  });

  it('what is half goes away from zero, so a sum and its reversal round alike', () => {
    fc.assert(
      fc.property(minor, fc.bigInt({ min: 1n, max: 10n ** 9n }), (numerator, denominator) => {
        expect(divideHalfUp(-numerator, denominator)).toBe(-divideHalfUp(numerator, denominator));
      }),
    );
  });
});

describe('Amounts of one currency add up', () => {
  it('taken away again, whatever was added leaves what was there', () => {
    fc.assert(
      fc.property(minor, minor, (a, b) => {
        const [one, other] = [money(a, 'CAD'), money(b, 'CAD')];
        expect(minus(plus(one, other), other)).toEqual(one);
        expect(plus(one, negated(one))).toEqual(nothing('CAD'));
        expect(sum([one, other], 'CAD')).toEqual(sum([other, one], 'CAD'));
      }),
    );
  });

  it('dollars and yen are never added, nor ever equal', () => {
    expect(() => plus(cash('1.00 CAD'), cash('1 JPY'))).toThrow('CAD and JPY cannot be added: convert first.');
    expect(() => minus(cash('1.00 CAD'), cash('1.00 USD'))).toThrow(RangeError);
    expect(isEqual(nothing('CAD'), nothing('USD'))).toBe(false);
  });
});

describe('An amount is written down one way', () => {
  it.each([
    [20000n, 'CAD', '200.00'],
    [-350n, 'CAD', '-3.50'],
    [5n, 'CAD', '0.05'],
    [1200n, 'JPY', '1200'],
    [-7n, 'KWD', '-0.007'],
    [0n, 'JPY', '0'],
  ])('%s minor units of %s are "%s"', (units, code, text) => {
    expect(formatAmount(money(units, code))).toBe(text);
    expect(amountSaid(money(units, code))).toBe(`${text} ${code}`);
  });

  it('and read back the same, sign included', () => {
    fc.assert(
      fc.property(minor, currency, (units, code) => {
        expect(fromJson(toJson(money(units, code)))).toEqual(money(units, code));
      }),
    );
  });

  it.each([
    ['2', 'CAD'],
    ['2.0', 'CAD'],
    ['2.000', 'CAD'],
    ['2.0', 'JPY'],
    ['+2.00', 'CAD'],
    ['', 'CAD'],
    ['2,00', 'CAD'],
    ['2.00', 'XXX'],
  ])('stored bytes of another form stop the reader: "%s" %s', (amount, code) => {
    expect(() => fromJson({ amount, currency: code })).toThrow(RangeError);
  });
});

describe('What a person sends is an amount', () => {
  it.each([
    ['200', 'CAD', 20000n],
    ['200.0', 'CAD', 20000n],
    [' 200.00 ', 'CAD', 20000n],
    ['0.01', 'CAD', 1n],
    ['1200', 'JPY', 1200n],
    ['1.234', 'KWD', 1234n],
    ['10000000000000.00', 'CAD', largestMinor],
  ])('"%s" %s', (amount, code, units) => {
    expect(parsePositive(amount, code)).toEqual(money(units, code));
  });

  it('every amount that we write, we also take', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: largestMinor }), currency, (units, code) => {
        expect(parsePositive(formatAmount(money(units, code)), code)).toEqual(money(units, code));
      }),
    );
  });

  it('zero only where zero is allowed', () => {
    expect(parseAmount('0.00', 'CAD')).toEqual(nothing('CAD'));
    expect(refusalOf(() => parsePositive('0.00', 'CAD'))).toBe('amount');
  });
});

describe('What is no amount is refused, and the field named', () => {
  it.each<[string, unknown, unknown, string]>([
    ['a number of the machine', 200, 'CAD', 'amount'],
    ['a float', 0.1, 'CAD', 'amount'],
    ['three decimals of a dollar', '1.005', 'CAD', 'amount'],
    ['yen with cents', '1200.50', 'JPY', 'amount'],
    ['a negative', '-5.00', 'CAD', 'amount'],
    ['a plus sign', '+5.00', 'CAD', 'amount'],
    ['an exponent', '1e3', 'CAD', 'amount'],
    ['grouping', '1,200.00', 'CAD', 'amount'],
    ['a decimal comma', '12,50', 'CAD', 'amount'],
    ['no whole part', '.50', 'CAD', 'amount'],
    ['no decimals after the point', '5.', 'CAD', 'amount'],
    ['hexadecimal', '0x10', 'CAD', 'amount'],
    ['digits of another script', '٢٠٠', 'CAD', 'amount'],
    ['no text', '', 'CAD', 'amount'],
    ['nothing', undefined, 'CAD', 'amount'],
    ['one cent above ten to the fifteenth', '10000000000000.01', 'CAD', 'amount'],
    ['a thousand digits', '9'.repeat(1000), 'CAD', 'amount'],
    ['HTML', '<b>5</b>', 'CAD', 'amount'],
    ['a currency nobody has', '5.00', 'CADD', 'amount.currency'],
    ['a currency in small letters', '5.00', 'cad', 'amount.currency'],
    ['no currency', '5.00', undefined, 'amount.currency'],
    ['a currency that every object has', '5.00', 'constructor', 'amount.currency'],
  ])('%s', (_, amount, code, field) => {
    expect(refusalOf(() => parsePositive(amount, code))).toBe(field);
  });

  it('under the name it was sent with', () => {
    expect(refusalOf(() => parsePositive('x', 'CAD', 'bands.lower.from'))).toBe('bands.lower.from');
  });
});
