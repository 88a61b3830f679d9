import { cash, sealed } from '../../test/support/given.js';
import { type PayoutFact, type Proposal, evolvePayout, payoutStream } from './payout.js';

const at = '2026-10-04T16:00:00.000Z';
const proposal: Proposal = {
  payout: 'po1',
  amount: cash('40.00 CAD'),
  given: cash('40.00 CAD'),
  rail: 'interac',
  addressVersion: 1,
  to: sealed(),
};
const fact = (type: PayoutFact['type'], data: object = {}, happenedAt = at): PayoutFact =>
  ({ type, data: { payout: 'po1', ...data }, happenedAt }) as PayoutFact;
const proposed: PayoutFact = { type: 'PayoutProposed', data: proposal, happenedAt: at };
const agreed = fact('PayoutAgreed');
const prepared = fact('PayoutPrepared', { code: 'KX4' });
const opened = fact('PayoutAttemptStarted', { attempt: 1, holder: 'ava' });
const sent = fact('PayoutSentByHand', { attempt: 1, saidAt: at, month: '2026-10' }, '2026-10-03T16:00:00.000Z');
const fold = (...facts: readonly PayoutFact[]) => facts.reduce(evolvePayout, payoutStream('po1').unborn);

describe('What is known of a payout follows from what happened', () => {
  it.each<[string, readonly PayoutFact[], object]>([
    ['proposed', [proposed], { status: 'proposed', proposal }],
    ['approved, no card yet', [proposed, agreed], { status: 'approved', proposal, agreedAt: at, attempts: 0 }],
    ['its card is ready', [proposed, agreed, prepared], { status: 'approved', proposal, agreedAt: at, attempts: 0, code: 'KX4' }],
    [
      'its card is open',
      [proposed, agreed, prepared, opened],
      { status: 'held', proposal, agreedAt: at, attempt: 1, holder: 'ava', code: 'KX4' },
    ],
    [
      'put back, the card and the count of attempts stay',
      [proposed, agreed, prepared, opened, fact('PayoutNotSent', { attempt: 1 })],
      { status: 'approved', proposal, agreedAt: at, attempts: 1, code: 'KX4' },
    ],
    [
      'sent, dated in the world and by the store',
      [proposed, agreed, prepared, opened, sent],
      { status: 'sent', proposal, agreedAt: at, attempt: 1, holder: 'ava', code: 'KX4', sentAt: '2026-10-03T16:00:00.000Z', saidAt: at },
    ],
    [
      'sending undone',
      [proposed, agreed, prepared, opened, sent, fact('PayoutSendingUndone', { attempt: 1 })],
      { status: 'held', proposal, agreedAt: at, attempt: 1, holder: 'ava', code: 'KX4' },
    ],
    [
      'arrived',
      [proposed, agreed, prepared, opened, sent, fact('PayoutPaid')],
      { status: 'paid', proposal, sentAt: sent.happenedAt, published: false },
    ],
    [
      'arrived and published',
      [proposed, agreed, prepared, opened, sent, fact('PayoutPaid'), fact('PayoutPublished')],
      { status: 'paid', proposal, sentAt: sent.happenedAt, published: true },
    ],
    ['back', [proposed, agreed, prepared, opened, sent, fact('PayoutReturned')], { status: 'returned', proposal }],
    ['cancelled', [proposed, fact('PayoutCancelled')], { status: 'cancelled', proposal }],
  ])('%s', (_, facts, state) => {
    expect(fold(...facts)).toEqual(state);
  });
});

describe('Books that cannot be are not read on', () => {
  it.each<[string, readonly PayoutFact[]]>([
    ['agreed before it was proposed', [agreed]],
    ['a card before approval', [proposed, prepared]],
    ['opened before approval', [proposed, opened]],
    ['sent without a card', [proposed, agreed, sent]],
    ['put back unopened', [proposed, agreed, fact('PayoutNotSent')]],
    ['undone before it was sent', [proposed, agreed, prepared, opened, fact('PayoutSendingUndone')]],
    ['published before it arrived', [proposed, agreed, fact('PayoutPublished')]],
  ])('%s', (_, facts) => {
    expect(() => fold(...facts)).toThrow(/ on a payout that /);
  });
});
