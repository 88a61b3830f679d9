import type { Recipient } from '../../src/domain/call.js';
import { type Fund, type FundFact, emptyFund, evolveFund, fundImbalance } from '../../src/domain/fund.js';
import { nothing } from '../../src/domain/money.js';
import { type Payout, type PayoutFact, type Proposal, evolvePayout } from '../../src/domain/payout.js';
import { type PayoutOutcome, approvePayout, cancelPayout, recordPayoutReturned } from '../../src/domain/payout-decisions.js';
import { sayPayoutNeverCreated, sayPayoutPaid, stopResending } from '../../src/domain/payout-in-doubt.js';
import { freshMs, nextStep } from '../../src/domain/payout-next.js';
import { takeReading, watched } from '../../src/domain/payout-readings.js';
import { noPayoutRules } from '../../src/domain/payout-rules.js';
import * as sending from '../../src/domain/payout-sending.js';
import { differencesFrom, payPalRequest, payoutDifferences } from '../../src/domain/paypal-body.js';
import type { PayPalPayoutRequest } from '../../src/domain/paypal-payout.js';
import { Balances, postingsOf } from '../../src/domain/postings.js';
import { InvalidInput, Refusal } from '../../src/domain/refusal.js';
import { type Dice, diceOf } from '../../src/demo/dice.js';
import { PayPalInMemory } from '../paypal/simulator/in-memory.js';
import { isBack } from '../paypal/simulator/life.js';
import { Moods } from '../paypal/simulator/moods.js';
import { asked, cash, knownPerson, sealed } from '../support/given.js';

/**
 * The protocol without a database and without a network: its own decisions, workers that die between any two of their acts,
 * people who press whatever is there, and the PayPal that is in memory. What the store would keep is folded here, fact by fact.
 */

const zone = 'America/Toronto';
const river = { environment: 'live', clientId: 'river', clientSecret: 'river-secret' } as const;
const amount = cash('40.00 CAD');
const month = { month: '2026-10' };
const day = 86_400_000;

/** One act of a worker; it may be its last. */
type Work = AsyncGenerator<void, void>;
type Attempting = Extract<Payout, { status: 'sending' | 'put-off' | 'in-doubt' }>;

export class History {
  readonly paypal = new PayPalInMemory();
  readonly facts: (PayoutFact | FundFact)[] = [];
  private readonly moods: Moods;
  private readonly dice: Dice;
  private readonly payouts = new Map<string, Payout>();
  private readonly requests = new Map<string, PayPalPayoutRequest>();
  private readonly workers: Work[] = [];
  private readonly balances = new Balances();
  private readonly person: Recipient = { ...(knownPerson as Extract<Recipient, { status: 'known' }>), rail: 'paypal' };
  private fund: Fund = emptyFund('CAD');
  private rules = noPayoutRules;

  constructor(seed: number, payouts: number) {
    this.dice = diceOf(seed);
    this.moods = new Moods(seed, 35);
    this.paypal.moods = this.moods;
    this.paypal.linksDuplicates = !this.dice.chance(15);
    if (this.dice.chance(10))
      this.paypal.twist = this.dice.pick(['another receiver', 'another amount', 'another batch id', 'two payouts', 'none yet'] as const);
    this.commit('', {
      payout: [],
      fund: [{ type: 'FundAdvanced', data: { amount: cash('400.00 CAD'), month: '2026-10' }, happenedAt: this.now() }],
    });
    for (let number = 1; number <= payouts; number += 1) this.propose(`po-${number}`);
  }

  now = (): string => new Date(this.paypal.memory.nowMs()).toISOString();
  private pass = (ms: number): void => this.paypal.memory.daysPass(ms / day);
  state = (id: string): Payout => this.payouts.get(id)!;
  ids = (): string[] => [...this.payouts.keys()];

  private propose(id: string): void {
    const proposal: Proposal = { payout: id, amount, given: amount, rail: 'paypal', addressVersion: 1, to: sealed() };
    this.payouts.set(id, { status: 'unknown' });
    this.commit(id, { payout: [{ type: 'PayoutProposed', data: proposal, happenedAt: this.now() }], fund: [] });
    this.decide(id, (payout) => approvePayout(payout, this.fund, this.person, this.now()));
  }

  /** Under the lock: what stands now goes in, what comes out stands. A "no" changes nothing. @returns the types of what was written */
  private decide(id: string, decision: (payout: Payout) => PayoutOutcome | readonly PayoutFact[]): string[] {
    try {
      const facts = decision(this.state(id));
      const outcome: PayoutOutcome = 'payout' in facts ? facts : { payout: [...facts], fund: [] };
      this.commit(id, outcome);
      return outcome.payout.map(({ type }) => type);
    } catch (error) {
      if (error instanceof Refusal || error instanceof InvalidInput) return [];
      throw error;
    }
  }

  private commit(id: string, { payout, fund }: PayoutOutcome): void {
    if (payout.length > 0) this.payouts.set(id, payout.reduce(evolvePayout, this.state(id)));
    this.fund = fund.reduce(evolveFund, this.fund);
    this.facts.push(...payout, ...fund);
    for (const fact of [...payout, ...fund])
      if (this.balances.add(postingsOf(fact)).length > 0) throw new Error(`${fact.type} is out of balance.`);
    if (fundImbalance(this.fund).minor !== nothing('CAD').minor) throw new Error('The fund is out of balance.');
    if (this.balances.unlike(this.fund).length > 0) throw new Error('The fund is not what its postings say.');
  }

  private clocks = () => ({ now: this.now(), byDatabase: this.now() });

  /** One step as a worker makes it, act by act; killed anywhere, it leaves what it had written. */
  private async *work(id: string): Work {
    const before = this.state(id);
    yield;
    const at = this.paypal.memory.nowMs();
    switch (nextStep(before)) {
      case 'start': {
        const attempt = 'attempts' in before ? before.attempts + 1 : 1;
        const request = payPalRequest({ payout: id, attempt, receiver: `${id}@example.org`, amount, note: 'Thank you' });
        const order = { senderBatch: request.senderBatch, account: 'a', request: sealed(), byDatabase: this.now() };
        yield;
        const said = this.decide(id, (payout) =>
          payout.status === 'approved' && payout.attempts + 1 === attempt
            ? sending.startPayoutAttempt(payout, this.fund, this.person, this.rules, order, this.now())
            : sending.unchanged,
        );
        if (!said.includes('PayoutAttemptStarted')) return;
        this.requests.set(request.senderBatch, request);
        yield* this.call(id, attempt, request, at);
        return;
      }
      case 'notice-interruption':
        this.decide(id, (payout) => sending.noticeInterruption(payout, (before as Attempting).attempt, this.now()));
        return;
      case 'resume': {
        const { attempt, order } = before as Attempting;
        const said = this.decide(id, (payout) => sending.resumePayoutAttempt(payout, this.fund, this.rules, attempt, this.clocks()));
        if (said.includes('PayoutAttemptResumed')) yield* this.call(id, attempt, this.requests.get(order.senderBatch)!, at);
        return;
      }
      case 'resend': {
        const state = this.state(id);
        if (!sending.mayResend(state, this.rules, this.clocks())) return;
        yield* this.call(id, state.attempt, this.requests.get(state.order.senderBatch)!, at);
        return;
      }
      case 'adopt':
        yield* this.adopt(id, before as Extract<Payout, { status: 'in-doubt' }>);
        return;
      case 'read':
        yield* this.read(id, before);
        return;
      case 'nothing':
    }
  }

  private async *call(id: string, attempt: number, request: PayPalPayoutRequest, readAt: number): Work {
    yield;
    const answer = this.dice.chance(3)
      ? ({ kind: 'not-written' } as const)
      : this.paypal.memory.nowMs() - readAt > freshMs
        ? ({ kind: 'repeat', because: 'not-reached' } as const)
        : await this.paypal.create(river, request);
    yield;
    this.decide(id, (payout) => sending.takeBatchAnswer(payout, this.fund, { attempt, answer }, month, this.now(), this.now()));
  }

  private async *adopt(id: string, { attempt, batch = '', order }: Extract<Payout, { status: 'in-doubt' }>): Work {
    const end = await this.paypal.readBatch(river, batch);
    yield;
    if (end.kind !== 'read') return;
    const differences = differencesFrom(this.requests.get(order.senderBatch)!, end.read);
    this.decide(id, (payout) => sending.adoptBatch(payout, this.fund, attempt, end.read, differences, month, this.now()));
  }

  private async *read(id: string, before: Payout): Work {
    const { sent } = watched(before)!;
    const end = await this.paypal.readBatch(river, sent.batch);
    yield;
    const [found] = end.kind === 'read' ? end.read.payouts : [];
    if (!found || end.kind !== 'read') return;
    const differences = differencesFrom(this.requests.get(sent.order.senderBatch)!, end.read);
    this.decide(id, (payout) => takeReading(payout, this.fund, sent.attempt, found, differences, month, this.now()));
  }

  /** Somebody presses something, whether or not it is its time. */
  private async press(id: string): Promise<void> {
    const { fund, person } = this;
    const state = this.state(id);
    const attempt = 'attempt' in state ? state.attempt : 1;
    const at = this.now();
    const presses = [
      () => this.decide(id, (payout) => approvePayout(payout, fund, person, at)),
      () => this.decide(id, (payout) => cancelPayout(payout, fund, at)),
      () => this.decide(id, (payout) => sending.endPayoutAttempt(payout, fund, attempt, at)),
      () => this.decide(id, (payout) => stopResending(payout, attempt, 'account:ava', at)),
      () => this.sayNeverCreated(id),
      () => this.sayPaid(id),
      () => this.decide(id, (payout) => (payout.status === 'reversed' ? recordPayoutReturned(payout, fund, back(id, at), month) : [])),
      () => {
        this.rules = this.rules.stoppedAt ? noPayoutRules : { ...noPayoutRules, stoppedAt: at };
      },
    ];
    await this.dice.pick(presses)();
  }

  /** The search is three hours late, and the statement as true as it can be: a person who looks finds what is there. */
  private async sayNeverCreated(id: string): Promise<void> {
    const state = this.state(id);
    if (state.status !== 'in-doubt') return;
    const searchedThrough = this.now();
    const listedTo = new Date(this.paypal.memory.nowMs() - 3 * 3_600_000).toISOString();
    const end = await this.paypal.debits(river, { from: '2000-01-01T00:00:00.000Z', to: listedTo }, { payout: id, amount });
    if (end.kind !== 'read') return;
    const input = {
      ...asked,
      payout: id,
      attempt: state.attempt,
      noDebitOnStatement: true,
    };
    const debits = end.read.named.length + end.read.alike.length;
    const evidence = { searchedThrough, debits, statement: { through: searchedThrough.slice(0, 10), differing: [], debits } };
    this.decide(id, (payout) => sayPayoutNeverCreated(payout, this.fund, this.rules, input, evidence, zone, this.now()));
  }

  private async sayPaid(id: string): Promise<void> {
    const state = this.state(id);
    const { batches } = this.paypal.memory;
    if (state.status !== 'in-doubt' || batches.length === 0) return;
    const made = this.dice.pick(batches);
    const [one, whole] = [await this.paypal.readPayout(river, made.payout), await this.paypal.readBatch(river, made.batch)];
    if (one.kind !== 'read' || whole.kind !== 'read') return;
    const request = this.requests.get(state.order.senderBatch)!;
    const differences = [...payoutDifferences(request, one.read), ...differencesFrom(request, whole.read)];
    this.decide(id, (payout) => sayPayoutPaid(payout, this.fund, state.attempt, one.read, differences, month));
  }

  /** Whatever comes: a worker goes on, begins or dies, a person presses something, time passes, PayPal goes on. */
  async live(turns: number): Promise<void> {
    const { dice, workers } = this;
    for (let turn = 0; turn < turns; turn += 1) {
      const die = dice.between(1, 100);
      if (die <= 55 && workers.length > 0) await this.advance(dice.between(0, workers.length - 1));
      else if (die <= 75) workers.push(this.work(dice.pick(this.ids())));
      else if (die <= 82) workers.splice(0, dice.between(0, workers.length));
      else if (die <= 87) await this.press(dice.pick(this.ids()));
      else if (die <= 94) this.pass(dice.pick([1000, 30_000, 400_000, 3 * 3_600_000, day, 3 * day, 12 * day]));
      else this.paypal.memory.goesOn(this.moods);
    }
  }

  private async advance(index: number): Promise<void> {
    const { done } = await this.workers[index]!.next();
    if (done) this.workers.splice(index, 1);
  }

  /** The weather clears: nothing goes wrong any more, the program does what it can by itself, and PayPal comes to its end. */
  async settle(): Promise<void> {
    this.workers.length = 0;
    this.paypal.moods = undefined;
    this.rules = noPayoutRules;
    for (let round = 0; round < 12; round += 1) {
      this.pass(400_000);
      this.paypal.memory.goesOn(this.moods);
      for (const id of this.ids()) for await (const _ of this.work(id));
    }
  }

  /** What is wrong in the end: money out twice, or books that say another thing than the world. Nothing, if all is well. */
  faults(): string[] {
    const { memory } = this.paypal;
    const twice = memory.paidTwice().map((id) => `${id} was sent twice`);
    return [...twice, ...this.ids().flatMap((id) => this.unlikeTheWorld(id))];
  }

  private unlikeTheWorld(id: string): string[] {
    const { status } = this.state(id);
    const out = this.paypal.memory.witnessed().filter((one) => one.senderPayout === id && !isBack(one.status));
    const isPaid = out.some((one) => one.status === 'SUCCESS');
    const wrong = (says: string) => [`${id} is ${status}: ${says}`];
    switch (status) {
      case 'in-doubt':
        return [];
      case 'paid':
        return out.length === 1 && isPaid ? [] : wrong('nobody was paid');
      case 'accepted':
      case 'unclaimed':
      case 'on-hold':
        return this.paypal.twist || (out.length === 1 && !isPaid) ? [] : wrong('and PayPal is through with it');
      case 'failed':
      case 'returned':
      case 'cancelled':
      case 'reversed':
        return out.length === 0 ? [] : wrong('and money is out');
      default:
        return wrong('it should have come to an end');
    }
  }
}

const back = (payout: string, returnedAt: string) => ({ ...asked, payout, reason: 'sent-back', returnedAt }) as const;
