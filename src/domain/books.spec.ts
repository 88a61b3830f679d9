import fc from 'fast-check';
import { asked, knownPerson, practice, promising, sealed } from '../../test/support/given.js';
import type { Call, Recipient } from './call.js';
import { canonical, fromCanonical } from './canonical.js';
import { type Fund, type FundFact, advanceFund, emptyFund, evolveFund, fundImbalance, meetAdvance, stateOpeningBalance } from './fund.js';
import { formatAmount, isEqual, money, nothing, plus, sum } from './money.js';
import { type Payment, evolvePayment, paymentStream, recordPayment } from './payment.js';
import { refundPayment, reinstatePayment, reversePayment, voidPayment } from './payment-changes.js';
import { correctPayment } from './payment-correction.js';
import { type Payout, type PayoutFact, evolvePayout, payoutStream } from './payout.js';
import {
  approvePayout,
  cancelPayout,
  confirmPayout,
  preparePayout,
  putBackPayout,
  recordPayoutReturned,
  recordPayoutSent,
  showPayoutCard,
  undoPayoutSent,
} from './payout-decisions.js';
import { proposePayout } from './payout-proposal.js';
import { type Base, bases } from './pledge.js';
import { Refusal, InvalidInput } from './refusal.js';

/** A practice's books lived through at random: whatever is refused changes nothing, whatever is allowed keeps the rules. */
class Life {
  readonly payments = new Map<string, Payment>();
  readonly payouts = new Map<string, Payout>();
  fund: Fund = emptyFund('CAD');
  now = Date.parse('2026-10-01T12:00:00Z');
  private readonly booking = { month: '2026-10' };

  constructor(private readonly books: ReturnType<typeof practice>) {}

  get at(): string {
    return new Date(this.now).toISOString();
  }

  record(id: string, minor: bigint, feePercent: bigint, inside: boolean): void {
    const entry = {
      amount: money(minor, 'CAD'),
      fee: money((minor * feePercent) / 100n, 'CAD'),
      method: 'paypal' as const,
      receivedAt: this.at,
      offering: inside ? 'ces-50' : 'counselling-reduced',
    };
    this.onPayment(id, (payment) => recordPayment(payment, id, entry, {}, this.books, this.booking));
  }

  refund(id: string, minor: bigint): void {
    const input = { ...asked, payment: id, amount: money(minor, 'CAD'), refundedAt: this.at };
    this.onPayment(id, (payment) => refundPayment(payment, input, this.books, this.booking));
  }

  reverse(id: string, minor: bigint): void {
    const input = { ...asked, payment: id, amount: money(minor, 'CAD'), reversedAt: this.at, reason: 'dispute' as const };
    this.onPayment(id, (payment) => reversePayment(payment, input, this.books, this.booking));
  }

  reinstate(id: string, minor: bigint): void {
    const input = { ...asked, payment: id, amount: money(minor, 'CAD'), reinstatedAt: this.at };
    this.onPayment(id, (payment) => reinstatePayment(payment, input, this.books, this.booking));
  }

  correct(id: string, minor: bigint, inside: boolean): void {
    const input = { ...asked, payment: id, amount: money(minor, 'CAD'), offering: inside ? 'ces-50' : 'counselling-reduced' };
    const bookings = { before: this.booking, after: this.booking };
    this.onPayment(id, (payment) => correctPayment(payment, input, this.books, bookings, this.at));
  }

  takeOut(id: string): void {
    this.onPayment(id, (payment) =>
      voidPayment(payment, { ...asked, payment: id, reason: 'not-a-payment' }, this.books, this.booking, this.at),
    );
  }

  open(owed: bigint, paid: bigint): void {
    this.onFund(() => stateOpeningBalance(this.fund, money(owed, 'CAD'), money(paid, 'CAD'), '2026-10', this.at));
  }

  meet(minor: bigint): void {
    this.onFund(() => meetAdvance(this.fund, money(minor, 'CAD'), '2026-10', this.at));
  }

  advance(minor: bigint): void {
    this.onFund(() => advanceFund(money(minor, 'CAD'), '2026-10', this.at));
  }

  act(id: string, name: PayoutAct, units: bigint, by: string): void {
    this.onPayout(id, (payout) => this.decide(id, payout, name, units, by));
  }

  private decide(
    id: string,
    payout: Payout,
    name: PayoutAct,
    units: bigint,
    by: string,
  ): { payout: readonly PayoutFact[]; fund: readonly FundFact[] } {
    const act = { ...asked, payout: id, by };
    const alone = (facts: readonly PayoutFact[]) => ({ payout: facts, fund: [] });
    const person: Recipient = id.endsWith('c') ? { status: 'known', rail: 'cash', addresses: [{ address: sealed() }] } : knownPerson;
    switch (name) {
      case 'propose': {
        const call: Call = {
          status: 'open',
          logged: { call: 'c', name: 'maple-otter', platform: 'other', fitsThePromise: true, person: sealed() },
        };
        return alone(
          proposePayout(
            payout,
            id,
            sealed(),
            call,
            person,
            this.books,
            { ...asked, call: 'c', amount: money(units * 500n, 'CAD') },
            this.at,
          ),
        );
      }
      case 'approve':
        return approvePayout(payout, this.fund, person, this.at);
      case 'prepare':
        return alone(preparePayout(payout, { ...act, code: 'KX4' }, this.at));
      case 'open':
        return alone(showPayoutCard(payout, person, by, this.at));
      case 'put-back':
        return alone(putBackPayout(payout, by, this.at));
      case 'send':
        return recordPayoutSent(payout, this.fund, { ...act, sentAt: this.at }, undefined, false, this.booking, this.at);
      case 'undo':
        return undoPayoutSent(payout, this.fund, by, this.at);
      case 'confirm':
        return confirmPayout(payout, this.fund, { ...act, because: 'person-said-so' }, this.at);
      case 'return':
        return recordPayoutReturned(payout, this.fund, { ...act, reason: 'expired', returnedAt: this.at }, this.booking);
      case 'cancel':
        return cancelPayout(payout, this.fund, this.at);
      case 'publish':
        return alone(
          payout.status === 'paid' && !payout.published
            ? [{ type: 'PayoutPublished', data: { payout: id, period: '2026-10' }, happenedAt: this.at }]
            : [],
        );
    }
  }

  private onPayment(id: string, decide: (payment: Payment) => ReturnType<typeof recordPayment>): void {
    const before = this.payments.get(id) ?? paymentStream(id).unborn;
    const { payment, fund } = answered(() => decide(before), { payment: [], fund: [] });
    this.payments.set(id, payment.reduce(evolvePayment, before));
    this.onFund(() => fund);
  }

  private onPayout(id: string, decide: (payout: Payout) => { payout: readonly PayoutFact[]; fund: readonly FundFact[] }): void {
    const before = this.payouts.get(id) ?? payoutStream(id).unborn;
    const { payout, fund } = answered(() => decide(before), { payout: [], fund: [] });
    this.payouts.set(id, payout.reduce(evolvePayout, before));
    this.onFund(() => fund);
  }

  private onFund(decide: () => readonly FundFact[]): void {
    for (const fact of answered(decide, [])) {
      const before = this.fund;
      this.fund = evolveFund(before, fact);
      if (fact.type === 'PayoutApproved' && this.fund.available.minor < 0n) throw new Error('An approval promised more than there is.');
    }
  }

  /** Every rule that holds whatever happened. */
  check(): void {
    expect(fundImbalance(this.fund)).toEqual(nothing('CAD'));
    const inState = (...statuses: readonly Payout['status'][]) =>
      sum(
        [...this.payouts.values()].flatMap((payout) =>
          payout.status !== 'unknown' && statuses.includes(payout.status) ? [payout.proposal.given] : [],
        ),
        'CAD',
      );
    expect(this.fund.reserved).toEqual(inState('approved', 'held'));
    expect(this.fund.inFlight).toEqual(inState('sent'));
    expect(this.fund.netPaid).toEqual(inState('paid'));
    const unfinished = [...this.payouts].filter(([, { status }]) => ['approved', 'held', 'sent'].includes(status)).map(([id]) => id);
    expect(Object.keys(this.fund.held).sort()).toEqual(unfinished.sort());
    const fromPayments = plus(this.fund.derived, this.fund.adjustments);
    const remains = [...this.payments.values()].some(
      (payment) => payment.status === 'received' && !isEqual(payment.refunded, payment.received.amount),
    );
    expect(remains ? fromPayments.minor >= 0n : fromPayments.minor === 0n).toBe(true);
    expect(fromCanonical(canonical(this.fund))).toEqual(this.fund);
  }
}

const payoutActs = ['propose', 'approve', 'prepare', 'open', 'put-back', 'send', 'undo', 'confirm', 'return', 'cancel', 'publish'] as const;
type PayoutAct = (typeof payoutActs)[number];

function answered<T>(decide: () => T, refused: T): T {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal || error instanceof InvalidInput) return refused;
    throw error;
  }
}

const step = (say: string, run: (life: Life) => void): fc.Command<object, Life> => ({
  check: () => true,
  run: (_, life) => {
    run(life);
    life.check();
  },
  toString: () => say,
});
const paymentId = fc.constantFrom('p1', 'p2', 'p3');
const payoutId = fc.constantFrom('po1', 'po2', 'po3-c');
const minor = fc.oneof(fc.bigInt({ min: 0n, max: 4_000n }), fc.bigInt({ min: 0n, max: 60_000n }));
const dollars = (amount: bigint) => formatAmount(money(amount, 'CAD'));

const steps = [
  fc
    .tuple(paymentId, minor, fc.bigInt({ min: 0n, max: 20n }), fc.boolean())
    .map(([id, amount, fee, inside]) =>
      step(`${id} brings ${dollars(amount)} less ${fee} % fee${inside ? '' : ', outside the promise'}`, (life) =>
        life.record(id, amount, fee, inside),
      ),
    ),
  fc.tuple(paymentId, minor).map(([id, amount]) => step(`${dollars(amount)} of ${id} goes back`, (life) => life.refund(id, amount))),
  fc.tuple(paymentId, minor).map(([id, amount]) => step(`${dollars(amount)} of ${id} is taken back`, (life) => life.reverse(id, amount))),
  fc.tuple(paymentId, minor).map(([id, amount]) => step(`${dollars(amount)} of ${id} comes again`, (life) => life.reinstate(id, amount))),
  fc
    .tuple(paymentId, minor, fc.boolean())
    .map(([id, amount, inside]) =>
      step(`${id} should be ${dollars(amount)}${inside ? '' : ', outside the promise'}`, (life) => life.correct(id, amount, inside)),
    ),
  paymentId.map((id) => step(`${id} is taken out`, (life) => life.takeOut(id))),
  fc
    .tuple(minor, minor)
    .map(([owed, paid]) => step(`she owed ${dollars(owed)} and had paid ${dollars(paid)}`, (life) => life.open(owed, paid))),
  minor.map((amount) => step(`she takes back ${dollars(amount)}`, (life) => life.meet(amount))),
  minor.map((amount) => step(`she covers ${dollars(amount)}`, (life) => life.advance(amount))),
  fc.nat({ max: 30 }).map((minutes) =>
    step(`${minutes} minutes pass`, (life) => {
      life.now += minutes * 60_000;
    }),
  ),
  ...[0, 1, 2].map(() =>
    fc
      .tuple(payoutId, fc.constantFrom(...payoutActs), fc.bigInt({ min: 0n, max: 12n }), fc.constantFrom('ava', 'min'))
      .map(([id, name, units, by]) => step(`${by}: ${name} ${id} (${dollars(units * 500n)})`, (life) => life.act(id, name, units, by))),
  ),
];

/** From proposal to its end in one breath, so that random histories reach the far states often. */
const wholeWay = fc.tuple(payoutId, fc.subarray(payoutActs.slice(1), { minLength: 4 })).map(([id, acts]) =>
  step(`ava: propose and ${acts.join(', ')} ${id}`, (life) => {
    for (const name of ['propose' as const, ...acts]) life.act(id, name, 3n, 'ava');
  }),
);

describe('Whatever a practice lives through', () => {
  it('nothing is lost or doubled: every payout is in one bucket, and no approval promises more than there is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Base>(...bases),
        fc.integer({ min: 1, max: 10_000 }),
        fc.commands([...steps, wholeWay], { maxCommands: 60 }),
        (base, shareBp, lived) => {
          fc.modelRun(() => ({ model: {}, real: new Life(promising({ base, shareBp }, practice())) }), lived);
        },
      ),
      { numRuns: 300 },
    );
  });
});
