import { asked, cash, knownPerson, refusalOf, sealed } from '../../test/support/given.js';
import type { Call, Recipient } from './call.js';
import { eraseRecipient } from './erasure.js';
import { advanceFund, emptyFund, evolveFund, type Fund, reserve } from './fund.js';
import type { Payout, Proposal } from './payout.js';

const now = '2026-11-02T15:00:00.000Z';
const proposal: Proposal = {
  payout: 'po1',
  amount: cash('20.00 CAD'),
  given: cash('20.00 CAD'),
  rail: 'interac',
  addressVersion: 1,
  to: sealed(),
};
const logged = { call: 'c1', name: 'maple-otter', platform: 'other', fitsThePromise: true, person: sealed() } as const;
const call = (status: 'open' | 'closed' | 'withdrawn'): Call => ({ status, logged });
const full = advanceFund(cash('100.00 CAD'), '2026-10', now).reduce(evolveFund, emptyFund('CAD'));
const reserved: Fund = reserve(full, 'po1', proposal.given, now).reduce(evolveFund, full);
const attempt = { agreedAt: now, attempt: 1, holder: 'account:ava', code: 'ABCD' };

const erased = (payouts: readonly Payout[], fund = full, recipient: Recipient = knownPerson, calls: readonly Call[] = []) =>
  eraseRecipient(
    { recipient, calls: calls.map((state, index) => ({ id: `c${index}`, state })), payouts, fundOf: () => fund },
    { ...asked, recipient: 'r1' },
    now,
  );

describe('Forgetting a person', () => {
  it('takes back their open calls and leaves the others as they are', () => {
    const { calls, recipient } = erased([], full, knownPerson, [call('open'), call('closed'), call('withdrawn')]);
    expect(calls).toEqual([[{ type: 'CallWithdrawn', data: { call: 'c0' }, happenedAt: now }], [], []]);
    expect(recipient).toEqual([{ type: 'RecipientErased', data: { recipient: 'r1' }, happenedAt: now }]);
  });

  it.each<[string, Payout, Fund, string[], string[]]>([
    ['proposed is cancelled', { status: 'proposed', proposal }, full, ['PayoutCancelled'], []],
    [
      'approved is cancelled and its money released',
      { status: 'approved', proposal, agreedAt: now, attempts: 0 },
      reserved,
      ['PayoutCancelled'],
      ['PayoutReleased'],
    ],
    [
      'put back by its holder too',
      { status: 'approved', proposal, agreedAt: now, attempts: 1 },
      reserved,
      ['PayoutCancelled'],
      ['PayoutReleased'],
    ],
    ['on an open card goes on', { status: 'held', proposal, ...attempt }, reserved, [], []],
    ['on its way goes on', { status: 'sent', proposal, sentAt: now, saidAt: now, ...attempt }, reserved, [], []],
    ['that arrived stays', { status: 'paid', proposal, sentAt: now, published: false }, full, [], []],
  ])('a payout %s', (_, payout, fund, ofPayout, ofFund) => {
    const outcome = erased([payout], fund);
    expect(outcome.payouts.map((facts) => facts.map(({ type }) => type))).toEqual([ofPayout]);
    expect(outcome.fund.map(({ type }) => type)).toEqual(ofFund);
  });

  it('asked twice closes what came in between, and says it once', () => {
    const { recipient, payouts } = erased([{ status: 'approved', proposal, agreedAt: now, attempts: 1 }], reserved, { status: 'erased' });
    expect([recipient, payouts[0]!.map(({ type }) => type)]).toEqual([[], ['PayoutCancelled']]);
  });

  it('is only of someone who is here', () => {
    expect(refusalOf(() => erased([], full, { status: 'unknown' }))).toBe('recipient/unknown');
  });
});
