import { asked, cash, foldBooks, openedAt, practice, refusalOf, sealed } from '../../test/support/given.js';
import type { Proposal } from './payout.js';
import { allowPayout, confirmPayoutLimit, resumePayouts, setPayoutLimit, stopPayouts } from './payout-limits.js';
import { admitApprover, agreeToApprover } from './payout-approvers.js';
import { type PayoutRules, evolvePayoutRules, noPayoutRules } from './payout-rules.js';

const now = '2026-10-04T16:00:00.000Z';
const [ava, min] = ['account:ava', 'account:min'];
const alone = practice();
const two = foldBooks([{ type: 'StewardAdded', data: { steward: 'min', role: 'approver' }, happenedAt: openedAt }], alone);
const limit = (perPayout: string, perDay: string, above?: string, perCall?: string) => ({
  perPayout: cash(perPayout),
  perDay: cash(perDay),
  ...(perCall && { perCall: cash(perCall) }),
  ...(above && { secondPersonAbove: cash(above) }),
});
const set = (rules: PayoutRules, wish: ReturnType<typeof limit>, by = ava, books = two) =>
  setPayoutLimit(rules, books, { ...asked, ...wish, by }, now);
const fold = (rules: PayoutRules, ...steps: ((rules: PayoutRules) => ReturnType<typeof stopPayouts>)[]) =>
  steps.reduce((before, step) => step(before).reduce(evolvePayoutRules, before), rules);
const proposal = (amount: string, rail: Proposal['rail'] = 'paypal'): Proposal => ({
  payout: 'po1',
  amount: cash(amount),
  given: cash(amount),
  rail,
  addressVersion: 1,
  to: sealed(),
});
const allow = (rules: PayoutRules, amount: string, { by = ava, proposedBy = ava, at = now, rail = 'paypal' as Proposal['rail'] } = {}) =>
  allowPayout(rules, proposal(amount, rail), { by, proposedBy }, at);

const begun: PayoutRules = { ...noPayoutRules, account: 'acc1' };
const single = fold(begun, (rules) => set(rules, limit('100.00 CAD', '150.00 CAD')));
const perCall = fold(begun, (rules) => set(rules, limit('100.00 CAD', '300.00 CAD', '50.00 CAD', '120.00 CAD')));
const guarded = fold(begun, (rules) => set(rules, limit('100.00 CAD', '300.00 CAD', '50.00 CAD')));

describe('A ceiling is set by one person, and raised by two wherever payouts take two', () => {
  it.each<[string, PayoutRules, ReturnType<typeof limit>, string]>([
    ['the first of a ledger', noPayoutRules, limit('100.00 CAD', '150.00 CAD'), 'PayoutLimitAdopted'],
    ['the same again', single, limit('100.00 CAD', '150.00 CAD'), ''],
    ['raised, where one person is enough', single, limit('200.00 CAD', '500.00 CAD'), 'PayoutLimitAdopted'],
    ['lowered', guarded, limit('90.00 CAD', '300.00 CAD', '50.00 CAD'), 'PayoutLimitAdopted'],
    ['a second person sooner', guarded, limit('100.00 CAD', '300.00 CAD', '20.00 CAD'), 'PayoutLimitAdopted'],
    ['one payout raised', guarded, limit('101.00 CAD', '300.00 CAD', '50.00 CAD'), 'PayoutLimitProposed'],
    ['the day raised', guarded, limit('100.00 CAD', '300.01 CAD', '50.00 CAD'), 'PayoutLimitProposed'],
    ['a second person later', guarded, limit('100.00 CAD', '300.00 CAD', '51.00 CAD'), 'PayoutLimitProposed'],
    ['no second person any more', guarded, limit('100.00 CAD', '300.00 CAD'), 'PayoutLimitProposed'],
    [
      'a ceiling for one call, where there was none',
      guarded,
      limit('100.00 CAD', '300.00 CAD', '50.00 CAD', '120.00 CAD'),
      'PayoutLimitAdopted',
    ],
    ['one call lowered', perCall, limit('100.00 CAD', '300.00 CAD', '50.00 CAD', '100.00 CAD'), 'PayoutLimitAdopted'],
    ['one call raised', perCall, limit('100.00 CAD', '300.00 CAD', '50.00 CAD', '121.00 CAD'), 'PayoutLimitProposed'],
    ['no ceiling for one call any more', perCall, limit('100.00 CAD', '300.00 CAD', '50.00 CAD'), 'PayoutLimitProposed'],
    ['lowered in one and raised in another', guarded, limit('10.00 CAD', '400.00 CAD', '5.00 CAD'), 'PayoutLimitProposed'],
    ['another currency, which opens a door', guarded, limit('10.00 USD', '40.00 USD'), 'PayoutLimitProposed'],
  ])('%s', (_, rules, wish, expected) => {
    expect(
      set(rules, wish)
        .map(({ type }) => type)
        .join(),
    ).toBe(expected);
  });

  it('who wished it does not agree to it, nor does a program; another person does', () => {
    const waiting = fold(guarded, (rules) => set(rules, limit('500.00 CAD', '900.00 CAD', '50.00 CAD')));
    const seen = limit('500.00 CAD', '900.00 CAD', '50.00 CAD');
    const confirm = (by: string) => confirmPayoutLimit(waiting, { ...asked, seen, by }, now);
    expect([ava, 'token:1'].map((by) => refusalOf(() => confirm(by)))).toEqual([
      'payout-limits/second-person',
      'payout-limits/second-person',
    ]);
    const after = confirm(min).reduce(evolvePayoutRules, waiting);
    expect([after.limits.CAD!.perPayout, after.proposed]).toEqual([cash('500.00 CAD'), {}]);
    expect(confirmPayoutLimit(after, { ...asked, seen, by: min }, now)).toEqual([]);
  });

  const wished = limit('200.00 CAD', '900.00 CAD', '50.00 CAD', '400.00 CAD');
  const wishes = (...wishes: ReturnType<typeof limit>[]) =>
    fold(perCall, ...wishes.map((wish) => (rules: PayoutRules) => set(rules, wish)));
  const adopting = fold(wishes(wished), (rules) => confirmPayoutLimit(rules, { ...asked, seen: wished, by: min }, now));
  it.each<[string, PayoutRules, ReturnType<typeof limit>, string]>([
    ['what waits', wishes(wished), wished, 'PayoutLimitAdopted'],
    [
      'what waits again, after it was something else',
      wishes(wished, { ...wished, perPayout: cash('90.00 CAD') }, wished),
      wished,
      'PayoutLimitAdopted',
    ],
    ['what was adopted meanwhile', adopting, wished, ''],
    [
      '200, where 90,000 waits by now',
      wishes(wished, limit('90000.00 CAD', '90000.00 CAD', '50.00 CAD')),
      wished,
      'payout-limits/changed-since',
    ],
    ['another day', wishes(wished), { ...wished, perDay: cash('901.00 CAD') }, 'payout-limits/changed-since'],
    ['another sum for one call', wishes(wished), { ...wished, perCall: cash('401.00 CAD') }, 'payout-limits/changed-since'],
    [
      'a ceiling for one call, where none waits',
      wishes(limit('200.00 CAD', '900.00 CAD', '50.00 CAD')),
      wished,
      'payout-limits/changed-since',
    ],
    [
      'no ceiling for one call, where one waits',
      wishes(wished),
      limit('200.00 CAD', '900.00 CAD', '50.00 CAD'),
      'payout-limits/changed-since',
    ],
    [
      'two people above 50, where the wish is never',
      wishes(limit('200.00 CAD', '900.00 CAD')),
      limit('200.00 CAD', '900.00 CAD', '50.00 CAD'),
      'payout-limits/changed-since',
    ],
    [
      'two people above 0, where the wish is never',
      wishes(limit('200.00 CAD', '900.00 CAD')),
      limit('200.00 CAD', '900.00 CAD', '0.00 CAD'),
      'payout-limits/changed-since',
    ],
    [
      'what was settled by lowering it',
      fold(wishes(wished), (rules) => set(rules, limit('10.00 CAD', '20.00 CAD', '5.00 CAD', '20.00 CAD'))),
      wished,
      'payout-limits/changed-since',
    ],
    ['a currency for which nothing was ever wished', wishes(wished), limit('200.00 USD', '900.00 USD'), 'payout-limits/changed-since'],
    ['a day in another currency', wishes(wished), { ...wished, perDay: cash('900.00 USD') }, 'perDay.currency'],
  ])('a second person agrees to what they saw: %s', (_, rules, seen, expected) => {
    const agree = () => confirmPayoutLimit(rules, { ...asked, seen, by: min }, now);
    expect(
      refusalOf(agree) ??
        agree()
          .map(({ type }) => type)
          .join(),
    ).toBe(expected);
  });

  it.each<[string, ReturnType<typeof limit>, string]>([
    ['nothing', limit('0.00 CAD', '10.00 CAD'), 'perPayout'],
    ['a day below one payout', limit('20.00 CAD', '10.00 CAD'), 'perDay'],
    ['a day in another currency', limit('20.00 CAD', '40.00 USD'), 'perDay.currency'],
    ['a call in another currency', limit('20.00 CAD', '40.00 CAD', undefined, '40.00 USD'), 'perCall.currency'],
    ['a call below one payout', limit('20.00 CAD', '40.00 CAD', undefined, '15.00 CAD'), 'perCall'],
    ['a second person in another currency', limit('20.00 CAD', '40.00 CAD', '1.00 USD'), 'secondPersonAbove.currency'],
  ])('never %s', (_, wish, why) => {
    expect(refusalOf(() => set(noPayoutRules, wish))).toBe(why);
  });

  it('nobody asks for a second person who is not there', () => {
    expect(refusalOf(() => set(noPayoutRules, limit('20.00 CAD', '40.00 CAD', '10.00 CAD'), ava, alone))).toBe('payout-limits/nobody-else');
  });
});

describe('An approval finds room under the ceilings', () => {
  it.each<[string, PayoutRules, string, object, string | undefined]>([
    ['exactly the ceiling', single, '100.00 CAD', {}, undefined],
    ['a cent above it', single, '100.01 CAD', {}, 'payout/above-ceiling'],
    ['by API in a currency without a ceiling', single, '5.00 USD', {}, 'payout/no-limit'],
    ['by API without an account', { ...single, account: undefined }, '5.00 CAD', {}, 'payout/no-paying-account'],
    ['by hand in a currency without a ceiling', single, '5.00 USD', { rail: 'interac' }, undefined],
    ['by hand in a currency without a ceiling, where payouts take two', guarded, '5.00 USD', { rail: 'interac' }, 'payout/no-limit'],
    ['by hand above the ceiling', single, '100.01 CAD', { rail: 'interac' }, 'payout/above-ceiling'],
    ['up to the second person’s limit, alone', guarded, '50.00 CAD', {}, undefined],
    ['above it, alone', guarded, '50.01 CAD', {}, 'payout/second-person'],
    ['above it, by another', guarded, '50.01 CAD', { by: min }, undefined],
    ['above it, proposed by a program', guarded, '50.01 CAD', { proposedBy: 'token:1' }, 'payout/second-person'],
    ['above it, approved by a program', guarded, '50.01 CAD', { by: 'token:1' }, 'payout/second-person'],
  ])('%s', (_, rules, amount, more, why) => {
    expect(refusalOf(() => allow(rules, amount, more))).toBe(why);
  });

  it('within any 24 hours, and no longer', () => {
    const used = fold(single, (rules) => allow(rules, '100.00 CAD'));
    expect(refusalOf(() => allow(used, '50.00 CAD'))).toBeUndefined();
    expect(refusalOf(() => allow(used, '50.01 CAD'))).toBe('payout/above-daily-ceiling');
    expect(refusalOf(() => allow(used, '50.01 CAD', { at: '2026-10-05T15:59:59.999Z' }))).toBe('payout/above-daily-ceiling');
    expect(refusalOf(() => allow(used, '50.01 CAD', { at: '2026-10-05T16:00:00.000Z' }))).toBeUndefined();
  });

  it('over all currencies: half the day in one leaves half of it in another', () => {
    const both = fold(
      single,
      (rules) => set(rules, limit('100.00 USD', '100.00 USD')),
      (rules) => allow(rules, '75.00 CAD'),
    );
    expect(refusalOf(() => allow(both, '50.00 USD'))).toBeUndefined();
    expect(refusalOf(() => allow(both, '50.01 USD'))).toBe('payout/above-daily-ceiling');
  });
});

describe('Somebody who may approve is added by two people wherever payouts take two', () => {
  const add = (rules: PayoutRules, over: object = {}, books = two) =>
    admitApprover(rules, books, { ...asked, by: ava, steward: 'sam', role: 'approver', ...over }, now);
  const agreed = fold(guarded, (rules) => agreeToApprover(rules, min, now));
  const old = fold(guarded, (rules) => agreeToApprover(rules, min, '2026-09-27T16:00:00.000Z'));

  it.each<[string, PayoutRules, object, string | undefined]>([
    ['where one person is enough', single, {}, undefined],
    ['alone', guarded, {}, 'ledger/second-person'],
    ['agreed to by another', agreed, {}, undefined],
    ['agreed to by who invited them', agreed, { by: 'account:sam', invitedBy: min }, 'ledger/second-person'],
    ['agreed to by another than who invited them', agreed, { by: 'account:sam', invitedBy: ava }, undefined],
    ['agreed to a week ago', old, {}, 'ledger/second-person'],
    ['as somebody who may not approve', guarded, { role: 'auditor' }, undefined],
    ['leaving one who may approve', guarded, { steward: 'min', role: undefined }, 'ledger/last-second-person'],
  ])('%s', (_, rules, over, why) => {
    expect(refusalOf(() => add(rules, over))).toBe(why);
  });

  it('what was agreed is used once', () => {
    const used = add(agreed).reduce(evolvePayoutRules, agreed);
    expect(refusalOf(() => add(used, { steward: 'another' }))).toBe('ledger/second-person');
  });
});

describe('The stop switch', () => {
  it('is pressed once, however often', () => {
    const stopped = fold(single, (rules) => stopPayouts(rules, now));
    expect([stopped.stoppedAt, stopPayouts(stopped, now), resumePayouts(single, now)]).toEqual([now, [], []]);
    expect(fold(stopped, (rules) => resumePayouts(rules, now))).toEqual(single);
  });
});
