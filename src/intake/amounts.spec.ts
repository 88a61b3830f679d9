import fc from 'fast-check';
import { money } from '../domain/money.js';
import { InvalidInput } from '../domain/refusal.js';
import { type AmountCell, type DecimalMark, decimalMarkOf, readAmount, readCurrency } from './amounts.js';

const cell = (text: string, line = 7, mayBeCut = false): AmountCell => ({
  row: { line, cells: [text], mayBeCut },
  index: 0,
  column: 'Gross',
});

describe('An amount is read exactly', () => {
  it.each<[string, string, DecimalMark, bigint]>([
    ['200.00', 'CAD', '.', 20000n],
    ['-200.5', 'CAD', '.', -20050n],
    ['−3.50', 'CAD', '.', -350n],
    ['1,234.56', 'CAD', '.', 123456n],
    ['1.234,56', 'EUR', ',', 123456n],
    ['1\u00a0234,56', 'EUR', ',', 123456n],
    ['-1\u202f234\u202f567,89', 'EUR', ',', -123456789n],
    ['1’234.56', 'CHF', '.', 123456n],
    ['1,200', 'JPY', '.', 1200n],
    ['1.200', 'JPY', ',', 1200n],
    ['1.234', 'KWD', '.', 1234n],
    ['0.00', 'CAD', '.', 0n],
    ['0005', 'CAD', '.', 500n],
    ['10,000,000,000,000.00', 'CAD', '.', 10n ** 15n],
  ])('%s %s with the mark %s', (text, currency, mark, minor) => {
    expect(readAmount(cell(text), currency, mark)).toEqual(money(minor, currency));
  });

  it.each<[string, string, DecimalMark]>([
    ['1e3', 'CAD', '.'],
    ['1.5E2', 'CAD', '.'],
    ['12.345', 'CAD', '.'],
    ['1200.50', 'JPY', '.'],
    ['1200.00', 'JPY', '.'],
    ['10,000,000,000,000.01', 'CAD', '.'],
    ['99999999999999999999', 'CAD', '.'],
    ['1,23', 'CAD', '.'],
    ['1,2345.00', 'CAD', '.'],
    ['1,234’567.00', 'CAD', '.'],
    ['1.234', 'CAD', '.'],
    ['--5', 'CAD', '.'],
    ['+5', 'CAD', '.'],
    ['(5.00)', 'CAD', '.'],
    ['$5.00', 'CAD', '.'],
    ['.50', 'CAD', '.'],
    ['5.', 'CAD', '.'],
    ['NaN', 'CAD', '.'],
    ['', 'CAD', '.'],
    ['٣٠', 'CAD', '.'],
  ])('%j %s with the mark %s is refused with the line and the column', (text, currency, mark) => {
    const read = () => readAmount(cell(text), currency, mark);
    expect(read).toThrow(InvalidInput);
    expect(read).toThrow('line 7: Gross');
  });

  it('and what is no figure at all is not repeated, for it may be a name', () => {
    expect(() => readAmount(cell('Rowan Testperson'), 'CAD', '.')).toThrow(/^line 7: Gross is not an amount/);
  });

  it('and an amount at the very end of a file must have its cents, or it is cut off', () => {
    expect(() => readAmount(cell('12.3', 7, true), 'CAD', '.')).toThrow('cut off');
    expect(() => readAmount(cell('12', 7, true), 'CAD', '.')).toThrow('cut off');
    expect(readAmount(cell('12.30', 7, true), 'CAD', '.')).toEqual(money(1230n, 'CAD'));
    expect(readAmount(cell('12', 7, true), 'JPY', '.')).toEqual(money(12n, 'JPY'));
  });

  it('and whatever is written in one style reads back to the same minor units', () => {
    const style = fc.constantFrom<[string, DecimalMark]>([',', '.'], ['', '.'], ['.', ','], ['\u00a0', ','], ['’', '.']);
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), style, (minor, [group, mark]) => {
        const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
        const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, group);
        const text = `${minor < 0n ? '-' : ''}${whole}${mark}${digits.slice(-2)}`;
        expect(readAmount(cell(text), 'CAD', mark).minor).toBe(minor);
      }),
    );
  });
});

describe('The decimal mark is that of the whole file', () => {
  const markOf = (texts: readonly string[], fallback: DecimalMark = '.') =>
    decimalMarkOf(
      texts.map((text, at) => cell(text, at + 2)),
      fallback,
    );

  it.each<[readonly string[], DecimalMark]>([
    [['1,234', '12.50'], '.'],
    [['1.234', '12,50'], ','],
    [['1,234.56'], '.'],
    [['1.234,56'], ','],
    [['1,234,567'], '.'],
    [['1.234.567'], ','],
    [['0,125'], ','],
    [['1234.567'], '.'],
    [['1 234,567'], ','],
    [['...', 'abc', '1e3', '0,00'], ','],
    [['...', 'abc', '1e3', '0.00'], '.'],
  ])('%j decides for %s', (texts, mark) => {
    expect(markOf(texts, mark === '.' ? ',' : '.')).toBe(mark);
  });

  it('and where nothing decides, that of the file’s language', () => {
    expect(markOf(['200', '1,234'], '.')).toBe('.');
    expect(markOf(['200', '1.234'], ',')).toBe(',');
    expect(markOf([], ',')).toBe(',');
  });

  it('and a file that uses both is refused with the lines', () => {
    expect(() => markOf(['12.50', '200', '12,50'])).toThrow('line 4: Amounts are written as in 12.50 on line 2 and as in 12,50 on line 4.');
  });
});

it('A currency is one of ISO 4217, in capitals', () => {
  expect(readCurrency(cell('CAD').row, 0, 'Currency')).toBe('CAD');
  for (const code of ['XYZ', 'cad', '', 'CAD$', 'Can', 'BTC']) {
    expect(() => readCurrency(cell(code).row, 0, 'Currency')).toThrow('line 7: Currency');
  }
});
