import { approvePayout } from '../../src/domain/payout-decisions.js';
import type { PayoutOutcome } from '../../src/domain/payout-decisions.js';
import type { Recipient } from '../../src/domain/call.js';
import type { Instant } from '../../src/domain/calendar.js';
import type { LedgerEvent } from '../../src/domain/events.js';
import { type Fund, advanceFund, emptyFund, evolveFund } from '../../src/domain/fund.js';
import type { Books } from '../../src/domain/ledger.js';
import { type Payout, evolvePayout, payoutStream } from '../../src/domain/payout.js';
import { sayPayoutNeverCreated, sayPayoutPaid, stopResending } from '../../src/domain/payout-in-doubt.js';
import { admitApprover, agreeToApprover } from '../../src/domain/payout-approvers.js';
import * as limits from '../../src/domain/payout-limits.js';
import { takeReading } from '../../src/domain/payout-readings.js';
import { type PayoutRules, type PayoutRulesFact, evolvePayoutRules, noPayoutRules } from '../../src/domain/payout-rules.js';
import * as sending from '../../src/domain/payout-sending.js';
import { type SentPayout, payPalStandingOf } from '../../src/domain/paypal-payout.js';
import { asked, cash, foldBooks, sealed } from '../support/given.js';

/** Whose payout it is, and the two moments between which everything happens. */
export interface Cast {
  readonly payout: string;
  readonly account: string;
  readonly steward: string;
  readonly approver: string;
  readonly person: Recipient;
  readonly opened: Instant;
  readonly now: Instant;
}

const late = { month: '2026-11', belongsTo: '2026-10' };

/** What a payout over PayPal's API can come to; each way from where it forks. */
export function payoutsByApi({ payout, account, steward, person, opened, now }: Cast): readonly LedgerEvent[] {
  const amount = cash('40.00 CAD');
  const proposal = { payout, amount, given: amount, rail: 'paypal', addressVersion: 1, to: sealed(payout) } as const;
  const begun: Desk = {
    payout: evolvePayout(payoutStream(payout).unborn, { type: 'PayoutProposed', data: proposal, happenedAt: opened }),
    fund: advanceFund(cash('100.00 CAD'), '2026-10', opened).reduce(evolveFund, emptyFund('CAD')),
  };
  const facts: LedgerEvent[] = [];
  const then = ({ payout: state, fund }: Desk, outcome: PayoutOutcome): Desk => {
    facts.push(...outcome.payout, ...outcome.fund);
    return { payout: outcome.payout.reduce(evolvePayout, state), fund: outcome.fund.reduce(evolveFund, fund) };
  };
  const order = { senderBatch: `${payout}-a1`, account, request: sealed(payout), byDatabase: opened };
  const approved = then(begun, approvePayout(begun.payout, begun.fund, person, opened));
  const start = (rules = noPayoutRules, given: typeof order | 'rail-refuses' = order) =>
    sending.startPayoutAttempt(approved.payout, approved.fund, person, rules, given, opened);
  then(approved, start(noPayoutRules, 'rail-refuses'));
  const sent = then(approved, start());
  const answered = ({ payout: state, fund }: Desk, answer: sending.AnswerTaken['answer']) =>
    sending.takeBatchAnswer(state, fund, { attempt: 1, answer }, late, opened, now);
  const putOff = then(sent, answered(sent, { kind: 'rejected', code: 'INSUFFICIENT_FUNDS', next: 'same-id-again' }));
  then(putOff, sending.resumePayoutAttempt(putOff.payout, putOff.fund, noPayoutRules, 1, { now: opened, byDatabase: opened }));
  then(putOff, sending.endPayoutAttempt(putOff.payout, putOff.fund, 1, now));
  const doubted = then(sent, answered(sent, { kind: 'unknown', because: 'unlisted', code: 'NEW_WORD' }));
  const by = `account:${steward}`;
  const stopped = then(doubted, { payout: stopResending(doubted.payout, 1, by, opened), fund: [] });
  const evidence = { searchedThrough: now, debits: 0, statement: { through: '2026-10-31', differing: [], debits: 0 } };
  const said = { ...asked, payout, attempt: 1, noDebitOnStatement: true };
  const never = then(stopped, sayPayoutNeverCreated(stopped.payout, stopped.fund, noPayoutRules, said, evidence, 'America/Toronto', now));
  then(never, answered(never, { kind: 'accepted', batch: '5UXD2E8A7EBQJ' }));
  const found: SentPayout = {
    payout: 'TJNPH3LPSBYGQ',
    batch: '5UXD2E8A7EBQJ',
    status: 'SUCCESS',
    standing: 'paid',
    amount,
    receiver: 'sealed',
    fee: cash('0.80 CAD'),
  };
  const accepted = then(doubted, sayPayoutPaid(doubted.payout, doubted.fund, 1, found, [], late));
  const read = ({ payout: state, fund }: Desk, status: string) =>
    takeReading(state, fund, 1, { ...found, status, standing: payPalStandingOf(status) }, [], late, now);
  const unclaimed = then(accepted, read(accepted, 'UNCLAIMED'));
  const held = then(unclaimed, read(unclaimed, 'ONHOLD'));
  then(held, read(held, 'PENDING'));
  then(held, read(held, 'BLOCKED'));
  const paid = then(accepted, read(accepted, 'SUCCESS'));
  then(paid, read(paid, 'REVERSED'));
  return facts;
}

interface Desk {
  readonly payout: Payout;
  readonly fund: Fund;
}

export function payoutRulesFacts(books: Books, { payout, account, steward, approver, opened, now }: Cast): readonly PayoutRulesFact[] {
  const two = foldBooks([{ type: 'StewardAdded', data: { steward: approver, role: 'approver' }, happenedAt: opened }], books);
  const limit = { perPayout: cash('100.00 CAD'), perDay: cash('300.00 CAD'), secondPersonAbove: cash('50.00 CAD') };
  const by = `account:${steward}`;
  const amount = cash('40.00 CAD');
  const proposal = { payout, amount, given: amount, rail: 'paypal', addressVersion: 1, to: sealed(payout) } as const;
  const steps: readonly ((rules: PayoutRules) => readonly PayoutRulesFact[])[] = [
    (rules) => limits.setPayoutLimit(rules, two, { ...asked, ...limit }, opened),
    (rules) => limits.setPayoutLimit(rules, two, { ...asked, ...limit, perDay: cash('500.00 CAD'), by }, opened),
    (rules) => agreeToApprover(rules, 'account:another', opened),
    (rules) => admitApprover(rules, two, { ...asked, steward: payout, role: 'approver', invitedBy: by }, opened),
    (rules) => limits.stopPayouts(rules, now),
    (rules) => limits.resumePayouts(rules, now),
    (rules) => limits.choosePayingAccount(rules, { ...asked, account }, now),
    (rules) => limits.allowPayout(rules, proposal, { by, proposedBy: by }, now),
  ];
  const facts: PayoutRulesFact[] = [];
  for (const step of steps) facts.push(...step(facts.reduce(evolvePayoutRules, noPayoutRules)));
  return facts;
}
