import { type Dice, diceOf } from '../../src/demo/dice.js';
import { type Month, addMonths, instant, monthOf } from '../../src/domain/calendar.js';
import type { Call } from '../../src/domain/call.js';
import type { LedgerEvent } from '../../src/domain/events.js';
import {
  type Fund,
  type FundFact,
  advanceFund,
  currencyOf,
  emptyFund,
  evolveFund,
  meetAdvance,
  stateOpeningBalance,
} from '../../src/domain/fund.js';
import { type Money, money, shareHalfUp } from '../../src/domain/money.js';
import { type Booking, type MonthState, bookIn, closeMonth, evolveMonth } from '../../src/domain/month.js';
import { type Payment, evolvePayment, methods, paymentStream, recordPayment } from '../../src/domain/payment.js';
import { refundPayment, reinstatePayment, reversePayment, voidPayment } from '../../src/domain/payment-changes.js';
import { correctPayment } from '../../src/domain/payment-correction.js';
import { type Payout, type PayoutFact, evolvePayout, payoutStream } from '../../src/domain/payout.js';
import * as acts from '../../src/domain/payout-decisions.js';
import { proposePayout } from '../../src/domain/payout-proposal.js';
import type { PayoutOutcome } from '../../src/domain/payout-decisions.js';
import type { PlacedEvent } from '../../src/exports/double-entry.js';
import { InvalidInput, Refusal } from '../../src/domain/refusal.js';
import { asked, foldBooks, knownPerson, practice, promising, sealed } from '../support/given.js';

const zone = 'America/Toronto';
const call: Call = {
  status: 'open',
  logged: { call: 'c', name: 'maple-otter', platform: 'other', fitsThePromise: true, person: sealed() },
};

/** A practice lived through at random by the real decisions, in three currencies, with months that close and things that come late. */
export class LivedBooks {
  readonly events: PlacedEvent[] = [];
  private readonly dice: Dice;
  private readonly payments = new Map<string, Payment>();
  private readonly payouts = new Map<string, Payout>();
  private readonly funds = new Map<string, Fund>();
  private readonly months = new Map<Month, MonthState>();
  private books = promising({}, practice(zone));
  private now = Date.parse('2026-01-20T15:00:00Z');

  constructor(seed: number) {
    this.dice = diceOf(seed);
  }

  live(steps: number): this {
    for (let step = 0; step < steps; step += 1) this.step(step);
    return this;
  }

  /** Payments of which anything was said after they came in, found as the program finds them. */
  get changed(): ReadonlySet<string> {
    const types = ['PaymentRefunded', 'PaymentReversed', 'PaymentReinstated', 'PaymentCorrected', 'PaymentVoided'];
    return new Set(this.events.flatMap(({ type, data }) => (types.includes(type) ? [(data as { payment: string }).payment] : [])));
  }

  private get at(): string {
    return instant(this.now);
  }

  private step(step: number): void {
    const { dice } = this;
    if (dice.chance(35)) this.now += dice.between(1, 9 * 24 * 60) * 60_000;
    const did = dice.between(1, 100);
    this.unlessRefused(() => {
      if (did <= 35) this.record(`pa-${step}`);
      else if (did <= 60) this.changePayment();
      else if (did <= 64)
        this.onFund(stateOpeningBalance(this.fund('CAD'), this.some('CAD'), this.some('CAD'), this.booked(this.at).month, this.at));
      else if (did <= 70)
        this.onFund(advanceFund(this.some('CAD'), this.booked(this.at).month, this.at, dice.pick(['credit', 'for-good'] as const)));
      else if (did <= 74) this.onFund(meetAdvance(this.fund('CAD'), this.some('CAD'), this.booked(this.at).month, this.at));
      else if (did <= 94) this.payOut(`po-${step}`);
      else this.close();
    });
  }

  private record(id: string): void {
    const { dice } = this;
    const currency = dice.pick(['CAD', 'CAD', 'USD', 'JPY']);
    const amount = this.some(currency);
    const receivedAt = this.earlier();
    const settled = { amount: this.some('CAD'), source: 'paypal' };
    const entry = {
      ...{ amount, receivedAt, method: dice.pick(methods), fee: shareHalfUp(amount, 300) },
      ...{ offering: dice.pick(['ces-50', 'counselling-reduced']), ...(currency !== 'CAD' && { settled }) },
    };
    this.onPayment(id, (payment) => recordPayment(payment, id, entry, {}, this.books, this.booked(receivedAt)));
  }

  private changePayment(): void {
    const { dice, at } = this;
    const standing = [...this.payments].flatMap(([id, payment]) => (payment.status === 'received' ? [{ id, payment }] : []));
    if (standing.length === 0) return;
    const { id, payment } = dice.pick(standing);
    const { received, receivedAt, reversed } = payment;
    const input = { ...asked, payment: id, amount: this.some(received.amount.currency) };
    const booking = this.booked(at);
    this.onPayment(id, (state) => {
      switch (dice.between(1, 5)) {
        case 1:
          return refundPayment(state, { ...input, refundedAt: at }, this.books, booking);
        case 2:
          return reversePayment(state, { ...input, reversedAt: at, reason: 'dispute' }, this.books, booking);
        case 3:
          return reinstatePayment(state, { ...input, amount: reversed, reinstatedAt: at }, this.books, booking);
        case 4: {
          const moved = dice.chance(40) ? this.earlier() : receivedAt;
          const correction = { ...input, method: dice.pick(methods), receivedAt: moved };
          const before = this.bookedIn(received.month);
          return correctPayment(state, correction, this.books, { before, after: this.booked(moved) }, at);
        }
        default:
          return voidPayment(state, { ...asked, payment: id, reason: 'not-a-payment' }, this.books, booking, at);
      }
    });
  }

  /** From proposal as far as chance takes it. */
  private payOut(id: string): void {
    const { dice } = this;
    const currency = dice.pick(['CAD', 'CAD', 'USD']);
    const act = { ...asked, payout: id };
    const unit = 500n * BigInt(dice.between(1, 6));
    const given = { amount: money((unit * 137n) / 100n, 'CAD'), source: 'the bank' };
    const proposal = { ...asked, call: 'c', amount: money(unit, currency), ...(currency !== 'CAD' && { given }) };
    const fund = () => this.fund('CAD');
    const wholeWay: ((payout: Payout) => PayoutOutcome)[] = [
      (payout) => ({ payout: proposePayout(payout, id, sealed(), call, knownPerson, this.books, proposal, this.at), fund: [] }),
      (payout) => acts.approvePayout(payout, fund(), knownPerson, this.at),
      (payout) => ({ payout: acts.preparePayout(payout, { ...act, code: 'KX4' }, this.at), fund: [] }),
      (payout) => ({ payout: acts.showPayoutCard(payout, knownPerson, asked.by, this.at), fund: [] }),
      (payout) => acts.recordPayoutSent(payout, fund(), { ...act, sentAt: this.at }, undefined, false, this.booked(this.at), this.at),
      (payout) => acts.confirmPayout(payout, fund(), { ...act, because: 'person-said-so' }, this.at),
      (payout) => acts.recordPayoutReturned(payout, fund(), { ...act, reason: 'expired', returnedAt: this.at }, this.booked(this.at)),
    ];
    for (const next of wholeWay.slice(0, dice.between(2, 9))) {
      if (dice.chance(20)) this.now += dice.between(1, 20 * 24 * 60) * 60_000;
      this.onPayout(id, next);
    }
  }

  private close(): void {
    const closed = [...this.months.keys()].sort().at(-1);
    const month = closed ? addMonths(closed, 1) : '2026-01';
    const end = { position: BigInt(this.events.length), hash: new Uint8Array(32) };
    const at = { month: this.stateOf(month), previous: this.stateOf(addMonths(month, -1)), books: this.books, restated: [] };
    const facts = closeMonth(at, { ...asked, month }, { end, totals: [], late: [] }, end, this.at);
    this.months.set(month, facts.month.reduce(evolveMonth, at.month));
    this.books = foldBooks(facts.books, this.books);
    this.commit([...facts.month, ...facts.books]);
  }

  private some = (currency: string): Money => money(BigInt(this.dice.between(1, 30_000)), currency);
  private earlier = (): string => instant(this.now - this.dice.between(0, 40 * 24 * 60) * 60_000);
  private fund = (currency: string): Fund => this.funds.get(currency) ?? emptyFund(currency);
  private stateOf = (month: Month): MonthState => this.months.get(month) ?? { status: 'open' };
  private booked = (at: string): Booking => this.bookedIn(monthOf(at, zone));

  private bookedIn(month: Month): Booking {
    const closed = [...this.months.keys()].sort().at(-1);
    const asking = closed && closed >= month ? [month, addMonths(closed, 1)] : [month];
    return bookIn(asking, asking.map(this.stateOf), this.books);
  }

  private onPayment(id: string, decide: (payment: Payment) => { payment: readonly LedgerEvent[]; fund: readonly FundFact[] }): void {
    const before = this.payments.get(id) ?? paymentStream(id).unborn;
    const { payment, fund } = decide(before);
    this.payments.set(id, (payment as Parameters<typeof evolvePayment>[1][]).reduce(evolvePayment, before));
    this.commit(payment);
    this.onFund(fund);
  }

  private onPayout(id: string, decide: (payout: Payout) => { payout: readonly PayoutFact[]; fund: readonly FundFact[] }): void {
    const before = this.payouts.get(id) ?? payoutStream(id).unborn;
    const { payout, fund } = decide(before);
    this.payouts.set(id, payout.reduce(evolvePayout, before));
    this.commit(payout);
    this.onFund(fund);
  }

  private onFund(facts: readonly FundFact[]): void {
    for (const fact of facts) this.funds.set(currencyOf(fact), evolveFund(this.fund(currencyOf(fact)), fact));
    this.commit(facts);
  }

  private commit(facts: readonly LedgerEvent[]): void {
    for (const fact of facts) this.events.push({ ...fact, position: BigInt(this.events.length + 1) });
  }

  private unlessRefused(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof InvalidInput)) throw error;
    }
  }
}
