import fc from 'fast-check';
import { cash, gst } from '../../test/support/given.js';
import { type Money, formatAmount, money, nothing, sum } from './money.js';
import { obligationOf, type PledgePolicy, bases } from './pledge.js';
import { type PastPayment, previewPromise } from './promise-preview.js';
import { taxIn } from './tax.js';

const draft = (more: Partial<PledgePolicy> = {}): PledgePolicy => ({
  version: 2,
  shareBp: 2500,
  base: 'gross',
  rounding: 'half-up-per-payment',
  currencyRule: 'home',
  startsOn: '2026-12-01',
  words: 'A quarter.',
  ...more,
});
const paid = (more: Partial<PastPayment> = {}): PastPayment => ({
  month: '2026-10',
  amount: cash('200.00 CAD'),
  fee: cash('6.10 CAD'),
  tax: gst,
  refunded: nothing('CAD'),
  ...more,
});
const was = (owed: Money, month = '2026-10') => ({ month, owed });
const would = (preview: ReturnType<typeof previewPromise>) =>
  preview.months.map(({ month, was, wouldBe }) => `${month} ${formatAmount(was)} ${formatAmount(wouldBe)} ${wouldBe.currency}`);

describe('Another wording is held against what was', () => {
  it.each<[string, Partial<PledgePolicy>, Partial<PastPayment>, string]>([
    ['another share', {}, {}, '50.00'],
    ['net of tax', { base: 'net-of-tax' }, {}, '47.62'],
    ['net of tax and fees', { base: 'net-of-tax-and-fees' }, {}, '46.10'],
    ['of what remains after a refund', {}, { refunded: cash('100.00 CAD') }, '25.00'],
    ['of what went back whole, nothing', {}, { refunded: cash('200.00 CAD') }, '0.00'],
    ['at the tax that the payment held', { base: 'net-of-tax' }, { tax: { treatment: 'exempt' } }, '50.00'],
  ])('%s', (_, more, payment, wouldBe) => {
    expect(would(previewPromise(draft(more), [paid(payment)], [was(cash('40.00 CAD'))], 'CAD'))).toEqual([`2026-10 40.00 ${wouldBe} CAD`]);
  });

  it('month by month, newest first, and together', () => {
    const preview = previewPromise(
      draft(),
      [paid(), paid(), paid({ month: '2026-11' })],
      [was(cash('80.00 CAD')), was(cash('40.00 CAD'), '2026-11')],
      'CAD',
    );
    expect(would(preview)).toEqual(['2026-11 40.00 50.00 CAD', '2026-10 80.00 100.00 CAD']);
    expect(preview.together).toEqual([{ was: cash('120.00 CAD'), wouldBe: cash('150.00 CAD') }]);
  });

  it('payments from abroad fall into the fund that the wording says, and those without a rate are counted, never guessed', () => {
    const abroad = paid({ amount: cash('100.00 USD'), fee: nothing('USD'), refunded: nothing('USD') });
    const settled = { ...abroad, settled: { amount: cash('135.00 CAD'), source: 'paypal' } };
    const home = previewPromise(draft(), [settled, abroad], [was(cash('27.00 CAD'))], 'CAD');
    expect([would(home), home.withoutRate]).toEqual([['2026-10 27.00 33.75 CAD'], 1]);
    const own = previewPromise(draft({ currencyRule: 'own' }), [settled, abroad], [was(cash('27.00 CAD'))], 'CAD');
    expect([would(own), own.withoutRate]).toEqual([['2026-10 27.00 0.00 CAD', '2026-10 0.00 50.00 USD'], 0]);
  });

  it('the wording in force comes to what was, payment for payment', () => {
    const payments = fc.array(
      fc.record({
        month: fc.constantFrom('2026-08', '2026-09', '2026-10'),
        minor: fc.bigInt({ min: 1n, max: 100_000n }),
        feePercent: fc.bigInt({ min: 0n, max: 100n }),
        rateBp: fc.constantFrom(500, 1300, 1500),
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...bases), fc.integer({ min: 1, max: 10_000 }), payments, (base, shareBp, lived) => {
        const policy = draft({ base, shareBp });
        const past = lived.map(({ month, minor, feePercent, rateBp }) =>
          paid({
            month,
            amount: money(minor, 'CAD'),
            fee: money((minor * feePercent) / 100n, 'CAD'),
            tax: { treatment: 'taxable', rateBp },
          }),
        );
        const owed = past.map(({ month, amount, fee, tax }) =>
          was(obligationOf({ amount, fee, tax: taxIn(amount, tax) }, policy, 'CAD').owed, month),
        );
        const { months, together } = previewPromise(policy, past, owed, 'CAD');
        for (const line of months) expect(line.wouldBe).toEqual(line.was);
        const all = sum(
          owed.map((each) => each.owed),
          'CAD',
        );
        expect(together.map(({ wouldBe }) => wouldBe)).toEqual(all.minor === 0n ? [] : [all]);
      }),
    );
  });
});
