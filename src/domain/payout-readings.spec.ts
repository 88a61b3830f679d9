import { asked, cash, refusalOf } from '../../test/support/given.js';
import { nothing } from './money.js';
import { approvePayout, recordPayoutReturned } from './payout-decisions.js';
import {
  t0,
  october,
  amount,
  person,
  next,
  names,
  proposed,
  read,
  approved,
  sending,
  accepted,
  putOff,
  inDoubt,
  unclaimed,
  onHold,
  paid,
  published,
  failed,
  refused,
  returned,
  reversed,
  cancelled,
} from '../../test/support/payout-desk.js';

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
