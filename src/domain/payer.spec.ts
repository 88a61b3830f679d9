import { forgetPayer, isNamedIn, isSamePayer } from './payer.js';

describe('Whoever paid is forgotten', () => {
  it('by an event that says of how many payments, and neither whose nor which', () => {
    const now = '2026-10-04T16:00:00.000Z';
    expect(forgetPayer(3, now)).toEqual([{ type: 'PayerForgotten', data: { payments: 3 }, happenedAt: now }]);
    expect(forgetPayer(0, now)).toEqual([]);
  });

  it.each<[string, string, boolean]>([
    ['Wren Hollow', 'WREN  HOLLOW', true],
    ['Wren Hollow', '0123 Wren Hollow', true],
    ['0123', '0124', false],
    ['0123', '0123', true],
    ['Wren Hollow', 'Wren Hollow-Reyes', false],
    ['Wren Hollow', 'Hollow Wren', false],
  ])('"%s" and "%s" are one: %s', (one, other, isSame) => {
    expect(isSamePayer(one, other)).toBe(isSame);
  });

  it.each<[string, string, boolean]>([
    ['E-TRANSFER WREN HOLLOW CA7kq2', 'Wren Hollow', true],
    ['E-TRANSFER WREN HOLLOW CA7kq2', '0123 Wren Hollow', true],
    ['E-TRANSFER 0123', '0123', false],
    ['Virement de /WREN HOLLOW /', 'wren hollow', true],
    ['WRENHOLLOW', 'Wren Hollow', false],
    ['WRENCH SHOP', 'Wren', false],
    ['anything', ' / ', false],
  ])('"%s" names "%s": %s', (text, name, isNamed) => {
    expect(isNamedIn(text, name)).toBe(isNamed);
  });
});
