import fc from 'fast-check';
import { asked, cash, foldBooks, gst, offerings, openedAt, practice, refusalOf, unopened } from '../../test/support/given.js';
import { type Offering, defineOffering, oddAmount } from './offering.js';
import { openBooks } from './ledger.js';
import { money } from './money.js';

const [ces50, , group] = offerings as [Offering, Offering, Offering];
const define = (more: object, books = practice()) => defineOffering(books, { ...asked, ...ces50, ...more }, openedAt);
const band = (from: string, to: string) => ({ from: cash(from), to: cash(to) });

describe('Paid for several, an amount is usual when each of them could be', () => {
  it.each([
    ['two in the lower band', 2, '300.00 CAD', false],
    ['two in the upper band', 2, '500.00 CAD', false],
    ['one in each', 2, '350.00 CAD', false],
    ['a cent less than two can be', 2, '299.99 CAD', true],
    ['a cent more than two can be', 2, '500.01 CAD', true],
    ['five sessions ahead', 5, '1000.00 CAD', false],
  ])('%s', (_, times, amount, isOdd) => {
    expect(oddAmount(ces50, cash(amount), times) !== undefined).toBe(isOdd);
  });

  it('between bands that do not meet, no number of them makes every sum usual', () => {
    const apart = { ...ces50, bands: { lower: band('100.00 CAD', '100.00 CAD'), upper: band('200.00 CAD', '200.00 CAD') } };
    const usual = ['200.00 CAD', '300.00 CAD', '400.00 CAD', '250.00 CAD'].map((amount) => !oddAmount(apart, cash(amount), 2));
    expect(usual).toEqual([true, true, true, false]);
  });
});

describe('An odd amount is pointed out before it is recorded', () => {
  it.each([
    ['the lower band’s lower end', '150.00 CAD', false],
    ['within the lower band', '175.00 CAD', false],
    ['where the bands meet', '200.00 CAD', false],
    ['within the upper band', '225.00 CAD', false],
    ['the upper band’s upper end', '250.00 CAD', false],
    ['a cent too little', '149.99 CAD', true],
    ['a cent too much', '250.01 CAD', true],
    ['a zero too many', '2000.00 CAD', true],
    ['another currency, of which the bands say nothing', '1.00 USD', false],
  ])('%s', (_, amount, odd) => {
    expect(oddAmount(ces50, cash(amount)) !== undefined).toBe(odd);
  });

  it('by the union of both bands, so that no warning tells which band was meant', () => {
    const apart: Offering = { ...ces50, bands: { lower: band('100.00 CAD', '120.00 CAD'), upper: band('200.00 CAD', '240.00 CAD') } };
    const swapped: Offering = { ...apart, bands: { lower: apart.bands!.upper, upper: apart.bands!.lower } };
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 40_000n }), (minor) => {
        const inEither = (minor >= 10_000n && minor <= 12_000n) || (minor >= 20_000n && minor <= 24_000n);
        const said = oddAmount(apart, money(minor, 'CAD'));
        expect(said === undefined).toBe(inEither);
        expect(oddAmount(swapped, money(minor, 'CAD'))).toBe(said);
        expect(said ?? '').not.toMatch(/lower|upper|band/);
      }),
    );
  });

  it('nothing is odd for an offering without bands', () => {
    expect(oddAmount(group, cash('3.00 CAD'))).toBeUndefined();
  });
});

describe('An offering is defined', () => {
  it('and, defined again, holds from then on as it was last said', () => {
    const books = foldBooks(define({ name: ' Fifty minutes ' }), practice());
    expect(openBooks(books).offerings['ces-50']).toMatchObject({ name: 'Fifty minutes', tax: gst, insidePledge: true });
    expect(Object.keys(openBooks(books).offerings)).toHaveLength(offerings.length);
  });

  it('with a rate where there is tax, and with nothing beside it where there is none', () => {
    expect(define({ tax: { treatment: 'exempt', rateBp: 'for <b>whom</b>' } })[0]!.data).toMatchObject({ tax: { treatment: 'exempt' } });
    expect(define({ tax: { treatment: 'exempt', rateBp: 5 } })[0]!.data).not.toHaveProperty('tax.rateBp');
  });

  it.each<[string, object, string]>([
    ['a name in capitals', { offering: 'CES-50' }, 'offering'],
    ['a name with blanks', { offering: 'ces 50' }, 'offering'],
    ['no short name', { offering: '' }, 'offering'],
    ['no name', { name: '  ' }, 'name'],
    ['a name past 120 characters', { name: 'x'.repeat(121) }, 'name'],
    ['tax of nothing', { tax: { treatment: 'taxable', rateBp: 0 } }, 'tax.rateBp'],
    ['half a basis point', { tax: { treatment: 'taxable', rateBp: 0.5 } }, 'tax.rateBp'],
    ['more than half tax', { tax: { treatment: 'taxable', rateBp: 5001 } }, 'tax.rateBp'],
    ['taxable without a rate', { tax: { treatment: 'taxable' } }, 'tax.rateBp'],
    ['a band upside down', { bands: { lower: band('200.00 CAD', '150.00 CAD'), upper: band('200.00 CAD', '250.00 CAD') } }, 'bands.lower'],
    ['a band from nothing', { bands: { lower: band('0.00 CAD', '150.00 CAD'), upper: band('200.00 CAD', '250.00 CAD') } }, 'bands.lower'],
    [
      'a band of two currencies',
      { bands: { lower: band('150.00 CAD', '200.00 CAD'), upper: band('200.00 CAD', '250.00 USD') } },
      'bands.upper',
    ],
    [
      'bands of two currencies',
      { bands: { lower: band('150.00 CAD', '200.00 CAD'), upper: band('200.00 USD', '250.00 USD') } },
      'bands.upper',
    ],
  ])('not with %s', (_, more, field) => {
    expect(refusalOf(() => define(more))).toBe(field);
  });

  it('only in a ledger that is open', () => {
    expect(refusalOf(() => define({}, unopened))).toBe('ledger/not-open');
  });
});
