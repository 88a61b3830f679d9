import { cash, knownPerson, sealed } from './given.js';
import type { Recipient } from '../../src/domain/call.js';
import { type Fund, emptyFund, evolveFund } from '../../src/domain/fund.js';
import { type Payout, type PayoutFact, type Proposal, evolvePayout } from '../../src/domain/payout.js';
import { approvePayout, cancelPayout } from '../../src/domain/payout-decisions.js';
import type { PayoutOutcome } from '../../src/domain/payout-decisions.js';
import { stopResending } from '../../src/domain/payout-in-doubt.js';
import { takeReading } from '../../src/domain/payout-readings.js';
import { noPayoutRules } from '../../src/domain/payout-rules.js';
import { type AnswerTaken, startPayoutAttempt, takeBatchAnswer } from '../../src/domain/payout-sending.js';
import type { Difference } from '../../src/domain/paypal-body.js';
import { type SentPayout, payPalStandingOf } from '../../src/domain/paypal-payout.js';

export const t0 = '2026-10-04T16:00:00.000Z';
export const later = '2026-10-04T16:06:00.000Z';
export const october = { month: '2026-10' };
export const amount = cash('40.00 CAD');
export const proposal: Proposal = { payout: 'po1', amount, given: amount, rail: 'paypal', addressVersion: 1, to: sealed() };
export const person: Recipient = { ...(knownPerson as Extract<Recipient, { status: 'known' }>), rail: 'paypal' };
export const order = { senderBatch: 'po1-a1', account: 'acc1', request: sealed(), byDatabase: t0 };

export interface Desk {
  readonly payout: Payout;
  readonly fund: Fund;
}
export const next = ({ payout, fund }: Desk, outcome: PayoutOutcome | readonly PayoutFact[]): Desk => {
  const facts: PayoutOutcome = 'payout' in outcome ? outcome : { payout: [...outcome], fund: [] };
  return { payout: facts.payout.reduce(evolvePayout, payout), fund: facts.fund.reduce(evolveFund, fund) };
};
export const names = (outcome: PayoutOutcome | readonly PayoutFact[]) =>
  ('payout' in outcome ? [...outcome.payout, ...outcome.fund] : outcome).map(({ type }) => type).join(' ');

export const proposed: Desk = {
  payout: evolvePayout({ status: 'unknown' }, { type: 'PayoutProposed', data: proposal, happenedAt: t0 }),
  fund: evolveFund(emptyFund('CAD'), { type: 'FundAdvanced', data: { amount: cash('100.00 CAD'), month: '2026-10' }, happenedAt: t0 }),
};
export const start = ({ payout, fund }: Desk, who: Recipient = person, rules = noPayoutRules) =>
  startPayoutAttempt(payout, fund, who, rules, order, t0);
export const answer = ({ payout, fund }: Desk, given: AnswerTaken['answer'], attempt = 1) =>
  takeBatchAnswer(payout, fund, { attempt, answer: given }, october, t0, t0);
export const found = (status: string, more: Partial<SentPayout> = {}): SentPayout => ({
  payout: 'TRANSFER1',
  batch: 'BATCH1',
  senderPayout: 'po1',
  status,
  standing: payPalStandingOf(status),
  amount,
  receiver: 'ines@example.org',
  ...more,
});
export const read = ({ payout, fund }: Desk, status: string, more: Partial<SentPayout> = {}, differences: Difference[] = []) =>
  takeReading(payout, fund, 1, found(status, more), differences, october, t0);
export const batchOf = (payouts: SentPayout[]) => ({ batch: 'BATCH1', senderBatch: 'po1-a1', status: 'SUCCESS', payouts });

export const approved = next(proposed, approvePayout(proposed.payout, proposed.fund, person, t0));
export const sending = next(approved, start(approved));
export const yes = { kind: 'accepted', batch: 'BATCH1' } as const;
export const accepted = next(sending, answer(sending, yes));
export const putOff = next(sending, answer(sending, { kind: 'repeat', because: 'too-many' }));
export const inDoubt = next(sending, answer(sending, { kind: 'unknown', because: 'timeout' }));
export const stopped = next(inDoubt, stopResending(inDoubt.payout, 1, 'account:ava', t0));
export const unclaimed = next(accepted, read(accepted, 'UNCLAIMED'));
export const onHold = next(accepted, read(accepted, 'ONHOLD'));
export const paid = next(accepted, read(accepted, 'SUCCESS'));
export const published = next(paid, [{ type: 'PayoutPublished', data: { payout: 'po1', period: '2026-10' }, happenedAt: t0 }]);
export const failed = next(accepted, read(accepted, 'FAILED', { errorCode: 'RECEIVER_UNREGISTERED' }));
export const refused = next(sending, answer(sending, { kind: 'rejected', code: 'VALIDATION_ERROR', next: 'failed' }));
export const returned = next(accepted, read(accepted, 'RETURNED'));
export const reversed = next(paid, read(paid, 'REVERSED'));
export const cancelled = next(approved, cancelPayout(approved.payout, approved.fund, t0));
export const stages = {
  proposed,
  approved,
  sending,
  putOff,
  inDoubt,
  accepted,
  unclaimed,
  onHold,
  paid,
  failed,
  refused,
  returned,
  reversed,
  cancelled,
};
