import { asked, cash, knownPerson, refusalOf, sealed } from '../../test/support/given.js';
import type { Recipient } from './call.js';
import { type Fund, emptyFund, evolveFund, fundImbalance } from './fund.js';
import { nothing } from './money.js';
import { type Payout, type PayoutFact, type Proposal, evolvePayout } from './payout.js';
import { approvePayout, cancelPayout, recordPayoutReturned } from './payout-decisions.js';
import type { PayoutOutcome } from './payout-decisions.js';
import { evidenceFrom, sayPayoutNeverCreated, sayPayoutPaid, stopResending } from './payout-in-doubt.js';
import { takeReading } from './payout-readings.js';
import { type PayoutRules, noPayoutRules } from './payout-rules.js';
import {
  type AnswerTaken,
  adoptBatch,
  endPayoutAttempt,
  mayResend,
  noticeInterruption,
  resumePayoutAttempt,
  startPayoutAttempt,
  takeBatchAnswer,
} from './payout-sending.js';
import type { Difference } from './paypal-body.js';
import { type SentPayout, payPalStandingOf } from './paypal-payout.js';

const t0 = '2026-10-04T16:00:00.000Z';
const later = '2026-10-04T16:06:00.000Z';
const october = { month: '2026-10' };
const amount = cash('40.00 CAD');
const proposal: Proposal = { payout: 'po1', amount, given: amount, rail: 'paypal', addressVersion: 1, to: sealed() };
const person: Recipient = { ...(knownPerson as Extract<Recipient, { status: 'known' }>), rail: 'paypal' };
const order = { senderBatch: 'po1-a1', account: 'acc1', request: sealed(), byDatabase: t0 };

interface Desk {
  readonly payout: Payout;
  readonly fund: Fund;
}
const next = ({ payout, fund }: Desk, outcome: PayoutOutcome | readonly PayoutFact[]): Desk => {
  const facts: PayoutOutcome = 'payout' in outcome ? outcome : { payout: [...outcome], fund: [] };
  return { payout: facts.payout.reduce(evolvePayout, payout), fund: facts.fund.reduce(evolveFund, fund) };
};
const names = (outcome: PayoutOutcome | readonly PayoutFact[]) =>
  ('payout' in outcome ? [...outcome.payout, ...outcome.fund] : outcome).map(({ type }) => type).join(' ');

const proposed: Desk = {
  payout: evolvePayout({ status: 'unknown' }, { type: 'PayoutProposed', data: proposal, happenedAt: t0 }),
  fund: evolveFund(emptyFund('CAD'), { type: 'FundAdvanced', data: { amount: cash('100.00 CAD'), month: '2026-10' }, happenedAt: t0 }),
};
const start = ({ payout, fund }: Desk, who: Recipient = person, rules = noPayoutRules) =>
  startPayoutAttempt(payout, fund, who, rules, order, t0);
const answer = ({ payout, fund }: Desk, given: AnswerTaken['answer'], attempt = 1) =>
  takeBatchAnswer(payout, fund, { attempt, answer: given }, october, t0, t0);
const found = (status: string, more: Partial<SentPayout> = {}): SentPayout => ({
  payout: 'TRANSFER1',
  batch: 'BATCH1',
  senderPayout: 'po1',
  status,
  standing: payPalStandingOf(status),
  amount,
  receiver: 'ines@example.org',
  ...more,
});
const read = ({ payout, fund }: Desk, status: string, more: Partial<SentPayout> = {}, differences: Difference[] = []) =>
  takeReading(payout, fund, 1, found(status, more), differences, october, t0);
const batchOf = (payouts: SentPayout[]) => ({ batch: 'BATCH1', senderBatch: 'po1-a1', status: 'SUCCESS', payouts });

const approved = next(proposed, approvePayout(proposed.payout, proposed.fund, person, t0));
const sending = next(approved, start(approved));
const yes = { kind: 'accepted', batch: 'BATCH1' } as const;
const accepted = next(sending, answer(sending, yes));
const putOff = next(sending, answer(sending, { kind: 'repeat', because: 'too-many' }));
const inDoubt = next(sending, answer(sending, { kind: 'unknown', because: 'timeout' }));
const stopped = next(inDoubt, stopResending(inDoubt.payout, 1, 'account:ava', t0));
const unclaimed = next(accepted, read(accepted, 'UNCLAIMED'));
const onHold = next(accepted, read(accepted, 'ONHOLD'));
const paid = next(accepted, read(accepted, 'SUCCESS'));
const published = next(paid, [{ type: 'PayoutPublished', data: { payout: 'po1', period: '2026-10' }, happenedAt: t0 }]);
const failed = next(accepted, read(accepted, 'FAILED', { errorCode: 'RECEIVER_UNREGISTERED' }));
const refused = next(sending, answer(sending, { kind: 'rejected', code: 'VALIDATION_ERROR', next: 'failed' }));
const returned = next(accepted, read(accepted, 'RETURNED'));
const reversed = next(paid, read(paid, 'REVERSED'));
const cancelled = next(approved, cancelPayout(approved.payout, approved.fund, t0));
const stages = {
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

describe('The intent stands in the books before anything is sent', () => {
  it('and there is one attempt, however many windows and workers ask', () => {
    expect(names(start(approved))).toBe('PayoutAttemptStarted');
    for (const [name, stage] of Object.entries(stages)) if (name !== 'approved') expect([name, names(start(stage))]).toEqual([name, '']);
  });

  it('the stop switch holds it', () => {
    expect(names(start(approved, person, { ...noPayoutRules, stoppedAt: t0 }))).toBe('');
  });

  it.each<[string, Recipient]>([
    ['details noted since', { ...person, addresses: [{ address: sealed() }, { address: sealed() }] } as Recipient],
    ['a person forgotten since', { status: 'erased' }],
  ])('%s void the approval, and its money is ready again', (_, who) => {
    expect(names(start(approved, who))).toBe('PayoutCancelled PayoutReleased');
    expect(next(approved, start(approved, who)).fund.available).toEqual(cash('100.00 CAD'));
  });

  it('what the rail cannot pay is not sent, and its money is ready again', () => {
    expect(names(startPayoutAttempt(approved.payout, approved.fund, person, noPayoutRules, 'rail-refuses', t0))).toBe(
      'PayoutCancelled PayoutReleased',
    );
  });

  it('after it nobody cancels, and no revision voids', () => {
    for (const stage of [sending, putOff, inDoubt, accepted, unclaimed, onHold, paid])
      expect(refusalOf(() => cancelPayout(stage.payout, stage.fund, t0))).toMatch(/^payout\/is-/);
  });
});

describe('What PayPal answers', () => {
  it.each<[string, AnswerTaken['answer'], string, string]>([
    ['taken up', yes, 'PayoutAccepted PayoutDispatched', 'PayoutAccepted PayoutDispatched'],
    ['a listed no', { kind: 'rejected', code: 'VALIDATION_ERROR', next: 'failed' }, 'PayoutFailed PayoutReleased', ''],
    ['a no that the account mends', { kind: 'rejected', code: 'INSUFFICIENT_FUNDS', next: 'same-id-again' }, 'PayoutPutOff', ''],
    ['too many requests', { kind: 'repeat', because: 'too-many' }, 'PayoutPutOff', ''],
    ['not let in', { kind: 'repeat', because: 'unauthorised' }, 'PayoutPutOff', ''],
    ['never reached', { kind: 'repeat', because: 'not-reached' }, 'PayoutPutOff', ''],
    ['the journal refused', { kind: 'not-written' }, 'PayoutPutOff', ''],
    ['no answer in time', { kind: 'unknown', because: 'timeout' }, 'PayoutInDoubt', ''],
    ['a line that was cut', { kind: 'unknown', because: 'cut' }, 'PayoutInDoubt', ''],
    ['an error of theirs', { kind: 'unknown', because: 'their-fault' }, 'PayoutInDoubt', ''],
    ['a page instead of an answer', { kind: 'unknown', because: 'unreadable' }, 'PayoutInDoubt', ''],
    ['a no that nobody listed', { kind: 'unknown', because: 'unlisted', code: 'NEW_WORD' }, 'PayoutInDoubt', ''],
    ['a duplicate', { kind: 'duplicate', batch: 'BATCH1' }, 'PayoutInDoubt', 'PayoutInDoubt'],
    ['a duplicate without its batch', { kind: 'duplicate' }, 'PayoutInDoubt', 'PayoutInDoubt'],
    ['another app', { kind: 'app-changed' }, 'PayoutInDoubt', 'PayoutInDoubt'],
  ])('%s: to the only call, and after a call of unknown outcome', (_, given, first, afterDoubt) => {
    expect([names(answer(sending, given)), names(answer(inDoubt, given))]).toEqual([first, afterDoubt]);
  });

  it('an answer about another attempt, or to a payout that no call is out for, changes nothing', () => {
    for (const [name, stage] of Object.entries(stages)) {
      expect([name, names(answer(stage, yes, 2))]).toEqual([name, '']);
      if (!['sending', 'inDoubt'].includes(name)) expect([name, names(answer(stage, yes))]).toEqual([name, '']);
    }
  });

  it('a listed no frees the money; then it is approved and tried anew under a new batch id, or cancelled', () => {
    expect(refused.fund).toMatchObject({ available: cash('100.00 CAD'), held: {} });
    const again = next(refused, approvePayout(refused.payout, refused.fund, person, t0));
    expect(again.payout).toMatchObject({ status: 'approved', attempts: 1 });
    expect(start(again).payout[0]!.data).toMatchObject({ attempt: 2 });
    expect(names(cancelPayout(refused.payout, refused.fund, t0))).toBe('PayoutCancelled');
  });
});

describe('The same bytes again', () => {
  it('put off, one worker takes the next call; the other finds nothing to do', () => {
    const rules = noPayoutRules;
    const again = resumePayoutAttempt(putOff.payout, putOff.fund, rules, 1, { now: t0, byDatabase: t0 });
    expect(names(again)).toBe('PayoutAttemptResumed');
    const out = next(putOff, again);
    expect(names(resumePayoutAttempt(out.payout, out.fund, rules, 1, { now: t0, byDatabase: t0 }))).toBe('');
    expect(names(answer(out, { kind: 'rejected', code: 'VALIDATION_ERROR', next: 'failed' }))).toBe('PayoutFailed PayoutReleased');
  });

  it.each([
    ['on the 19th day', '2026-10-24T15:59:59.999Z', t0, true],
    ['on the 20th', '2026-10-24T16:00:00.000Z', t0, false],
    ['on the 20th by the database', t0, '2026-10-24T16:00:00.000Z', false],
  ])('%s', (_, now, byDatabase, may) => {
    expect(mayResend(inDoubt.payout, noPayoutRules, { now, byDatabase })).toBe(may);
    expect(names(resumePayoutAttempt(putOff.payout, putOff.fund, noPayoutRules, 1, { now, byDatabase }))).toBe(
      may ? 'PayoutAttemptResumed' : 'PayoutFailed PayoutReleased',
    );
  });

  it('never while all is stopped, once a person stopped it, or where something else was found', () => {
    const clocks = { now: t0, byDatabase: t0 };
    const different = next(inDoubt, adoptBatch(inDoubt.payout, inDoubt.fund, 1, batchOf([found('SUCCESS')]), ['receiver'], october, t0));
    expect(mayResend(inDoubt.payout, noPayoutRules, clocks)).toBe(true);
    expect(mayResend(inDoubt.payout, { ...noPayoutRules, stoppedAt: t0 }, clocks)).toBe(false);
    for (const stage of [stopped, different, sending, putOff, accepted]) expect(mayResend(stage.payout, noPayoutRules, clocks)).toBe(false);
  });

  it('a call of which nobody says what it came to is in doubt after five minutes, and no sooner', () => {
    expect(names(noticeInterruption(sending.payout, 1, '2026-10-04T16:04:59.999Z'))).toBe('');
    expect(names(noticeInterruption(sending.payout, 1, later))).toBe('PayoutInDoubt');
  });

  it('put off, a person can end it: nothing is at PayPal', () => {
    expect(names(endPayoutAttempt(putOff.payout, putOff.fund, 1, t0))).toBe('PayoutFailed PayoutReleased');
    for (const stage of [sending, inDoubt, accepted])
      expect(refusalOf(() => endPayoutAttempt(stage.payout, stage.fund, 1, t0))).toBe('payout/not-put-off');
  });
});

describe('A batch that was there before', () => {
  const adopt = (differences: Difference[], payouts = [found('SUCCESS')]) =>
    adoptBatch(inDoubt.payout, inDoubt.fund, 1, batchOf(payouts), differences, october, t0);

  it('is ours only if every field is', () => {
    expect(names(adopt([]))).toBe('PayoutAccepted PayoutDispatched');
  });

  it.each<Difference>(['batch', 'how-many', 'payout', 'receiver', 'currency', 'amount'])('with another %s it is for a person', (field) => {
    expect(adopt([field]).payout).toMatchObject([{ type: 'PayoutInDoubt', data: { why: 'found-different' } }]);
  });

  it('one that lists no payout yet says nothing', () => {
    expect(names(adopt(['how-many'], []))).toBe('');
  });
});

describe('The status of the transfer decides', () => {
  const none = '';
  const back = 'PayoutReturned PayoutGivenBack';
  const fail = 'PayoutFailed PayoutGivenBack';
  const settled = 'PayoutPaid PayoutSettled';
  it.each([
    ['PENDING', [none, 'PayoutMovedOn', 'PayoutMovedOn', none]],
    ['PROCESSING', [none, 'PayoutMovedOn', 'PayoutMovedOn', none]],
    ['UNCLAIMED', ['PayoutUnclaimed', none, 'PayoutUnclaimed', none]],
    ['ONHOLD', ['PayoutHeld', 'PayoutHeld', none, none]],
    ['SUCCESS', [settled, settled, settled, none]],
    ['RETURNED', [back, back, back, back]],
    ['REFUNDED', [back, back, back, back]],
    ['FAILED', [fail, fail, fail, back]],
    ['DENIED', [fail, fail, fail, back]],
    ['BLOCKED', [fail, fail, fail, back]],
    ['CANCELED', [fail, fail, fail, back]],
    ['REVERSED', ['PayoutReversed', 'PayoutReversed', 'PayoutReversed', 'PayoutReversed']],
    ['SOMETHING_NEW', [none, none, none, none]],
  ])('%s, read while it is on its way, unclaimed, held, paid', (status, expected) => {
    expect([accepted, unclaimed, onHold, paid].map((stage) => names(read(stage, status)))).toEqual(expected);
  });

  it.each([
    'SUCCESS',
    'UNCLAIMED',
    'RETURNED',
    'FAILED',
    'REVERSED',
    'PENDING',
  ])('%s, read late, takes nothing back that is final', (status) => {
    for (const stage of [failed, refused, returned, reversed, cancelled, proposed, approved, sending, putOff, inDoubt])
      expect(names(read(stage, status))).toBe('');
  });

  it('what differs in any field, or is another transfer or batch, changes nothing', () => {
    expect(names(read(accepted, 'SUCCESS', {}, ['receiver']))).toBe('');
    expect(names(read(accepted, 'SUCCESS', { batch: 'BATCH2' }))).toBe('');
    expect(names(read(unclaimed, 'SUCCESS', { payout: 'TRANSFER2' }))).toBe('');
  });

  it('PayPal’s fee is the practice’s, not the fund’s', () => {
    const outcome = read(accepted, 'SUCCESS', { fee: cash('0.80 CAD') });
    expect(names(outcome)).toBe('PayoutPaid PayoutFeeCharged PayoutSettled');
    expect(next(accepted, outcome).fund).toMatchObject({ netPaid: amount, available: cash('60.00 CAD') });
  });

  it('money that came back before it was published is ready again; after, it is set apart', () => {
    expect(returned.fund).toMatchObject({ available: cash('100.00 CAD'), setApart: nothing('CAD') });
    expect(next(published, read(published, 'REFUNDED')).fund).toMatchObject({ available: cash('60.00 CAD'), setApart: amount });
  });

  it('what PayPal took up and did not pay is over: another try is another payout', () => {
    expect(failed.payout.status).toBe('returned');
    expect(failed.fund).toMatchObject({ available: cash('100.00 CAD'), held: {} });
    expect(refusalOf(() => approvePayout(failed.payout, failed.fund, person, t0))).toBe('payout/is-returned');
  });

  it('reversed, nothing moves by itself: a person says that the money came back', () => {
    expect(reversed.fund).toEqual(paid.fund);
    const input = { ...asked, payout: 'po1', reason: 'sent-back', returnedAt: t0 } as const;
    const outcome = recordPayoutReturned(reversed.payout, reversed.fund, input, october);
    expect([names(outcome), next(reversed, outcome).fund.available]).toEqual(['PayoutReturned PayoutGivenBack', cash('100.00 CAD')]);
    expect(refusalOf(() => recordPayoutReturned(paid.payout, paid.fund, input, october))).toBe('payout/told-by-paypal');
  });
});

describe('In doubt, a person says one of two things, with evidence', () => {
  const zone = 'America/Toronto';
  const { searchFrom, statementDay } = evidenceFrom(t0, zone);
  const muchLater = '2026-10-08T12:00:00.000Z';
  const two: PayoutRules = {
    ...noPayoutRules,
    limits: { CAD: { perPayout: cash('100.00 CAD'), perDay: cash('200.00 CAD'), secondPersonAbove: cash('20.00 CAD') } },
  };
  const never = (more: object = {}, evidence: object = {}, { payout, fund } = stopped, rules = noPayoutRules) =>
    sayPayoutNeverCreated(
      payout,
      fund,
      rules,
      { ...asked, payout: 'po1', attempt: 1, statementThrough: statementDay, noDebitOnStatement: true, ...more },
      { searchedThrough: searchFrom, debits: 0, ...evidence },
      zone,
      muchLater,
    );

  it('the evidence reaches past the day of the last call', () => {
    expect([searchFrom, statementDay]).toEqual(['2026-10-05T08:00:00.000Z', '2026-10-05']);
  });

  it('that it was never created: then its money is ready, and it may be approved again', () => {
    expect(names(never())).toBe('PayoutNeverCreated PayoutReleased');
    const after = next(stopped, never());
    expect(after.payout).toMatchObject({ status: 'failed', code: 'never-created', attempts: 1 });
    expect(names(never({}, {}, after))).toBe('');
  });

  it.each<[string, object, object, Desk, string]>([
    ['while it is still sent again', {}, {}, inDoubt, 'payout/still-resending'],
    ['before the search can show it', {}, { searchedThrough: '2026-10-05T07:59:59.999Z' }, stopped, 'payout/search-too-early'],
    ['when the search lists a debit', {}, { debits: 1 }, stopped, 'payout/debit-found'],
    ['without having looked at the statement', { noDebitOnStatement: false }, {}, stopped, 'noDebitOnStatement'],
    ['with a statement that ends too early', { statementThrough: '2026-10-04' }, {}, stopped, 'statementThrough'],
    ['with a statement of days to come', { statementThrough: '2026-10-09' }, {}, stopped, 'statementThrough'],
    ['of another attempt', { attempt: 2 }, {}, stopped, 'payout/not-in-doubt'],
    ['of one that was sent', {}, {}, accepted, 'payout/not-in-doubt'],
  ])('never %s', (_, more, evidence, stage, why) => {
    expect(refusalOf(() => never(more, evidence, stage))).toBe(why);
  });

  it('above the limit, another person than the one who stopped it', () => {
    expect(refusalOf(() => never({}, {}, stopped, two))).toBe('payout/second-person');
    expect(refusalOf(() => never({ by: 'token:1' }, {}, stopped, two))).toBe('payout/second-person');
    expect(names(never({ by: 'account:min' }, {}, stopped, two))).toBe('PayoutNeverCreated PayoutReleased');
  });

  it('that it was sent: only if a reading made now is of this payout', () => {
    const say = (differences: Difference[], { payout, fund } = stopped) =>
      sayPayoutPaid(payout, fund, 1, found('SUCCESS'), differences, october);
    expect(names(say([]))).toBe('PayoutAccepted PayoutDispatched');
    expect(names(say([], inDoubt))).toBe('PayoutAccepted PayoutDispatched');
    expect(refusalOf(() => say(['receiver']))).toBe('payout/another-payout');
    expect(refusalOf(() => say([], refused))).toBe('payout/not-in-doubt');
  });
});

describe('Whatever happens, every cent of the fund is in one place', () => {
  it.each(Object.entries({ ...stages, stopped, published }))('%s', (_, { fund }) => {
    expect(fundImbalance(fund)).toEqual(nothing('CAD'));
  });
});
