import fc from 'fast-check';
import { formatAmount, money } from '../domain/money.js';
import { Amount, Amounts, amountInFull, amountInWords, percent } from './amounts.js';
import { Page, renderPage } from './page.js';

const inCanada = { lang: 'en', home: 'CAD' };

describe('an amount as people read it', () => {
  it.each([
    [123450n, 'CAD', '$1,234.50'],
    [4000n, 'CAD', '$40.00'],
    [-400n, 'CAD', '\u2212$4.00'],
    [0n, 'CAD', '$0.00'],
    [18000n, 'USD', '180.00\u00a0USD'],
    [1200n, 'JPY', '1,200\u00a0JPY'],
    [3500n, 'KWD', '3.500\u00a0KWD'],
    [999999999999999n, 'CAD', '$9,999,999,999,999.99'],
  ])('%s minor units of %s are %s', (minor, currency, says) => {
    expect(amountInWords(money(minor, currency), inCanada)).toBe(says);
  });

  it.each([
    [2500n, 'CAD', '$25.00\u00a0CAD'],
    [18000n, 'USD', '$180.00\u00a0USD'],
    [3500n, 'KWD', 'KWD\u00a03.500'],
    [1200n, 'JPY', '¥1,200\u00a0JPY'],
  ])('for someone who may live elsewhere, %s minor units of %s are %s: the sign alone is another dollar there', (minor, currency, says) => {
    expect(amountInFull(money(minor, currency), 'en')).toBe(says);
  });

  it('is exact to the last minor unit, however large: no float on the way', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.constantFrom('CAD', 'JPY', 'KWD'), (minor, currency) => {
        const says = amountInWords(money(minor, currency), { lang: 'en', home: 'EUR' });
        const plain = says
          .replace(/,/g, '')
          .replace('\u2212', '-')
          .replace(/\u00a0.*/, '');
        expect(plain).toBe(formatAmount(money(minor, currency)));
      }),
    );
  });

  it('a share is a percentage without idle zeros', () => {
    expect([2000, 1250, 1, 10_000].map((share) => percent(share))).toEqual(['20\u00a0%', '12.5\u00a0%', '0.01\u00a0%', '100\u00a0%']);
  });
});

describe('hide amounts', () => {
  const page = (hideAmounts: boolean) =>
    renderPage(
      <Page title="Today" home="CAD" hideAmounts={hideAmounts}>
        <Amount of={money(12600n, 'CAD')} /> <Amounts of={[money(4000n, 'CAD'), money(1200n, 'USD')]} />
      </Page>,
    );

  it('no digit of an amount leaves the server, and a screen reader hears why', () => {
    expect(page(false)).toContain('$126.00');
    expect(page(true)).not.toMatch(/126|40\.00|12\.00/);
    expect(page(true)).toContain('amount hidden');
  });
});
