import { cash, refusalOf, sealed } from '../../test/support/given.js';
import { type Recipient } from './call.js';
import { fundImbalance } from './fund.js';
import { nothing } from './money.js';
import { approvePayout, cancelPayout } from './payout-decisions.js';
import { noPayoutRules } from './payout-rules.js';
import {
  type AnswerTaken,
  adoptBatch,
  endPayoutAttempt,
  mayResend,
  noticeInterruption,
  resumePayoutAttempt,
  startPayoutAttempt,
} from './payout-sending.js';
import { type Difference } from './paypal-body.js';
import {
  t0,
  later,
  october,
  person,
  next,
  names,
  start,
  answer,
  found,
  batchOf,
  approved,
  sending,
  yes,
  accepted,
  putOff,
  inDoubt,
  stopped,
  unclaimed,
  onHold,
  paid,
  published,
  refused,
  stages,
} from '../../test/support/payout-desk.js';

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
      if (!['sending', 'inDoubt', 'putOff', 'refused'].includes(name)) expect([name, names(answer(stage, yes))]).toEqual([name, '']);
    }
  });

  it('but a yes is never lost: whatever else was said of that try before, its money left', () => {
    expect(names(answer(putOff, yes))).toBe('PayoutAccepted PayoutDispatched');
    expect(names(answer(refused, yes))).toBe('PayoutSurfaced PayoutApproved PayoutDispatched');
    expect([next(putOff, answer(putOff, yes)), next(refused, answer(refused, yes))].map(({ payout }) => payout.status)).toEqual([
      'accepted',
      'accepted',
    ]);
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

describe('Whatever happens, every cent of the fund is in one place', () => {
  it.each(Object.entries({ ...stages, stopped, published }))('%s', (_, { fund }) => {
    expect(fundImbalance(fund)).toEqual(nothing('CAD'));
  });
});
