import { Inject, Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { forTheHost, inLedger } from '../database/rows-in-sight.js';
import type { Asked } from '../domain/asked.js';
import { canonical } from '../domain/canonical.js';
import { Announcements } from './announcements.js';
import type { Asker } from './asker.js';
import { Committing } from './committing.js';
import { EventReader } from './event-reader.js';
import { StoreUnavailable, isConnectionFault } from './faults.js';
import type { Outcome, Waiting } from './group.js';
import { Appended } from './hint.js';
import { Lanes } from './lanes.js';
import { type Counter, Measures } from './measures.js';
import { ProjectionSet } from './projection-set.js';
import type { RecordedEvent } from './recorded.js';
import { RequestIds } from './request-ids.js';
import type { Answered } from './situation.js';
import type { Decision, Streams } from './streams.js';
import { CLOCK, type Clock, FINGERPRINTS, type Fingerprints } from './tokens.js';

export interface Decided {
  readonly events: readonly RecordedEvent[];
  /** True when the same request was answered before: these are its first events again, nothing was written. */
  readonly repeated: boolean;
}

/** Rows written in the same append as the events: the keys of what the events seal, and the like. */
export interface Beside {
  readonly rows: readonly object[];
}

interface Command {
  readonly input: Asked;
}

interface Caller extends Omit<Waiting, 'asker'> {
  readonly asker: Omit<Asker, 'mac'>;
  /** Canonical text of the input, of which the fingerprint is taken. */
  readonly input: string;
  readonly answer: (decided: Decided | Promise<Decided>) => void;
  readonly fail: (error: unknown) => void;
}

const bounds = { mostInGroup: 512, mostWaitingOfLedger: 2000, mostWaiting: 10_000 };

/** One is written while the next is decided. */
const groupsOfLedger = 2;

/** Connections that appends leave to readers, where the pool is large enough. */
const leftToReaders = 2;

/**
 * The books. `decide` is the one way in: it hands the states of the named streams to a pure decision, and commits the facts
 * it returns together with everything derived from them, or nothing. Commands that come while others are being committed are
 * decided one after another and committed together: docs/decisions/0007-commands-in-groups.md.
 */
@Injectable()
export class EventStore {
  private readonly lanes: Lanes<Caller>;
  private readonly committing: Committing;
  private readonly announcements: Announcements;
  private readonly appended: Counter;
  private readonly groups: Counter;

  constructor(
    @InjectDataSource() dataSource: DataSource,
    @Inject(CLOCK) clock: Clock,
    @Inject(FINGERPRINTS) private readonly fingerprints: Fingerprints,
    private readonly requests: RequestIds,
    private readonly reader: EventReader,
    projections: ProjectionSet,
    private readonly hints: EventBus,
    measures: Measures,
  ) {
    const pool = (dataSource.driver as unknown as { master: Pool }).master;
    this.announcements = new Announcements(pool);
    this.committing = new Committing(pool, clock, projections);
    const groupsAtOnce = Math.max((pool.options.max ?? 10) - leftToReaders, 1) * groupsOfLedger;
    this.appended = measures.counter('mal_appended_events_total', 'Events that this program has written');
    this.groups = measures.counter('mal_appended_groups_total', 'Commits in which it wrote them');
    measures.gauge('mal_waiting_commands', 'Commands that wait for their turn', () => [{ value: this.lanes.length }]);
    this.lanes = new Lanes((ledger, callers, goOn) => this.run(ledger, callers, goOn), { ...bounds, groupsAtOnce });
  }

  /**
   * @param command names the route by its class and carries ledger, asker and request id
   * @param beside rows for the same append; written only if the decision comes to any event
   * @throws Refusal when the decision says no; nothing is written and nothing kept under the request id
   * @throws StoreUnavailable when the database does not answer; nothing was written
   * @throws StoreBusy when too many commands wait; nothing was written
   * @throws OutcomeUnknown when the line was cut at the commit and the answer could not be found out: ask again with the same id
   */
  async decide<S extends Streams>(command: Command, streams: S, decision: Decision<S>, beside: Beside = { rows: [] }): Promise<Decided> {
    const { ledger, by, request: sent, ...rest } = command.input;
    const input = canonical(rest);
    const request = await inLedger(ledger, () => this.requests.stored(ledger, sent)).catch(asUnavailable);
    const asker = { ledger, by, request, sent, route: command.constructor.name };
    return new Promise((answer, fail) => {
      this.lanes.enter(ledger, { asker, input, streams, decision, beside: beside.rows, answer, fail });
    });
  }

  /** Set off by whichever request comes first, perhaps for another ledger: so it says itself whose rows it needs. */
  private async run(ledger: string, callers: readonly Caller[], goOn: (taken: number) => void): Promise<number> {
    const outcomes = await inLedger(ledger, () => this.outcomesOf(ledger, callers, goOn));
    for (const [index, outcome] of outcomes.entries()) this.tell(callers[index]!, outcome);
    this.spread(
      ledger,
      outcomes.flatMap((outcome) => (outcome.is === 'yes' ? outcome.events : [])),
    );
    return outcomes.length;
  }

  private spread(ledger: string, events: readonly RecordedEvent[]): void {
    if (events.length === 0) return;
    this.appended.add(events.length);
    this.groups.add();
    forTheHost(() => {
      this.hints.publish(new Appended(ledger, [...new Set(events.map(({ type }) => type))]));
      this.announcements.add(ledger);
    });
  }

  private async outcomesOf(ledger: string, callers: readonly Caller[], goOn: (taken: number) => void): Promise<readonly Outcome[]> {
    try {
      const inputs = callers.map(({ input }) => input);
      const macs = await this.fingerprints(ledger, inputs).catch(asUnavailable);
      const group = callers.map(({ asker, streams, decision, beside }, index): Waiting => {
        return { asker: { ...asker, mac: macs[index]! }, streams, decision, beside };
      });
      return await this.committing.commit(ledger, group, goOn);
    } catch (error) {
      return callers.map(() => ({ is: 'no', error }));
    }
  }

  private tell({ asker, answer, fail }: Caller, outcome: Outcome): void {
    if (outcome.is === 'no') fail(outcome.error);
    else if (outcome.is === 'answered') answer(inLedger(asker.ledger, () => this.answeredBefore(asker.ledger, outcome.answered)));
    else answer({ events: outcome.events, repeated: outcome.is === 'repeated' });
  }

  private async answeredBefore(ledger: string, answered: Answered): Promise<Decided> {
    return { events: await this.reader.answerOf(ledger, answered), repeated: true };
  }
}

function asUnavailable(error: unknown): never {
  throw isConnectionFault(error) ? new StoreUnavailable({ cause: error }) : error;
}
