import { asked, cash, refusalOf } from '../../test/support/given.js';
import { evidenceFrom, sayPayoutNeverCreated, sayPayoutPaid } from './payout-in-doubt.js';
import { type PayoutRules, noPayoutRules } from './payout-rules.js';
import { type Difference } from './paypal-body.js';
import { fundImbalance } from './fund.js';
import { nothing } from './money.js';
import { approvePayout, cancelPayout } from './payout-decisions.js';
import { startPayoutAttempt, takeBatchAnswer } from './payout-sending.js';
import {
  order,
  person,
  read,
  t0,
  october,
  type Desk,
  next,
  names,
  found,
  accepted,
  inDoubt,
  stopped,
  refused,
} from '../../test/support/payout-desk.js';

describe('In doubt, a person says one of two things, with evidence', () => {
  const zone = 'America/Toronto';
  const { searchFrom, statementDay } = evidenceFrom(t0, zone);
  const muchLater = '2026-10-08T12:00:00.000Z';
  const two: PayoutRules = {
    ...noPayoutRules,
    limits: { CAD: { perPayout: cash('100.00 CAD'), perDay: cash('200.00 CAD'), secondPersonAbove: cash('20.00 CAD') } },
  };
  const word = { through: statementDay, differing: [], debits: 0 };
  const never = (more: object = {}, evidence: object = {}, { payout, fund } = stopped, rules = noPayoutRules) =>
    sayPayoutNeverCreated(
      payout,
      fund,
      rules,
      { ...asked, payout: 'po1', attempt: 1, noDebitOnStatement: true, ...more },
      { searchedThrough: searchFrom, debits: 0, statement: word, ...evidence },
      zone,
      muchLater,
    );

  it('the evidence reaches past the day of the last call', () => {
    expect([searchFrom, statementDay]).toEqual(['2026-10-05T08:00:00.000Z', '2026-10-05']);
  });

  describe('said never to have been created, and PayPal took it up after all', () => {
    const gone = next(stopped, never());
    const late = (desk: Desk, attempt = 1) =>
      takeBatchAnswer(desk.payout, desk.fund, { attempt, answer: { kind: 'accepted', batch: 'BATCH1' } }, october, muchLater, muchLater);
    const again = next(gone, approvePayout(gone.payout, gone.fund, person, muchLater));
    const other = next(
      again,
      startPayoutAttempt(again.payout, again.fund, person, noPayoutRules, { ...order, senderBatch: 'po1-a2' }, muchLater),
    );

    it.each<[string, Desk, string]>([
      ['its money is taken back and it is followed', gone, 'PayoutSurfaced PayoutApproved PayoutDispatched'],
      ['approved again, it is followed and not sent a second time', again, 'PayoutSurfaced PayoutDispatched'],
      [
        'cancelled, it is followed all the same',
        next(gone, cancelPayout(gone.payout, gone.fund, muchLater)),
        'PayoutSurfaced PayoutApproved PayoutDispatched',
      ],
    ])('%s', (_, desk, expected) => {
      expect(names(late(desk))).toBe(expected);
      const after = next(desk, late(desk));
      expect([after.payout.status, fundImbalance(after.fund), names(late(after))]).toEqual(['accepted', nothing('CAD'), '']);
      expect(next(after, read(after, 'SUCCESS')).payout.status).toBe('paid');
    });

    it('also where the fund has given its money to others: what is available goes below zero, in the open', () => {
      const spent = { ...gone, fund: { ...gone.fund, available: cash('0.00 CAD'), netPaid: cash('100.00 CAD') } };
      expect(next(spent, late(spent)).fund.available).toEqual(cash('-40.00 CAD'));
    });

    it('with another try on its way beside it, a person is told', () => {
      expect(names(late(other))).toBe('PayoutSurfaced');
      expect(next(other, late(other)).payout).toEqual(other.payout);
    });

    it('a yes said again of the try that is followed is no news', () => {
      expect(names(late(accepted))).toBe('');
    });
  });

  it('that it was never created: then its money is ready, and it may be approved again', () => {
    expect(names(never())).toBe('PayoutNeverExisted PayoutReleased');
    const after = next(stopped, never());
    expect(after.payout).toMatchObject({ status: 'failed', code: 'never-created', attempts: 1 });
    expect(names(never({}, {}, after))).toBe('');
  });

  it.each<[string, object, object, Desk, string]>([
    ['while it is still sent again', {}, {}, inDoubt, 'payout/still-resending'],
    ['before the search can show it', {}, { searchedThrough: '2026-10-05T07:59:59.999Z' }, stopped, 'payout/search-too-early'],
    ['when the search lists a debit', {}, { debits: 1 }, stopped, 'payout/debit-found'],
    ['without having looked at the statement', { noDebitOnStatement: false }, {}, stopped, 'noDebitOnStatement'],
    ['without a statement in the books', {}, { statement: { differing: [], debits: 0 } }, stopped, 'payout/no-statement'],
    ['with a statement that ends too early', {}, { statement: { ...word, through: '2026-10-04' } }, stopped, 'payout/no-statement'],
    [
      'with a statement that does not add up',
      {},
      { statement: { ...word, differing: [statementDay] } },
      stopped,
      'payout/statement-differs',
    ],
    ['with a line of that amount on it', {}, { statement: { ...word, debits: 1 } }, stopped, 'payout/debit-on-statement'],
    ['of another attempt', { attempt: 2 }, {}, stopped, 'payout/not-in-doubt'],
    ['of one that was sent', {}, {}, accepted, 'payout/not-in-doubt'],
  ])('never %s', (_, more, evidence, stage, why) => {
    expect(refusalOf(() => never(more, evidence, stage))).toBe(why);
  });

  it('a line of that amount that is something else takes a word of its own', () => {
    expect(names(never({ alikeAreOthers: true }, { statement: { ...word, debits: 1 } }))).toBe('PayoutNeverExisted PayoutReleased');
  });

  it('above the limit, another person than the one who stopped it', () => {
    expect(refusalOf(() => never({}, {}, stopped, two))).toBe('payout/second-person');
    expect(refusalOf(() => never({ by: 'token:1' }, {}, stopped, two))).toBe('payout/second-person');
    expect(names(never({ by: 'account:min' }, {}, stopped, two))).toBe('PayoutNeverExisted PayoutReleased');
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
