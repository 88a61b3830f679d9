import { asked, cash, promising, refusalOf, sealed } from '../../test/support/given.js';
import { type Payout, evolvePayout, payoutStream } from './payout.js';
import { refuseUnlikelyDay } from './payout-day.js';

const books = promising();
const agreedAt = '2026-11-18T17:00:00.000Z';
const held = (
  [
    {
      type: 'PayoutProposed',
      data: { payout: 'po', amount: cash('60.00 CAD'), given: cash('60.00 CAD'), rail: 'interac', addressVersion: 1, to: sealed() },
    },
    { type: 'PayoutAgreed', data: { payout: 'po' } },
    { type: 'PayoutAttemptStarted', data: { payout: 'po', attempt: 1, holder: asked.by } },
    { type: 'PayoutNotSent', data: { payout: 'po', attempt: 1 } },
    { type: 'PayoutAttemptStarted', data: { payout: 'po', attempt: 2, holder: asked.by } },
  ] as const
).reduce<Payout>((payout, fact) => evolvePayout(payout, { ...fact, happenedAt: agreedAt }), payoutStream('po').unborn);
const refused = (day: string, more: { dayOnPurpose?: true } = {}, payout = held) =>
  refusalOf(() => refuseUnlikelyDay(payout, { ...asked, payout: 'po', sentAt: `${day}T17:00:00.000Z`, ...more }, books));

describe('The day on which money was sent', () => {
  it.each([
    ['2026-11-20', 'after it was approved'],
    ['2026-11-18', 'on that day'],
    ['2026-11-11', 'up to a week before: sent first, written down afterwards'],
  ])('%s is taken, %s', (day) => {
    expect(refused(day)).toBeUndefined();
  });

  it.each(['2026-11-10', '2026-01-20'])('%s is asked about, and taken when it is meant', (day) => {
    expect(refused(day)).toBe('payout/sent-long-before');
    expect(refused(day, { dayOnPurpose: true })).toBeUndefined();
  });

  it('a year typed wrong, before the ledger and its promise begin, is refused even so', () => {
    expect(refused('2025-11-20')).toBe('payout/sent-before-the-ledger');
    expect(refused('2025-12-31', { dayOnPurpose: true })).toBe('payout/sent-before-the-ledger');
  });

  it('says both days', () => {
    expect(() => refuseUnlikelyDay(held, { ...asked, payout: 'po', sentAt: '2026-02-20T17:00:00.000Z' }, books)).toThrow(
      'This was approved on 2026-11-18. Is 2026-02-20 right?',
    );
  });
});
