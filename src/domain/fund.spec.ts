import { cash, refusalOf } from '../../test/support/given.js';
import {
  type Fund,
  type FundFact,
  advanceFund,
  creditOf,
  currencyOf,
  emptyFund,
  evolveFund,
  fundImbalance,
  heldFor,
  intoFunds,
  meetAdvance,
  reserve,
  stateOpeningBalance,
} from './fund.js';
import { formatAmount, nothing } from './money.js';

const now = '2026-10-04T16:00:00.000Z';
const amount = cash('40.00 CAD');
const owes = (owed: string): FundFact => ({
  type: 'ObligationDerived',
  happenedAt: now,
  data: { payment: 'p1', month: '2026-10', owed: cash(owed), base: cash('200.00 CAD'), baseKind: 'gross', shareBp: 2000, policyVersion: 1 },
});
const payout = <T extends 'PayoutApproved' | 'PayoutReleased' | 'PayoutDispatched' | 'PayoutRecalled' | 'PayoutSettled'>(type: T) =>
  ({ type, data: { payout: 'po1', amount }, happenedAt: now }) as FundFact;
const givenBack = (from: 'in-flight' | 'net-paid' | 'set-apart', to: 'available' | 'set-apart'): FundFact => ({
  type: 'PayoutGivenBack',
  data: { payout: 'po1', amount, from, to },
  happenedAt: now,
});
const fold = (...facts: readonly FundFact[]): Fund => facts.reduce(evolveFund, emptyFund('CAD'));
const approved = [owes('100.00 CAD'), payout('PayoutApproved')];
const sent = [...approved, payout('PayoutDispatched')];
const paid = [...sent, payout('PayoutSettled')];
const buckets = ({ available, reserved, inFlight, setApart, netPaid }: Fund) =>
  [available, reserved, inFlight, setApart, netPaid].map(formatAmount).join(' ');

describe('What the practice covers itself', () => {
  const advanced = (text: string, as?: 'credit' | 'for-good') => advanceFund(cash(text), '2026-10', now, as);
  const met = (fund: Fund, text: string) => meetAdvance(fund, cash(text), '2026-11', now);
  const ahead = fold(...advanced('30.00 CAD'), ...advanced('20.00 CAD', 'for-good'), owes('40.00 CAD'));

  it('is ready to send; what was given beyond the promise is no credit', () => {
    expect([buckets(ahead), formatAmount(creditOf(ahead)), formatAmount(ahead.forGood)]).toEqual([
      '90.00 0.00 0.00 0.00 0.00',
      '30.00',
      '20.00',
    ]);
    expect(fundImbalance(ahead)).toEqual(nothing('CAD'));
  });

  it('is met by what comes in, in parts, until nothing is left of it', () => {
    const part = met(ahead, '10.00 CAD').reduce(evolveFund, ahead);
    expect([buckets(part), formatAmount(creditOf(part))]).toEqual(['80.00 0.00 0.00 0.00 0.00', '20.00']);
    const whole = met(part, '20.00 CAD').reduce(evolveFund, part);
    expect([formatAmount(creditOf(whole)), formatAmount(whole.forGood), fundImbalance(whole)]).toEqual(['0.00', '20.00', nothing('CAD')]);
    expect(refusalOf(() => met(whole, '0.01 CAD'))).toBe('fund/met-above-credit');
  });

  it.each<[string, readonly FundFact[], string, string]>([
    ['more than was advanced', [...advanced('30.00 CAD'), owes('40.00 CAD')], '30.01 CAD', 'fund/met-above-credit'],
    ['what was given for good', [...advanced('30.00 CAD', 'for-good')], '1.00 CAD', 'fund/met-above-credit'],
    ['what is held for a payout', [...advanced('50.00 CAD'), payout('PayoutApproved')], '10.01 CAD', 'fund/not-enough'],
    ['nothing', [...advanced('30.00 CAD')], '0.00 CAD', 'amount'],
  ])('is never met by %s', (_, facts, amount, why) => {
    expect(refusalOf(() => met(fold(...facts), amount))).toBe(why);
  });
});

describe('Money moves from bucket to bucket, and none is lost: available, reserved, in flight, set apart, net paid', () => {
  it.each<[string, readonly FundFact[], string, string | undefined]>([
    ['nothing yet', [], '0.00 0.00 0.00 0.00 0.00', undefined],
    ['owed', [owes('100.00 CAD')], '100.00 0.00 0.00 0.00 0.00', undefined],
    ['approved', approved, '60.00 40.00 0.00 0.00 0.00', 'reserved'],
    ['released', [...approved, payout('PayoutReleased')], '100.00 0.00 0.00 0.00 0.00', undefined],
    ['sent', sent, '60.00 0.00 40.00 0.00 0.00', 'in-flight'],
    ['sending undone', [...sent, payout('PayoutRecalled')], '60.00 40.00 0.00 0.00 0.00', 'reserved'],
    ['arrived', paid, '60.00 0.00 0.00 0.00 40.00', undefined],
    ['back before it arrived', [...sent, givenBack('in-flight', 'available')], '100.00 0.00 0.00 0.00 0.00', undefined],
    ['back after it arrived', [...paid, givenBack('net-paid', 'available')], '100.00 0.00 0.00 0.00 0.00', undefined],
    ['back after it was published', [...paid, givenBack('net-paid', 'set-apart')], '60.00 0.00 0.00 40.00 0.00', undefined],
    [
      'and said so in public',
      [...paid, givenBack('net-paid', 'set-apart'), givenBack('set-apart', 'available')],
      '100.00 0.00 0.00 0.00 0.00',
      undefined,
    ],
  ])('%s', (_, facts, expected, held) => {
    const fund = fold(...facts);
    expect(buckets(fund)).toBe(expected);
    expect(fund.held.po1?.in).toBe(held);
    expect(fundImbalance(fund)).toEqual(nothing('CAD'));
  });

  it('what comes in is told apart by where it came from', () => {
    const opening = stateOpeningBalance(fold(), cash('500.00 CAD'), cash('350.00 CAD'), '2026-10', now);
    const adjusted: FundFact = {
      type: 'ObligationAdjusted',
      data: { payment: 'p1', month: '2026-10', by: cash('-15.00 CAD'), reason: 'refunded' },
      happenedAt: now,
    };
    const fund = fold(...opening, owes('40.00 CAD'), adjusted, ...advanceFund(cash('10.00 CAD'), '2026-10', now));
    expect(fund).toMatchObject({
      opening: cash('150.00 CAD'),
      derived: cash('40.00 CAD'),
      adjustments: cash('-15.00 CAD'),
      advanced: cash('10.00 CAD'),
      available: cash('185.00 CAD'),
    });
    expect(fundImbalance(fund)).toEqual(nothing('CAD'));
  });

  it('a refund after all was passed on leaves less than nothing, carried openly', () => {
    const adjusted: FundFact = {
      type: 'ObligationAdjusted',
      data: { payment: 'p1', month: '2026-11', by: cash('-100.00 CAD'), reason: 'refunded' },
      happenedAt: now,
    };
    expect(fold(...paid, adjusted).available).toEqual(cash('-40.00 CAD'));
  });
});

describe('Never more is promised than there is', () => {
  it.each<[string, Fund, string, string | undefined]>([
    ['all that is there', fold(owes('40.00 CAD')), '40.00 CAD', undefined],
    ['a cent more', fold(owes('40.00 CAD')), '40.01 CAD', 'fund/not-enough'],
    ['anything at all of nothing', fold(), '0.01 CAD', 'fund/not-enough'],
    ['the same payout again', fold(...approved), '40.00 CAD', 'fund/already-reserved'],
  ])('%s', (_, fund, wanted, why) => {
    expect(refusalOf(() => reserve(fund, 'po1', cash(wanted), now))).toBe(why);
  });

  it('the refusal says how much is ready, and how much she would cover herself', () => {
    expect(() => reserve(fold(owes('86.00 CAD')), 'po2', cash('100.00 CAD'), now)).toThrow(
      'You have 86.00 CAD ready to send. Send that much or less, or cover 14.00 CAD yourself',
    );
    const below: FundFact = {
      type: 'ObligationAdjusted',
      data: { payment: 'p1', month: '2026-10', by: cash('-5.00 CAD'), reason: 'voided' },
      happenedAt: now,
    };
    expect(() => reserve(fold(below), 'po2', cash('10.00 CAD'), now)).toThrow(
      'You have 0.00 CAD ready to send. Send that much or less, or cover 15.00 CAD yourself',
    );
  });

  it('what she covers herself is more than nothing', () => {
    expect(refusalOf(() => advanceFund(nothing('CAD'), '2026-10', now))).toBe('fund/advance-not-positive');
  });
});

describe('The opening balance', () => {
  it.each<[string, Fund, string, string, string]>([
    [
      'is stated once',
      fold(...stateOpeningBalance(fold(), nothing('CAD'), nothing('CAD'), '2026-10', now)),
      '1.00 CAD',
      '0.00 CAD',
      'fund/opening-stated',
    ],
    ['is stated in one currency', fold(), '1.00 CAD', '1.00 USD', 'paid.currency'],
  ])('%s', (_, fund, owed, before, why) => {
    expect(refusalOf(() => stateOpeningBalance(fund, cash(owed), cash(before), '2026-10', now))).toBe(why);
  });
});

describe('What contradicts the fund is a fault of ours, told loudly', () => {
  it.each<[string, readonly FundFact[], 'reserved' | 'in-flight', string]>([
    ['nothing held', [], 'reserved', '40.00 CAD'],
    ['held elsewhere', sent, 'reserved', '40.00 CAD'],
    ['another amount held', approved, 'reserved', '45.00 CAD'],
  ])('%s', (_, facts, bucket, expected) => {
    expect(() => heldFor(fold(...facts), 'po1', bucket, cash(expected))).toThrow('Payout po1 should hold');
  });

  it('facts are sorted into the funds that a command named, and into no other', () => {
    const inDollars: FundFact = { type: 'FundAdvanced', data: { amount: cash('1.00 USD'), month: '2026-10' }, happenedAt: now };
    expect([...paid, givenBack('net-paid', 'available'), inDollars].map(currencyOf)).toEqual(['CAD', 'CAD', 'CAD', 'CAD', 'CAD', 'USD']);
    expect(intoFunds(['USD', 'CAD'], [owes('1.00 CAD'), inDollars])).toEqual([[inDollars], [owes('1.00 CAD')]]);
    expect(() => intoFunds(['CAD'], [inDollars])).toThrow('FundAdvanced falls into the fund of USD');
  });
});
