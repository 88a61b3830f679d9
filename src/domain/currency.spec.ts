import { exponentOf, isCurrency } from './currency.js';

describe('A currency has the decimals of ISO 4217', () => {
  it.each([
    ['JPY', 0],
    ['KRW', 0],
    ['CAD', 2],
    ['USD', 2],
    ['MXN', 2],
    ['KWD', 3],
    ['TND', 3],
  ])('%s has %i', (code, decimals) => {
    expect(exponentOf(code)).toBe(decimals);
  });

  it.each(['cad', 'CA', 'BTC', 'XXX', 'XAU', 'constructor', '', ' CAD'])('"%s" is no currency', (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => exponentOf(code)).toThrow(RangeError);
  });
});
