import { asked, cash, foldBooks, openedAt, practice, promise, promising, refusalOf, unopened } from '../../test/support/given.js';
import { openBooks } from './ledger.js';
import { formatAmount } from './money.js';
import { type Base, type PledgePolicy, adoptPledgePolicy, obligationOf, pledgeInForce } from './pledge.js';

const policy = (base: Base, more: Partial<PledgePolicy> = {}): PledgePolicy => ({
  version: 1,
  shareBp: 2000,
  base,
  rounding: 'half-up-per-payment',
  currencyRule: 'home',
  startsOn: '2026-01-01',
  words: 'A fifth.',
  ...more,
});
const paid = (amount: string, tax = '0.00 CAD', fee = '0.00 CAD') => ({ amount: cash(amount), tax: cash(tax), fee: cash(fee) });

describe('What is owed is the share of the base, rounded half up for each payment', () => {
  it.each<[string, ReturnType<typeof paid>, Base, string, string]>([
    ['20 % of all that was paid', paid('200.00 CAD', '9.52 CAD'), 'gross', '40.00', '200.00'],
    ['20 % net of 5 % GST', paid('200.00 CAD', '9.52 CAD'), 'net-of-tax', '38.10', '190.48'],
    ['20 % net of GST and PayPal’s fee', paid('200.00 CAD', '9.52 CAD', '6.10 CAD'), 'net-of-tax-and-fees', '36.88', '184.38'],
    ['a fee means nothing to the gross', paid('200.00 CAD', '9.52 CAD', '6.10 CAD'), 'gross', '40.00', '200.00'],
    ['half a cent goes up', paid('0.03 CAD'), 'gross', '0.01', '0.03'],
    ['less than half a cent goes down', paid('0.02 CAD'), 'gross', '0.00', '0.02'],
    [
      'a fee that eats the payment leaves nothing to share',
      paid('5.00 CAD', '0.24 CAD', '4.90 CAD'),
      'net-of-tax-and-fees',
      '0.00',
      '0.00',
    ],
  ])('%s', (_, proceeds, base, owed, of) => {
    const obligation = obligationOf(proceeds, policy(base), 'CAD');
    expect([formatAmount(obligation.owed), formatAmount(obligation.base)]).toEqual([owed, of]);
  });

  it('is stored with all it was computed from', () => {
    expect(obligationOf(paid('200.00 CAD', '9.52 CAD'), policy('net-of-tax', { version: 3 }), 'CAD')).toEqual({
      owed: cash('38.10 CAD'),
      base: cash('190.48 CAD'),
      baseKind: 'net-of-tax',
      shareBp: 2000,
      policyVersion: 3,
    });
  });
});

describe('A foreign payment', () => {
  const settled = { amount: cash('272.50 CAD'), source: 'paypal' };
  const fromAbroad = { ...paid('200.00 USD', '0.00 USD', '9.00 USD'), settled };

  it('is owed at home, at the rate at which it settled, and says which', () => {
    expect(obligationOf(fromAbroad, policy('gross'), 'CAD')).toMatchObject({ owed: cash('54.50 CAD'), base: cash('272.50 CAD'), settled });
  });

  it('has its base converted, rounded half up, before the share is taken', () => {
    expect(obligationOf(fromAbroad, policy('net-of-tax-and-fees'), 'CAD')).toMatchObject({
      base: cash('260.24 CAD'),
      owed: cash('52.05 CAD'),
    });
  });

  it('is owed in its own currency where each currency has a pool', () => {
    const obligation = obligationOf(fromAbroad, policy('gross', { currencyRule: 'own' }), 'CAD');
    expect(obligation).toMatchObject({ owed: cash('40.00 USD'), base: cash('200.00 USD') });
    expect(obligation).not.toHaveProperty('settled');
  });

  it('without a rate is not recorded, and no rate is made up', () => {
    expect(refusalOf(() => obligationOf(paid('200.00 USD', '0.00 USD', '0.00 USD'), policy('gross'), 'CAD'))).toBe(
      'payment/without-a-rate',
    );
  });

  it('that settled in a third currency is asked again', () => {
    const elsewhere = { ...fromAbroad, settled: { amount: cash('180.00 EUR'), source: 'bank' } };
    expect(refusalOf(() => obligationOf(elsewhere, policy('gross'), 'CAD'))).toBe('settled.currency');
  });
});

describe('The promise has versions', () => {
  const now = '2026-10-04T15:00:00.000Z';
  const adopt = (more: object, books = promising()) => adoptPledgePolicy(books, { ...promise, startsOn: '2026-11-01', ...more }, now);

  it.each([
    ['before the first began, none', '2025-12-31', undefined],
    ['on its first day', '2026-01-01', 1],
    ['on the last day of the old one', '2026-10-31', 1],
    ['on the first day of the new one', '2026-11-01', 2],
    ['long after', '2030-01-01', 2],
  ])('%s', (_, day, version) => {
    const { policies } = openBooks(foldBooks(adopt({ shareBp: 2500 }), promising()));
    expect(pledgeInForce(policies, day)?.version).toBe(version);
  });

  it('the first may begin in the past: she starts in the middle of a promise', () => {
    expect(adoptPledgePolicy(practice(), { ...promise, startsOn: '2020-06-01' }, openedAt)[0]!.data).toMatchObject({
      version: 1,
      startsOn: '2020-06-01',
    });
  });

  it('a new one begins today at the soonest, by the ledger’s own calendar', () => {
    const lateEvening = '2026-11-01T02:00:00.000Z';
    const from = (startsOn: string) => refusalOf(() => adoptPledgePolicy(promising(), { ...promise, startsOn }, lateEvening));
    expect(from('2026-10-31')).toBeUndefined();
    expect(from('2026-10-30')).toBe('pledge/starts-in-the-past');
  });

  it.each<[string, object, string]>([
    ['on the day of the last', { startsOn: '2026-01-01' }, 'pledge/starts-before-last'],
    ['on 30 February', { startsOn: '2027-02-30' }, 'startsOn'],
    ['with a share of nothing', { shareBp: 0 }, 'shareBp'],
    ['with more than everything', { shareBp: 10_001 }, 'shareBp'],
    ['with a share of half a basis point', { shareBp: 0.5 }, 'shareBp'],
    ['without words', { words: ' \n ' }, 'words'],
    ['with too many words', { words: 'x'.repeat(4001) }, 'words'],
  ])('a new one is refused %s', (_, more, why) => {
    expect(refusalOf(() => adopt(more))).toBe(why);
  });

  it('there is none in a ledger that is not open', () => {
    expect(refusalOf(() => adoptPledgePolicy(unopened, { ...promise, ...asked }, openedAt))).toBe('ledger/not-open');
  });
});
