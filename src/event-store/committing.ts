import type { Pool, PoolClient } from 'pg';
import { instant } from '../domain/calendar.js';
import { rendered, write } from './append.js';
import { borrowing, lending } from './borrowing.js';
import {
  OutcomeUnknown,
  StoreUnavailable,
  VersionConflict,
  hasHeadMoved,
  isAnswerLost,
  isCalledOff,
  isConnectionFault,
  isStale,
} from './faults.js';
import { type DecidedGroup, type Outcome, type Waiting, decideGroup } from './group.js';
import { newId } from './ids.js';
import { lockKeyOf } from './ledger-lock.js';
import { tookPlace } from './outcome.js';
import type { ProjectionSet } from './projection-set.js';
import { Remembered } from './remembered.js';
import { type Situation, lookUp } from './situation.js';
import type { Statement } from './statement.js';
import type { Clock } from './tokens.js';
import { canTellStale, isWrittenYes, mayGoAhead, streamsOf } from './without-lock.js';

type GoOn = (taken: number) => void;

interface Settled {
  readonly outcomes: readonly Outcome[];
  readonly isAsDecided: boolean;
}

const stands = Promise.resolve(true);

/** So many groups of a ledger are done under the lock after another program came in between. */
const lockedAfterCrowding = 32;

/**
 * Brings one group of a ledger's commands into the books. Three ways, each surer and slower than the one before:
 *
 * 1. on what is *remembered* of the ledger: nothing is read, and one trip writes;
 * 2. on what is *looked up* in one statement without the lock, and written in another trip;
 * 3. *under the lock*, taken before anything is read and held to the commit.
 *
 * On the first two what is sent takes the lock itself and fails unless the head is still the one that was decided on; then
 * the group is decided anew under the lock. A "no" is only given on what was looked up, and after its groupmates' commit.
 */
export class Committing {
  private readonly remembered = new Remembered();
  private readonly crowded = new Map<string, number>();
  /** Of each ledger's last group: whether it stands as it was decided, so that the next may build on it. */
  private readonly underWay = new Map<string, Promise<boolean>>();

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly projections: ProjectionSet,
  ) {}

  /**
   * Groups of a ledger come one after another, each once the one before is over or has called `goOn`.
   * @param goOn called when the group is decided and on its way, so that the next can be decided on it meanwhile
   * @returns what the commands come to, in order; fewer than asked for when the first were enough for one append. Never throws
   */
  async commit(ledger: string, group: readonly Waiting[], goOn: GoOn): Promise<readonly Outcome[]> {
    const before = this.underWay.get(ledger);
    const mine = this.whole(ledger, group, before ?? stands, goOn);
    const isAsDecided = mine.then(({ isAsDecided }) => isAsDecided);
    this.underWay.set(ledger, isAsDecided);
    const { outcomes } = await mine;
    if (this.underWay.get(ledger) === isAsDecided) this.underWay.delete(ledger);
    else await new Promise(setImmediate); // the next group goes out first: then the database is at work while this one is answered
    return outcomes;
  }

  /** Who has gone on with a part of the group has given the rest back, and answers for that part: no more, and no less of it. */
  private async whole(ledger: string, group: readonly Waiting[], before: Promise<boolean>, goOn: GoOn): Promise<Settled> {
    let mine: readonly Waiting[] | undefined;
    const going: GoOn = (taken) => {
      mine = group.slice(0, taken);
      goOn(taken);
    };
    const { outcomes: first, isAsDecided } = await this.settled(ledger, () => mine ?? group, before, going);
    const outcomes = [...first];
    while (mine && outcomes.length < mine.length) outcomes.push(...(await this.half(ledger, mine.slice(outcomes.length))));
    return { outcomes, isAsDecided };
  }

  private async settled(ledger: string, mine: () => readonly Waiting[], before: Promise<boolean>, goOn: GoOn): Promise<Settled> {
    try {
      const ahead = await this.ahead(ledger, mine(), before, goOn);
      if (ahead) return { outcomes: ahead, isAsDecided: true };
      const looked = await this.lookedUp(ledger, mine(), goOn);
      if (looked) return { outcomes: looked, isAsDecided: true };
      return { outcomes: await this.underLock(ledger, mine()), isAsDecided: false };
    } catch (error) {
      this.remembered.forget(ledger);
      const outcomes = error instanceof InDoubt ? await this.cleared(ledger, mine(), error) : allFailed(mine(), error);
      return { outcomes, isAsDecided: false };
    }
  }

  /**
   * Decides on what is remembered and renders it, while the group before may still be on its way, and writes once that one
   * stands. Undefined when it did not come to that.
   */
  private async ahead(
    ledger: string,
    group: readonly Waiting[],
    before: Promise<boolean>,
    goOn: GoOn,
  ): Promise<readonly Outcome[] | undefined> {
    const known = this.isCrowded(ledger)
      ? undefined
      : (this.remembered.situationOf(ledger, group) ?? (before === stands ? undefined : await this.completed(ledger, group)));
    const decided = known && this.decide(known, group);
    if (!decided || !mayGoAhead(group, decided)) {
      await before;
      return undefined;
    }
    this.remembered.advance(ledger, decided);
    const statements = this.renderedIfItCan(ledger, decided);
    if (!(await before) || !statements) {
      this.remembered.forget(ledger);
      return undefined;
    }
    const written = this.written(ledger, decided, statements);
    goOn(decided.outcomes.length);
    return written;
  }

  /**
   * What is remembered, and what is missing looked up while the group before is on its way: so a long file, whose every part names
   * months and payments of its own, is not held up by it.
   */
  private async completed(ledger: string, group: readonly Waiting[]): Promise<Situation | undefined> {
    const missing = this.remembered.missingOf(ledger, group);
    if (missing.length === 0) return undefined;
    const looked = await lookUp(this.pool, ledger, [], missing).catch(() => undefined); // found out again, and told, on the next way
    return looked && this.remembered.situationOf(ledger, group, looked);
  }

  private async lookedUp(ledger: string, group: readonly Waiting[], goOn: GoOn): Promise<readonly Outcome[] | undefined> {
    if (this.crowded.has(ledger)) return undefined;
    const looked = await lookUp(this.pool, ledger, askersOf(group), streamsOf(group));
    this.remembered.learn(ledger, looked);
    const decided = this.decide(looked, group);
    if (decided.asked.length === 0) return decided.outcomes;
    if (!canTellStale(decided)) return undefined;
    this.remembered.advance(ledger, decided);
    const written = this.written(ledger, decided);
    if (decided.outcomes.every(isWrittenYes)) goOn(decided.outcomes.length);
    return written;
  }

  /** Undefined when it was not written: under the lock it will show whether the head had moved, or what else is wrong. */
  private async written(ledger: string, decided: DecidedGroup, statements?: readonly Statement[]): Promise<readonly Outcome[] | undefined> {
    try {
      const ready = statements ?? this.rendered(ledger, decided);
      await lending(this.pool, (client) => write(client, ready));
      return decided.outcomes;
    } catch (error) {
      this.remembered.forget(ledger);
      if (isAnswerLost(error)) throw new InDoubt(decided, error);
      if (error instanceof StoreUnavailable || isConnectionFault(error) || isCalledOff(error)) throw error;
      if (hasHeadMoved(error)) this.crowded.set(ledger, lockedAfterCrowding);
      return undefined;
    }
  }

  private async underLock(ledger: string, group: readonly Waiting[]): Promise<readonly Outcome[]> {
    try {
      const decided = await borrowing(this.pool, (client) => this.inTransaction(client, ledger, group));
      this.remembered.advance(ledger, decided);
      return decided.outcomes;
    } catch (error) {
      if (error instanceof InDoubt || error instanceof StoreUnavailable || isConnectionFault(error) || isCalledOff(error)) throw error;
      if (group.length > 1) return this.split(ledger, group);
      throw isStale(error) ? new VersionConflict(ledger, 'a place in the books was taken already.', { cause: error }) : error;
    }
  }

  private async inTransaction(client: PoolClient, ledger: string, group: readonly Waiting[]): Promise<DecidedGroup> {
    await client.query(`begin isolation level read committed; select pg_advisory_xact_lock(${lockKeyOf(ledger)})`);
    const decided = this.decide(await lookUp(client, ledger, askersOf(group), streamsOf(group)), group);
    if (decided.asked.length === 0) {
      await client.query('rollback');
      return decided;
    }
    await write(client, this.rendered(ledger, decided));
    const { command } = await client.query('commit').catch((error: unknown) => {
      throw isAnswerLost(error) ? new InDoubt(decided, error) : error;
    });
    if (command !== 'COMMIT') throw new Error(`The database answered ${command} to a commit. Nothing was written.`);
    return decided;
  }

  /** Something in the group cannot be written: in halves, until the culprit alone fails. */
  private async split(ledger: string, group: readonly Waiting[]): Promise<readonly Outcome[]> {
    const middle = group.length >> 1;
    const first = await this.half(ledger, group.slice(0, middle));
    return first.length < middle ? first : [...first, ...(await this.half(ledger, group.slice(middle)))];
  }

  private half(ledger: string, group: readonly Waiting[]): Promise<readonly Outcome[]> {
    return this.underLock(ledger, group).catch((error: unknown) =>
      error instanceof InDoubt ? this.cleared(ledger, group, error) : allFailed(group, error),
    );
  }

  /** The line was cut at the commit. Either it is found to stand, or it is voided and the group is done once more. */
  private async cleared(ledger: string, group: readonly Waiting[], doubt: InDoubt, mayRetry = true): Promise<readonly Outcome[]> {
    const { decided, cause } = doubt;
    const isThere = await tookPlace(this.pool, ledger, decided);
    if (isThere) return decided.outcomes;
    if (isThere === undefined) return group.map(({ asker }) => ({ is: 'no', error: new OutcomeUnknown(asker.sent, { cause }) }));
    if (!mayRetry) return allFailed(group, new StoreUnavailable({ cause }));
    return this.underLock(ledger, group).catch((error: unknown) =>
      error instanceof InDoubt ? this.cleared(ledger, group, error, false) : allFailed(group, error),
    );
  }

  private decide(situation: Situation, group: readonly Waiting[]): DecidedGroup {
    return decideGroup(situation, group, instant(this.clock()), () => newId(this.clock));
  }

  private rendered(ledger: string, group: DecidedGroup): readonly Statement[] {
    const { events, beside } = group;
    return rendered(ledger, group, (travel) => this.projections.statements(events, beside, travel));
  }

  /** What cannot be rendered is found out again, and told, on the next way. */
  private renderedIfItCan(ledger: string, group: DecidedGroup): readonly Statement[] | undefined {
    try {
      return this.rendered(ledger, group);
    } catch {
      return undefined;
    }
  }

  private isCrowded(ledger: string): boolean {
    const left = this.crowded.get(ledger);
    if (left === undefined) return false;
    if (left > 1) this.crowded.set(ledger, left - 1);
    else this.crowded.delete(ledger);
    return true;
  }
}

/** The write or its commit was sent, and no answer came back. */
class InDoubt extends Error {
  constructor(
    readonly decided: DecidedGroup,
    cause: unknown,
  ) {
    super('The answer to a commit was lost.', { cause });
  }
}

const askersOf = (group: readonly Waiting[]) => group.map(({ asker }) => asker);

const allFailed = (group: readonly Waiting[], cause: unknown): readonly Outcome[] => {
  const error = isConnectionFault(cause) ? new StoreUnavailable({ cause }) : cause;
  return group.map(() => ({ is: 'no', error }));
};
