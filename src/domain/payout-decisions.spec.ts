import { asked, cash, foldBooks, knownPerson, openedAt, promising, refusalOf, sealed, unopened } from '../../test/support/given.js';
import type { Call, Recipient } from './call.js';
import { type Fund, type FundFact, emptyFund, evolveFund, fundImbalance } from './fund.js';
import { type Books, adoptPublicationRules } from './ledger.js';
import { formatAmount, nothing } from './money.js';
import { type Payout, type PayoutFact, evolvePayout, payoutStream } from './payout.js';
import {
  type PayoutOutcome,
  approvePayout,
  cancelPayout,
  confirmPayout,
  preparePayout,
  putBackPayout,
  recordPayoutReturned,
  recordPayoutSent,
  sayPayoutMissing,
  showPayoutCard,
  undoPayoutSent,
} from './payout-decisions.js';
import { proposePayout } from './payout-proposal.js';

const now = '2026-10-04T16:00:00.000Z';
const october = { month: '2026-10' };
const call: Call = {
  status: 'open',
  logged: { call: 'c1', name: 'maple-otter', platform: 'other', fitsThePromise: true, person: sealed() },
};
const act = { ...asked, payout: 'po1', by: 'ava' };

/** One payout and the fund it draws on, as the event store would hold them. */
interface Desk {
  readonly payout: Payout;
  readonly fund: Fund;
}
const owed = (amount: string): FundFact => ({ type: 'FundAdvanced', data: { amount: cash(amount), month: '2026-10' }, happenedAt: now });
const desk = (available = '100.00 CAD'): Desk => ({
  payout: payoutStream('po1').unborn,
  fund: evolveFund(emptyFund('CAD'), owed(available)),
});
const next = ({ payout, fund }: Desk, outcome: PayoutOutcome | readonly PayoutFact[]): Desk => {
  const facts: PayoutOutcome = 'payout' in outcome ? outcome : { payout: [...outcome], fund: [] };
  return { payout: facts.payout.reduce(evolvePayout, payout), fund: facts.fund.reduce(evolveFund, fund) };
};
const propose = (more: object = {}, books: Books = promising(), person: Recipient = knownPerson, from: Call = call) =>
  proposePayout(
    payoutStream('po1').unborn,
    'po1',
    sealed(),
    from,
    person,
    books,
    { ...asked, call: 'c1', amount: cash('40.00 CAD'), ...more },
    now,
  );
const approve = ({ payout, fund }: Desk, person: Recipient = knownPerson) => approvePayout(payout, fund, person, now);
const prepare = ({ payout }: Desk) => preparePayout(payout, { ...act, code: 'KX4' }, now);
const show = ({ payout }: Desk, by = 'ava', person: Recipient = knownPerson) => showPayoutCard(payout, person, by, now);
const send = ({ payout, fund }: Desk, more: object = {}, alike = false) =>
  recordPayoutSent(payout, fund, { ...act, sentAt: now, ...more }, undefined, alike, october, now);
const confirm = ({ payout, fund }: Desk, at = now, because: 'person-said-so' | 'no-return-in-35-days' = 'person-said-so') =>
  confirmPayout(payout, fund, { ...act, because }, at);
const comesBack = ({ payout, fund }: Desk) => recordPayoutReturned(payout, fund, { ...act, reason: 'expired', returnedAt: now }, october);

const proposed = next(desk(), propose());
const approved = next(proposed, approve(proposed));
const ready = next(approved, prepare(approved));
const held = next(ready, show(ready));
const sent = next(held, send(held));
const paid = next(sent, confirm(sent));
const published = next(paid, [{ type: 'PayoutPublished', data: { payout: 'po1', period: '2026-10' }, happenedAt: now }]);
const returned = next(sent, comesBack(sent));
const cancelled = next(proposed, cancelPayout(proposed.payout, proposed.fund, now));
const stages = { unknown: desk(), proposed, approved, held, sent, paid, returned, cancelled };
const namesOf = (outcome: PayoutOutcome | readonly PayoutFact[]) =>
  ('payout' in outcome ? [...outcome.payout, ...outcome.fund] : outcome).map(({ type }) => type);

describe('A payout is proposed in whole units of what the person receives', () => {
  it('and covers amount, rail and the address as it was last noted', () => {
    expect(propose()[0]!.data).toEqual({
      payout: 'po1',
      amount: cash('40.00 CAD'),
      given: cash('40.00 CAD'),
      rail: 'interac',
      addressVersion: 1,
      to: sealed(),
    });
  });

  it.each([
    ['37.50 CAD', '35.00 or 40.00'],
    ['40.01 CAD', '40.00 or 45.00'],
    ['4.99 CAD', '5.00 or 10.00'],
    ['999.99 CAD', '995.00 or 1000.00'],
  ])('%s is off the unit: the two nearest are named', (amount, offered) => {
    expect(() => propose({ amount: cash(amount) })).toThrow(`Send ${offered}.`);
    expect(refusalOf(() => propose({ amount: cash(amount) }))).toBe('payout/off-the-unit');
  });

  it('the unit is that of the rules in force', () => {
    const rules = adoptPublicationRules(promising(), { ...asked, preset: 'open', pledgeEvery: 'monthly' }, openedAt);
    expect(propose({ amount: cash('5.00 CAD') }, foldBooks(rules, promising()))).toHaveLength(1);
  });

  it('where the person receives another currency, she says what the fund gives and where the rate comes from', () => {
    const given = { amount: cash('54.63 CAD'), source: 'paypal' };
    expect(propose({ amount: cash('40.00 USD'), given })[0]!.data).toMatchObject({
      amount: cash('40.00 USD'),
      given: cash('54.63 CAD'),
      rateSource: 'paypal',
    });
    expect(propose({ amount: cash('40.00 USD') }, promising({ currencyRule: 'own' }))[0]!.data).toMatchObject({ given: cash('40.00 USD') });
  });

  it.each<[string, object, Books, Recipient, Call, string]>([
    ['nothing', { amount: nothing('CAD') }, promising(), knownPerson, call, 'amount'],
    ['less than nothing', { amount: cash('-5.00 CAD') }, promising(), knownPerson, call, 'amount'],
    ['another currency without what the fund gives', { amount: cash('40.00 USD') }, promising(), knownPerson, call, 'given'],
    [
      'nothing given for it',
      { amount: cash('40.00 USD'), given: { amount: nothing('CAD'), source: 'x' } },
      promising(),
      knownPerson,
      call,
      'given',
    ],
    [
      'less than nothing given for it',
      { amount: cash('40.00 USD'), given: { amount: cash('-1.00 CAD'), source: 'x' } },
      promising(),
      knownPerson,
      call,
      'given',
    ],
    [
      'a rate between a currency and itself',
      { given: { amount: cash('20.00 CAD'), source: 'x' } },
      promising(),
      knownPerson,
      call,
      'given',
    ],
    ['money from a fund that is not kept', { given: { amount: cash('30.00 USD'), source: 'x' } }, promising(), knownPerson, call, 'given'],
    ['a person forgotten', {}, promising(), { status: 'erased' }, call, 'recipient/erased'],
    ['a person nobody knows', {}, promising(), { status: 'unknown' }, call, 'call/unknown'],
    ['a call nobody noted', {}, promising(), knownPerson, { status: 'unknown' }, 'call/unknown'],
    ['a call put away', {}, promising(), knownPerson, { ...call, status: 'closed' } as Call, 'call/not-open'],
    ['a ledger not open', {}, unopened, knownPerson, call, 'ledger/not-open'],
  ])('never for %s', (_, more, books, person, from, why) => {
    expect(refusalOf(() => propose(more, books, person, from))).toBe(why);
  });
});

describe('Approval reserves the money, once', () => {
  it('approving twice is approving once, and the money is reserved once', () => {
    expect(namesOf(approve(proposed))).toEqual(['PayoutAgreed', 'PayoutApproved']);
    expect(namesOf(approve(approved))).toEqual([]);
    expect(approved.fund).toMatchObject({ available: cash('60.00 CAD'), reserved: cash('40.00 CAD') });
  });

  it('of no more than there is', () => {
    const poor = next(desk('39.99 CAD'), propose());
    expect(refusalOf(() => approve(poor))).toBe('fund/not-enough');
  });

  it('of the address that was seen: one noted since voids it, until the card is opened', () => {
    const moved: Recipient = { status: 'known', rail: 'interac', addresses: [{ address: sealed() }, { address: sealed() }] };
    expect(refusalOf(() => approve(proposed, moved))).toBe('payout/address-revised');
    expect(refusalOf(() => show(ready, 'ava', moved))).toBe('payout/address-revised');
    const putBack = next(held, putBackPayout(held.payout, 'ava', now));
    expect(namesOf(show(putBack, 'ava', moved))).toEqual(['PayoutAttemptStarted']);
  });

  it('not for a person forgotten since', () => {
    expect(refusalOf(() => approve(proposed, { status: 'erased' }))).toBe('recipient/erased');
  });

  it('cancelled, the money is there again; after its card was opened nothing is cancelled', () => {
    const off = next(ready, cancelPayout(ready.payout, ready.fund, now));
    expect([off.payout.status, off.fund.available, off.fund.held]).toEqual(['cancelled', cash('100.00 CAD'), {}]);
    expect(namesOf(cancelPayout(proposed.payout, proposed.fund, now))).toEqual(['PayoutCancelled']);
    expect(refusalOf(() => cancelPayout(held.payout, held.fund, now))).toBe('payout/is-held');
  });
});

describe('A card has one holder', () => {
  it('it is made once, however often the queue calls', () => {
    expect(namesOf(prepare(approved))).toEqual(['PayoutPrepared']);
    expect([...prepare(ready), ...prepare(held), ...prepare(proposed)]).toEqual([]);
    expect(refusalOf(() => show(approved))).toBe('payout/card-not-ready');
  });

  it('opened again by its holder it is the same attempt; by another it is refused', () => {
    expect(show(held)).toEqual([]);
    expect(refusalOf(() => show(held, 'min'))).toBe('payout/held-by-another');
  });

  it('only the holder says that it was not sent, or that it was', () => {
    expect(refusalOf(() => putBackPayout(held.payout, 'min', now))).toBe('payout/held-by-another');
    expect(refusalOf(() => send(held, { by: 'min' }))).toBe('payout/held-by-another');
    const back = next(held, putBackPayout(held.payout, 'ava', now));
    expect(back.payout).toMatchObject({ status: 'approved', attempts: 1, code: 'KX4' });
    expect(show(back, 'min')[0]!.data).toMatchObject({ attempt: 2, holder: 'min' });
  });
});

describe('"I sent it"', () => {
  it('takes the money out of the reserve, dated as it was sent', () => {
    const outcome = send(held, { sentAt: '2026-10-03T16:00:00.000Z' });
    expect(namesOf(outcome)).toEqual(['PayoutSentByHand', 'PayoutDispatched']);
    expect(outcome.payout[0]).toMatchObject({ happenedAt: '2026-10-03T16:00:00.000Z', data: { saidAt: now, ...october } });
  });

  it('cash is final at once', () => {
    const inHand: Recipient = { status: 'known', rail: 'cash', addresses: [{ address: sealed() }] };
    const start = next(desk(), propose({}, promising(), inHand));
    const agreed = next(start, approve(start, inHand));
    const card = next(agreed, prepare(agreed));
    const open = next(card, show(card, 'ava', inHand));
    expect(namesOf(send(open))).toEqual(['PayoutSentByHand', 'PayoutPaid', 'PayoutDispatched', 'PayoutSettled']);
    expect(next(open, send(open)).fund).toMatchObject({ netPaid: cash('40.00 CAD'), held: {} });
  });

  it('to the same person, the same amount as a few days ago: asked about first', () => {
    expect(refusalOf(() => send(held, {}, true))).toBe('payout/like-another');
    expect(namesOf(send(held, { againOnPurpose: true }, true))).toEqual(['PayoutSentByHand', 'PayoutDispatched']);
  });

  it.each<[string, string, string | undefined, Parameters<typeof undoPayoutSent>[4]?]>([
    ['at once', '2026-10-04T16:00:00.000Z', undefined],
    ['after ten minutes', '2026-10-04T16:10:00.000Z', undefined],
    ['a millisecond later no more', '2026-10-04T16:10:00.001Z', 'payout/undo-too-late'],
    ['not once its month is closed', '2026-10-04T16:00:00.000Z', 'payout/undo-after-close', { status: 'closed', closedAt: now }],
  ])('can be taken back %s', (...[, at, why, month]) => {
    expect(refusalOf(() => undoPayoutSent(sent.payout, sent.fund, 'ava', at, month))).toBe(why);
  });

  it('taken back, the card is held still, not ready: its address was seen', () => {
    const undone = next(sent, undoPayoutSent(sent.payout, sent.fund, 'ava', now));
    expect(undone).toEqual(held);
    expect(refusalOf(() => undoPayoutSent(sent.payout, sent.fund, 'min', now))).toBe('payout/held-by-another');
  });
});

describe('How a payout ends', () => {
  it.each([
    ['on the 34th day no', '2026-11-07T16:00:00.000Z', 'payout/not-yet-final'],
    ['a moment short of the 35th no', '2026-11-08T15:59:59.999Z', 'payout/not-yet-final'],
    ['on the 35th yes', '2026-11-08T16:00:00.000Z', undefined],
  ])('without a return it is final after 35 days: %s', (_, at, why) => {
    expect(refusalOf(() => confirm(sent, at, 'no-return-in-35-days'))).toBe(why);
  });

  it('never by waiting alone where the person says that it has not arrived; said twice, it is said once', () => {
    const missed = next(sent, sayPayoutMissing(sent.payout, now));
    expect(refusalOf(() => confirm(missed, '2026-12-08T16:00:00.000Z', 'no-return-in-35-days'))).toBe('payout/said-missing');
    expect(sayPayoutMissing(missed.payout, now)).toEqual([]);
    expect(next(missed, confirm(missed)).payout.status).toBe('paid');
    expect(refusalOf(() => sayPayoutMissing(desk().payout, now))).toBe('payout/unknown');
  });

  it.each<[string, Desk, 'available' | 'setApart']>([
    ['back before it arrived, it is available again', sent, 'available'],
    ['back after it arrived, before it was published, it is available again', paid, 'available'],
    ['back after it was published, it is set apart', published, 'setApart'],
  ])('%s', (_, from, bucket) => {
    const { payout, fund } = next(from, comesBack(from));
    expect([payout.status, fund.held, formatAmount(fund[bucket])]).toEqual(['returned', {}, bucket === 'available' ? '100.00' : '40.00']);
    expect(fundImbalance(fund)).toEqual(nothing('CAD'));
  });
});

describe('Each act has its turn: said again it adds nothing, said out of turn it is refused', () => {
  const acts: Readonly<Record<string, (desk: Desk) => PayoutOutcome | readonly PayoutFact[]>> = {
    approve: (at) => approve(at),
    open: (at) => show(at),
    'put back': ({ payout }) => putBackPayout(payout, 'ava', now),
    send: (at) => send(at),
    undo: ({ payout, fund }) => undoPayoutSent(payout, fund, 'ava', now),
    confirm: (at) => confirm(at),
    return: (at) => comesBack(at),
    cancel: ({ payout, fund }) => cancelPayout(payout, fund, now),
  };
  it.each([
    ['approve', 'is-unknown yes again is-held is-sent is-paid is-returned is-cancelled'],
    ['open', 'is-unknown is-proposed card-not-ready again is-sent is-paid is-returned is-cancelled'],
    ['put back', 'is-unknown is-proposed again yes is-sent is-paid is-returned is-cancelled'],
    ['send', 'is-unknown is-proposed is-approved yes again again is-returned is-cancelled'],
    ['undo', 'is-unknown is-proposed is-approved again yes is-paid is-returned is-cancelled'],
    ['confirm', 'is-unknown is-proposed is-approved is-held yes again is-returned is-cancelled'],
    ['return', 'is-unknown is-proposed is-approved is-held yes yes again is-cancelled'],
    ['cancel', 'is-unknown yes yes is-held is-sent is-paid is-returned again'],
  ])('%s', (name, expected) => {
    const answers = Object.values(stages).map((stage) => {
      const why = refusalOf(() => acts[name]!(stage));
      if (why) return why.replace('payout/', '').replace(/^unknown$/, 'is-unknown');
      return namesOf(acts[name]!(stage)).length === 0 ? 'again' : 'yes';
    });
    expect(answers.join(' ')).toBe(expected);
  });
});
