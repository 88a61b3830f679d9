import { refusalOf } from '../../test/support/given.js';
import {
  type Desk,
  accepted,
  approved,
  inDoubt,
  later,
  names,
  next,
  order,
  paid,
  proposed,
  putOff,
  refused,
  sending,
  t0,
} from '../../test/support/payout-desk.js';
import type { JournaledAttempt } from './journal.js';
import { approvePayout } from './payout-decisions.js';
import { lostTry, refuseShownBefore, takeUpLostTry } from './payout-in-journal.js';
import { noPayoutRules } from './payout-rules.js';
import { mayResend } from './payout-sending.js';
import { person } from '../../test/support/payout-desk.js';

const tried = (attempt: number, lastAt = t0): JournaledAttempt => ({ attempt, senderBatch: `po1-a${attempt}`, firstAt: t0, lastAt });
const again = next(refused, approvePayout(refused.payout, refused.fund, person, t0));

describe('What the journal knows of a payout and the books do not', () => {
  it.each<[string, Desk, JournaledAttempt[], number | undefined]>([
    ['nothing was tried', approved, [], undefined],
    ['approved, and the journal holds its first try', approved, [tried(1)], 1],
    ['approved, and the journal holds two', approved, [tried(1), tried(2)], 2],
    ['approved anew after a try that both know', again, [tried(1)], undefined],
    ['approved anew, and the journal holds another one', again, [tried(1), tried(2)], 2],
    ['one call is out, of the try that both know', sending, [tried(1)], undefined],
    ['one call is out, and a later try was made', sending, [tried(1), tried(2)], 2],
    ['put off, and nothing was sent since', putOff, [tried(1)], undefined],
    ['put off, and sent again since', putOff, [tried(1, later)], 1],
    ['put off, and a later try was made', putOff, [tried(1), tried(2)], 2],
    ['in doubt about the try that both know, however often it was sent', inDoubt, [tried(1, later)], undefined],
    ['in doubt, and a later try was made', inDoubt, [tried(1), tried(2)], 2],
    ['it is at PayPal', accepted, [tried(1, later)], undefined],
    ['it has arrived', paid, [tried(1)], undefined],
    ['it waits for approval, which asks again before it is sent', proposed, [tried(1)], undefined],
  ])('%s', (_, { payout }, journaled, attempt) => {
    expect(lostTry(payout, journaled)?.attempt).toBe(attempt);
  });
});

describe('A try that only the journal knows', () => {
  const second = { ...order, senderBatch: 'po1-a2' };
  const clocks = { now: later, byDatabase: later };

  it.each<[string, Desk, JournaledAttempt[], typeof order, string]>([
    ['of an approved payout puts it into doubt under its number', approved, [tried(1)], order, 'PayoutAttemptStarted PayoutInDoubt'],
    [
      'after one that the books are in doubt about takes its place',
      inDoubt,
      [tried(1), tried(2)],
      second,
      'PayoutAttemptStarted PayoutInDoubt',
    ],
    ['after one that is put off takes its place', putOff, [tried(2)], second, 'PayoutAttemptStarted PayoutInDoubt'],
    ['of a payout that is put off needs no new number', putOff, [tried(1, later)], order, 'PayoutInDoubt'],
    ['that the books know as well is no news', inDoubt, [tried(1)], order, ''],
  ])('%s', (_, { payout }, journaled, made, facts) => {
    expect(names(takeUpLostTry(payout, journaled, made))).toBe(facts);
  });

  it('is for a person: nothing is sent again by itself, and its money stays held', () => {
    const doubt = next(approved, takeUpLostTry(approved.payout, [tried(1, later)], order));
    expect(doubt.payout).toMatchObject({ status: 'in-doubt', why: 'only-in-journal', attempt: 1, startedAt: t0, since: later });
    expect(mayResend(doubt.payout, noPayoutRules, clocks)).toBe(false);
    expect(doubt.fund).toEqual(approved.fund);
  });

  it.each<[string, Parameters<typeof takeUpLostTry>[2]]>([
    ['where its request cannot be written again', 'rail-refuses'],
    ['where the request written again has another id', second],
  ])('stays with the journal %s, and nothing is sent', (_, made) => {
    expect(refusalOf(() => takeUpLostTry(approved.payout, [tried(1)], made))).toBe('payout/only-in-journal');
  });
});

describe('A card that was open in books that were lost', () => {
  it.each<[string, number, JournaledAttempt[], boolean, string | undefined]>([
    ['that the journal does not know opens', 1, [], false, undefined],
    ['that was put back since opens', 2, [tried(1)], false, undefined],
    ['asks to look in the account first', 1, [tried(1)], false, 'payout/shown-before'],
    ['opens once somebody has looked', 1, [tried(1)], true, undefined],
  ])('%s', (_, attempt, journaled, looked, code) => {
    expect(refusalOf(() => refuseShownBefore(attempt, journaled, looked))).toBe(code);
  });
});
