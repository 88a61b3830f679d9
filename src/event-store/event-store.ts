import { Inject, Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { Asked } from '../domain/asked.js';
import { canonical } from '../domain/canonical.js';
import { instant } from '../domain/calendar.js';
import { Refusal } from '../domain/refusal.js';
import { prepare, write } from './append.js';
import { type Asker, keptRequestId } from './asker.js';
import { newId } from './ids.js';
import { borrowing } from './borrowing.js';
import { OutcomeUnknown, StoreUnavailable, isConnectionFault } from './faults.js';
import { Appended } from './hint.js';
import { lockKeyOf } from './ledger-lock.js';
import { type Answered, type EventTableRow, eventColumns, loadSituation, recordedOf } from './loading.js';
import { tookPlace } from './outcome.js';
import { ProjectionSet } from './projection-set.js';
import type { RecordedEvent } from './recorded.js';
import { Turns } from './turns.js';
import { CLOCK, type Clock, FINGERPRINT, type Fingerprint } from './tokens.js';
import { type Decision, type Streams, allOf } from './streams.js';

export interface Decided {
  readonly events: readonly RecordedEvent[];
  /** True when the same request was answered before: these are its first events again, nothing was written. */
  readonly repeated: boolean;
}

/** Rows written in the same transaction as the events: the keys of what the events seal, and the like. */
export interface Beside {
  readonly rows: readonly object[];
}

interface Command {
  readonly input: Asked;
}

/**
 * The books. `decide` is the one way in: it loads the named streams under the ledger's lock, hands their states to a pure
 * decision, and commits the facts it returns together with everything derived from them, or nothing.
 */
@Injectable()
export class EventStore {
  private readonly turns = new Turns();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FINGERPRINT) private readonly fingerprint: Fingerprint,
    private readonly projections: ProjectionSet,
    private readonly hints: EventBus,
  ) {}

  /**
   * @param command names the route by its class and carries ledger, asker and request id
   * @param beside rows for the same transaction; written only if the decision comes to any event
   * @throws Refusal when the decision says no; nothing is written and nothing kept under the request id
   * @throws StoreUnavailable when the database does not answer; nothing was written
   * @throws OutcomeUnknown when the line was cut at the commit and the answer could not be found out: ask again with the same id
   */
  async decide<S extends Streams>(command: Command, streams: S, decision: Decision<S>, beside: Beside = { rows: [] }): Promise<Decided> {
    const decided = await this.answered(command, streams, decision, beside);
    if (decided.events.length > 0 && !decided.repeated) {
      this.hints.publish(new Appended(command.input.ledger, [...new Set(decided.events.map(({ type }) => type))]));
    }
    return decided;
  }

  private async answered<S extends Streams>(command: Command, streams: S, decision: Decision<S>, beside: Beside): Promise<Decided> {
    try {
      const asker = await this.askerOf(command);
      return await this.turns.of(asker.ledger, () =>
        borrowing(this.pool, (client) => this.inTransaction(client, asker, streams, decision, beside)),
      );
    } catch (error) {
      if (error instanceof AnswerLost) return this.found(error);
      throw isConnectionFault(error) ? new StoreUnavailable({ cause: error }) : error;
    }
  }

  private async inTransaction<S extends Streams>(
    client: PoolClient,
    asker: Asker,
    streams: S,
    decision: Decision<S>,
    beside: Beside,
  ): Promise<Decided> {
    const { ledger, by, request } = asker;
    await client.query(`begin isolation level read committed; select pg_advisory_xact_lock(${lockKeyOf(ledger)})`);
    const now = instant(this.clock());
    const situation = await loadSituation(client, ledger, asker, allOf(streams));
    if (situation.answered) {
      const events = await this.firstAnswer(client, asker, situation.answered);
      await client.query('rollback');
      return { events, repeated: true };
    }
    const states = statesOf(streams, (name) => situation.streams.get(name)!.state);
    const facts = decision(states as never, now);
    const prepared = prepare(ledger, situation, streams, facts, { by, request: keptRequestId(request, () => newId(this.clock)) }, now);
    const rows = prepared.events.length > 0 ? beside.rows : [];
    await write(client, asker, situation.position, prepared, now, (from) => this.projections.statements(prepared.events, from, rows));
    const decided = { events: prepared.events, repeated: false };
    await commit(client, (cause) => new AnswerLost(asker, decided, cause));
    return decided;
  }

  /** The line was cut at the commit: the request id tells whether it took place. */
  private async found({ asker, decided, cause }: AnswerLost): Promise<Decided> {
    const isThere = await tookPlace(this.pool, asker);
    if (isThere === undefined) throw new OutcomeUnknown(asker.request, { cause });
    if (!isThere) throw new StoreUnavailable({ cause });
    return decided;
  }

  private async firstAnswer(client: PoolClient, asker: Asker, { mac, first, count }: Answered): Promise<RecordedEvent[]> {
    if (mac !== null && mac !== asker.mac.toString('hex')) {
      throw new Refusal('request/other-input', 'This key was used before with other contents. Send a new request with a new key.');
    }
    const { rows } = await client.query<EventTableRow>(
      `select ${eventColumns} from event where ledger_id = $1 and position >= $2 and position < $3 order by position`,
      [asker.ledger, first.toString(), (first + BigInt(count)).toString()],
    );
    return rows.map(recordedOf);
  }

  private async askerOf(command: Command): Promise<Asker> {
    const { ledger, by, request, ...rest } = command.input;
    const mac = await this.fingerprint(ledger, canonical(rest));
    return { ledger, by, request, route: command.constructor.name, mac };
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}

/** The commit was sent, and no answer came back. */
class AnswerLost extends Error {
  constructor(
    readonly asker: Asker,
    readonly decided: Decided,
    cause: unknown,
  ) {
    super('The answer to a commit was lost.', { cause });
  }
}

async function commit(client: PoolClient, lost: (cause: unknown) => AnswerLost): Promise<void> {
  const { command } = await client.query('commit').catch((error: unknown) => {
    throw isConnectionFault(error) ? lost(error) : error;
  });
  if (command !== 'COMMIT') throw new Error(`The database answered ${command} to a commit. Nothing was written.`);
}

function statesOf(streams: Streams, state: (name: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(streams).map(([key, one]) => [
      key,
      Array.isArray(one) ? one.map(({ name }) => state(name)) : state((one as { name: string }).name),
    ]),
  );
}
