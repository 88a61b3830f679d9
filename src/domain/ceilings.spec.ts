import { asked, cash, refusalOf } from '../../test/support/given.js';
import { fitsUnder, refuseAboveCallCeiling } from './ceilings.js';
import { type PayoutRules, evolvePayoutRules, noPayoutRules } from './payout-rules.js';
import { setPayoutLimit } from './payout-limits.js';
import { practice } from '../../test/support/given.js';

const now = '2026-10-04T16:00:00.000Z';
const limited = (perCall: string | undefined, currency: string, rules: PayoutRules = noPayoutRules): PayoutRules =>
  setPayoutLimit(
    rules,
    practice(),
    {
      ...asked,
      perPayout: cash(`50.00 ${currency}`),
      perDay: cash(`500.00 ${currency}`),
      ...(perCall && { perCall: cash(`${perCall} ${currency}`) }),
    },
    now,
  ).reduce(evolvePayoutRules, rules);
const inCad = limited('100.00', 'CAD');
const inBoth = limited('80.00', 'USD', inCad);

describe('What one call may receive in all', () => {
  it.each<[string, PayoutRules, string[], string, string | undefined]>([
    ['the first payout', inCad, [], '50.00 CAD', undefined],
    ['up to the ceiling', inCad, ['30.00 CAD', '20.00 CAD'], '50.00 CAD', undefined],
    ['a unit above it', inCad, ['30.00 CAD', '25.00 CAD'], '50.00 CAD', 'payout/above-call-ceiling'],
    ['anything, once it is reached', inCad, ['100.00 CAD'], '5.00 CAD', 'payout/above-call-ceiling'],
    ['anything, where nobody set one', limited(undefined, 'CAD'), ['400.00 CAD'], '50.00 CAD', undefined],
    ['half of each of two currencies', inBoth, ['50.00 CAD'], '40.00 USD', undefined],
    ['more than what the other currency leaves', inBoth, ['50.00 CAD'], '45.00 USD', 'payout/above-call-ceiling'],
    ['a currency without a ceiling', inCad, ['100.00 CAD'], '5.00 USD', undefined],
  ])('%s', (_, rules, given, amount, code) => {
    expect(refusalOf(() => refuseAboveCallCeiling(rules, given.map(cash), cash(amount)))).toBe(code);
  });

  it('the sentence says how much is left', () => {
    expect(() => refuseAboveCallCeiling(inCad, [cash('70.00 CAD')], cash('50.00 CAD'))).toThrow(
      'One call may receive 100.00 CAD in all, and this one has been given 70.00 CAD. Send 30.00 CAD or less, or change the limit.',
    );
  });

  it('is never below what one payout may be', () => {
    expect(refusalOf(() => limited('45.00', 'CAD'))).toBe('perCall');
  });
});

describe('One ceiling for all currencies', () => {
  it.each([
    [['1.00 CAD'], true],
    [['0.50 CAD', '0.50 USD'], true],
    [['0.51 CAD', '0.50 USD'], false],
    [['9.00 EUR'], true],
  ])('%s of one each', (used, fits) => {
    expect(fitsUnder(used.map(cash), (currency) => (currency === 'EUR' ? undefined : cash(`1.00 ${currency}`)))).toBe(fits);
  });
});
