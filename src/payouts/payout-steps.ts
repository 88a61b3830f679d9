import { randomInt } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { instant } from '../domain/calendar.js';
import { HOLDS, type Holds } from '../domain/hold.js';
import { JOURNAL, type Journal } from '../domain/journal.js';
import type { PacedCall } from '../domain/pace.js';
import { type Payout, payoutStream } from '../domain/payout.js';
import { freshMs, nextStep } from '../domain/payout-next.js';
import type { ApiPayout } from '../domain/payout-api.js';
import { TakeUpLostTry } from '../domain/payout-in-journal.js';
import { TakeReading, watched } from '../domain/payout-readings.js';
import { payoutRulesStream } from '../domain/payout-rules.js';
import {
  AdoptBatch,
  type AnswerTaken,
  NoticeInterruption,
  ResumePayoutAttempt,
  StartPayoutAttempt,
  TakeBatchAnswer,
  mayResend,
  secondsToNextReading,
  secondsToNextTry,
} from '../domain/payout-sending.js';
import { PAYPAL_PAYOUTS, type PayPalPayoutDoor } from '../domain/paypal-payout.js';
import { EventReader } from '../event-store/event-reader.js';
import type { Decided } from '../event-store/event-store.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { PayoutOrders } from './payout-orders.js';
import { PayoutPace } from './payout-pace.js';
import { LostTries } from './lost-tries.js';
import { type DuePayout, PayoutWatch } from './payout-watch.js';

/** What a step came to, as a code, and how long PayPal asks to be left alone. */
interface Stepped {
  readonly told: string;
  readonly afterSeconds?: number;
  /** Why PayPal did not say more. */
  readonly because?: string;
}

const paidReadEachSeconds = 12 * 3600;

/**
 * One step of a payout over PayPal's API: at most one call, and what it came to is in the books before the step ends. Called at
 * any time, by several workers at once, after any death: docs/decisions/0009-payout-protocol.md.
 */
@Injectable()
export class PayoutSteps {
  private readonly log = new Logger(PayoutSteps.name);

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(PayoutOrders) private readonly orders: PayoutOrders,
    @Inject(LostTries) private readonly lost: LostTries,
    @Inject(PayoutWatch) private readonly watch: PayoutWatch,
    @Inject(PayoutPace) private readonly pace: PayoutPace,
    @Inject(PAYPAL_PAYOUTS) private readonly door: PayPalPayoutDoor,
    @Inject(JOURNAL) private readonly journal: Journal,
    @Inject(HOLDS) private readonly holds: Holds,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns in how many seconds it is to be looked at again; undefined where it is not due, or over */
  async step(due: DuePayout): Promise<number | undefined> {
    const tries = await this.watch.claim(due, this.now());
    if (tries === undefined) return undefined;
    const inLine = await this.turn(due);
    if (inLine !== undefined) {
      await this.watch.later(due, this.now(), inLine, tries, 'in-line');
      return inLine;
    }
    const before = await this.reader.state(due.ledger, payoutStream(due.payout));
    const stepped = await this.tried(due, before);
    const after = await this.reader.state(due.ledger, payoutStream(due.payout));
    const isNew = after.status !== before.status;
    const seconds = this.pause(after, isNew, tries, stepped);
    await this.watch.later(due, this.now(), seconds, isNew ? 0 : tries + 1, stepped.told);
    return isOver(after) ? undefined : seconds;
  }

  /** Waits until PayPal may be asked, before anything is read that has to be fresh. @returns in how many seconds to come again instead */
  private async turn({ ledger, payout }: DuePayout): Promise<number | undefined> {
    const call = pacedCallOf(await this.reader.state(ledger, payoutStream(payout)));
    return call && this.pace.turn(ledger, call);
  }

  /** A step that fails is tried again like one that was not answered; what it began, the next one finds in the books. */
  private async tried(due: DuePayout, before: Payout): Promise<Stepped> {
    try {
      if (sends(before) && (await this.holds.isHeld(due.ledger, 'payouts'))) return { told: 'held' };
      const stepped = await this.next(due, before);
      const call = pacedCallOf(before);
      if (call) await this.pace.ended(due.ledger, call, stepped);
      return stepped;
    } catch (error) {
      const { name, code } = error as { name?: string; code?: unknown };
      const told = typeof code === 'string' ? code.replace(/[^A-Za-z0-9_-]/g, '-') : (name ?? 'error');
      this.log.warn(`Payout ${due.payout} is tried again: ${told}`);
      return { told };
    }
  }

  private async next(due: DuePayout, payout: Payout): Promise<Stepped> {
    const lost = await this.lost.of(due, payout);
    if (lost !== undefined) return this.takeUpLost(due, lost);
    switch (nextStep(payout)) {
      case 'start':
        return this.start(due, (payout as Extract<Payout, { status: 'approved' }>).attempts + 1);
      case 'notice-interruption':
        return this.interrupted(due, (payout as Trying).attempt);
      case 'resume':
        return this.resume(due, payout as Trying);
      case 'adopt':
        return this.adopt(due, payout as Doubted);
      case 'resend':
        return this.resend(due, payout as Doubted);
      case 'read':
        return this.read(due, payout);
      case 'nothing':
        return { told: payout.status };
    }
  }

  private async takeUpLost(due: DuePayout, attempt: number): Promise<Stepped> {
    const { events }: Decided = await this.commands.execute(new TakeUpLostTry({ ...this.asked(due), attempt }));
    this.log.error(`Payout ${due.payout}: the journal holds attempt ${attempt}, and these books did not. Look under "In doubt".`);
    return { told: events.at(-1)?.type ?? 'nothing-new' };
  }

  /** Who wrote the intent makes the call; somebody else who did leaves nothing to do here. */
  private async start(due: DuePayout, attempt: number): Promise<Stepped> {
    const command = new StartPayoutAttempt({ ...this.asked(due), attempt });
    return this.callAfter(due, command, 'PayoutAttemptStarted');
  }

  private async resume(due: DuePayout, payout: Trying): Promise<Stepped> {
    const { appChanged, credentials } = await this.orders.open(due.ledger, payout.order);
    if (appChanged || !credentials) return { told: appChanged ? 'app-changed' : 'not-connected' };
    return this.callAfter(due, new ResumePayoutAttempt({ ...this.asked(due), attempt: payout.attempt }), 'PayoutAttemptResumed');
  }

  private async callAfter(due: DuePayout, command: StartPayoutAttempt | ResumePayoutAttempt, claim: string): Promise<Stepped> {
    const readAt = Date.now();
    const { events, repeated }: Decided = await this.commands.execute(command);
    if (repeated || events.every(({ type }) => type !== claim)) return { told: events.at(-1)?.type ?? 'nothing-to-do' };
    const claimed = await this.reader.state(due.ledger, payoutStream(due.payout));
    return claimed.status === 'sending' ? this.call(due, claimed, readAt) : { told: claimed.status };
  }

  private async interrupted(due: DuePayout, attempt: number): Promise<Stepped> {
    const { events }: Decided = await this.commands.execute(new NoticeInterruption({ ...this.asked(due), attempt }));
    return { told: events.length > 0 ? 'interrupted' : 'in-somebodys-hands' };
  }

  private async resend(due: DuePayout, payout: Trying): Promise<Stepped> {
    const readAt = Date.now();
    const byDatabase = await this.orders.byDatabase();
    const rules = await this.reader.state(due.ledger, payoutRulesStream);
    const state = await this.reader.state(due.ledger, payoutStream(due.payout));
    if (!mayResend(state, rules, { now: this.now(), byDatabase }) || state.attempt !== payout.attempt) return { told: 'for-a-person' };
    return this.call(due, state, readAt);
  }

  /** The journal first, which has to be readable as well; then the bytes, if what was read to allow it is still fresh; then what was answered. */
  private async call(due: DuePayout, { attempt, order }: Trying, readAt: number): Promise<Stepped> {
    const answer = await this.answerTo(due, attempt, order, readAt);
    const { events }: Decided = await this.commands.execute(new TakeBatchAnswer({ ...this.asked(due), attempt, answer }));
    if (events.some(({ type }) => type === 'PayoutSurfaced'))
      this.log.error(`Payout ${due.payout}: PayPal took up attempt ${attempt}, which had been given up. Look under "In doubt".`);
    return toldBy(answer);
  }

  private async answerTo(
    { ledger, payout }: DuePayout,
    attempt: number,
    order: Trying['order'],
    readAt: number,
  ): Promise<AnswerTaken['answer']> {
    const { request, credentials, app, appChanged } = await this.orders.open(ledger, order);
    if (appChanged) return { kind: 'app-changed' };
    if (!credentials) return { kind: 'repeat', because: 'unauthorised' };
    const entry = { kind: 'payout-attempt', ledger, payout, attempt, senderBatch: order.senderBatch, app, at: this.now() } as const;
    try {
      await this.journal.attempts(ledger, payout);
      await this.journal.write(entry);
    } catch {
      return { kind: 'not-written' };
    }
    if (Date.now() - readAt > freshMs) return { kind: 'repeat', because: 'not-reached' };
    return this.door.create(credentials, request);
  }

  private async adopt(due: DuePayout, { attempt, batch = '' }: Doubted): Promise<Stepped> {
    const end: Decided | { kind: string } = await this.commands.execute(new AdoptBatch({ ...this.asked(due), attempt, batch }));
    return toldBy(end);
  }

  private async read(due: DuePayout, payout: Payout): Promise<Stepped> {
    const { sent } = watched(payout) ?? {};
    if (!sent) return { told: payout.status };
    const { attempt } = sent;
    const end: Decided | { kind: string } = await this.commands.execute(
      new TakeReading({ ...this.asked(due), attempt, transfer: sent.transfer ?? 'unknown' }),
    );
    return toldBy(end);
  }

  private pause(payout: Payout, isNew: boolean, tries: number, { afterSeconds = 0 }: Stepped): number {
    const chance = randomInt(1000) / 1000;
    const sentAt = watched(payout)?.payout.sentAt;
    // What has arrived may yet be sent back, but nobody waits to hear of it.
    const soonest = payout.status === 'paid' ? paidReadEachSeconds : 0;
    if (sentAt) return Math.max(secondsToNextReading(sentAt, this.now(), chance), afterSeconds, soonest);
    if (payout.status === 'in-doubt' && isNew) return afterSeconds;
    return secondsToNextTry(tries, chance, afterSeconds);
  }

  private now = () => instant(this.clock());

  private asked({ ledger, payout }: DuePayout) {
    return { ledger, by: 'rail', request: newId(this.clock), payout };
  }
}

type Trying = Extract<ApiPayout, { status: 'sending' | 'put-off' | 'in-doubt' }>;
type Doubted = Extract<ApiPayout, { status: 'in-doubt' }>;

const toldBy = (end: Decided | { kind: string; because?: string; afterSeconds?: number }): Stepped =>
  'events' in end
    ? { told: end.events.at(-1)?.type ?? 'nothing-new' }
    : { told: end.kind, ...(end.because && { because: end.because }), ...(end.afterSeconds && { afterSeconds: end.afterSeconds }) };

/** In which line a payout's next step waits; undefined where it asks PayPal nothing. */
function pacedCallOf(payout: Payout): PacedCall | undefined {
  switch (nextStep(payout)) {
    case 'start':
    case 'resume':
    case 'resend':
      return 'payout';
    case 'adopt':
    case 'read':
      return 'question';
    case 'notice-interruption':
    case 'nothing':
      return undefined;
  }
}

/** Whether its next step may make money move. */
const sends = (payout: Payout): boolean => pacedCallOf(payout) === 'payout';

const isOver = ({ status }: Payout): boolean => ['failed', 'returned', 'cancelled', 'reversed', 'unknown', 'proposed'].includes(status);
