import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { HOLDS, type Holds } from '../domain/hold.js';
import { JOURNAL } from '../domain/journal.js';
import { type Fund, type FundFact, fundImbalance } from '../domain/fund.js';
import { misplaced } from '../domain/fund-check.js';
import { keptStream } from '../domain/kept-streams.js';
import { amountSaid, formatAmount } from '../domain/money.js';
import { Balances, postingsOf } from '../domain/postings.js';
import { type ChainFault, walkChain } from '../event-store/chain.js';
import { payoutFaults, requestFaults, sealFaults } from '../event-store/cross-checks.js';
import { EventReader } from '../event-store/event-reader.js';
import { payoutTotals, sumPayouts } from '../event-store/payout-totals.js';
import { ProjectionSet } from '../event-store/projection-set.js';
import { Rebuilding } from '../event-store/rebuild.js';
import type { RecordedEvent } from '../event-store/recorded.js';
import { type Folded, Refolding } from '../event-store/refolding.js';
import { type Stop, stops } from '../event-store/standstill.js';
import { JournalCheck, journalFaults, payersInJournal, tornInWords } from './journal-check.js';
import type { JournalFile } from './journal.js';
import { stillNamed } from './payers-still-named.js';

/** What one ledger's books came to when they were walked. */
export interface Examined {
  readonly ledger: string;
  readonly events: bigint;
  /** One sentence each; none is what one wants to read. */
  readonly faults: readonly string[];
  /** Followers that stand still: nothing is wrong with the books, and somebody should look. */
  readonly stopped: readonly string[];
}

/** What the journal of what must never roll back came to. */
export interface JournalExamined {
  readonly faults: readonly string[];
  /** Nothing is wrong, and one wants to know. */
  readonly told: readonly string[];
}

/** Of each kind. */
const mostTold = 100;

/**
 * Walks the books of a ledger: the chain, what requests say of it, every event in double entry, kept states against the
 * fold, every table against a rebuild, the journal against the events. Changes nothing.
 */
@Injectable()
export class Examination {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(ProjectionSet) private readonly projections: ProjectionSet,
    @Inject(Rebuilding) private readonly rebuilding: Rebuilding,
    @Inject(Refolding) private readonly refolding: Refolding,
    @Inject(JOURNAL) private readonly journal: JournalFile,
    @Inject(HOLDS) private readonly holds: Holds,
  ) {}

  ledgers(): Promise<string[]> {
    return this.reader.ledgers();
  }

  async ofJournal(): Promise<JournalExamined> {
    const read = await this.journal.read();
    return { faults: journalFaults(read), told: tornInWords(read) };
  }

  async of(ledger: string): Promise<Examined> {
    const stopped = (await stops(this.pool, ledger)).map(standingStill);
    const { events, faults: ofChain } = await walkChain(this.pool, ledger);
    if (ofChain.length > 0) return { ledger, events, faults: ofChain.map(inWords), stopped };
    const crossed = [
      ...(await requestFaults(this.pool, ledger)),
      ...(await payoutFaults(this.pool, ledger)),
      ...(await sealFaults(this.pool, ledger)),
    ];
    return { ledger, events, faults: [...crossed.map(inWords), ...(await this.events(ledger)), ...(await this.tables(ledger))], stopped };
  }

  /** A kept state equals the fold of its events, no money is in two places or in none, every event sums to zero, the journal agrees. */
  private async events(ledger: string): Promise<string[]> {
    const ofEvents = new DoubleEntry();
    const acts = new JournalCheck();
    const written = await this.journal.read();
    const { folded, different } = await this.refolding.refold(ledger, false, (event, states) => {
      ofEvents.see(event, states);
      acts.see(event);
    });
    return [
      ...ofEvents.faults,
      ...different.map((name) => `The kept state of ${name} is not what its events come to.`),
      ...folded.flatMap(({ stream, state }) => (stream.name.startsWith('fund/') ? ofEvents.atTheEnd(stream.name, state as Fund) : [])),
      ...acts.faults(ledger, written, await this.journal.read(), await this.holds.isHeld(ledger, 'payouts')),
      ...(await this.payers(ledger, payersInJournal(ledger, written.entries))),
    ];
  }

  private async payers(ledger: string, asked: readonly string[]): Promise<string[]> {
    const named = await stillNamed(this.dataSource, ledger, asked);
    return named.length === 0
      ? []
      : [
          'The journal says that somebody who paid was to be forgotten, and their name still opens: run mutual-aid-ledger erase --from-journal.',
        ];
  }

  private async tables(ledger: string): Promise<string[]> {
    const faults: string[] = [];
    for (const projection of this.projections.all) {
      const { table, different } = await this.rebuilding.rebuild(projection, ledger, false);
      if (different > 0) faults.push(`The table ${table} differs from its events in ${different} rows: rebuild it.`);
    }
    const { different } = await sumPayouts(this.pool, ledger, false);
    if (different > 0) faults.push(`The table ${payoutTotals} differs from the payouts in ${different} rows: rebuild it.`);
    return faults;
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}

/** Adds up every event as it comes by, in memory for a few balances. */
class DoubleEntry {
  readonly faults: string[] = [];
  private readonly balances = new Balances();

  see(event: RecordedEvent, states: ReadonlyMap<string, Folded>): void {
    for (const off of this.balances.add(postingsOf(event)))
      this.note(event, `does not sum to zero in double entry: it is off by ${amountSaid(off)}`);
    if (!event.stream.startsWith('fund/')) return;
    const fund = (states.get(event.stream)?.state ?? keptStream(event.stream)?.unborn) as Fund;
    const says = misplaced(fund, event as unknown as FundFact);
    if (says) this.note(event, says);
  }

  atTheEnd(name: string, fund: Fund): string[] {
    const off = fundImbalance(fund);
    const unlike = this.balances.unlike(fund);
    return [
      ...(off.minor === 0n ? [] : [`${name} is out of balance by ${amountSaid(off)}.`]),
      ...unlike.map(
        ({ account, balance, fund: expected }) =>
          `${account} comes to ${amountSaid(balance)} in double entry, and ${name} says ${formatAmount(expected)}.`,
      ),
    ];
  }

  private note({ position }: RecordedEvent, says: string): void {
    if (this.faults.length < mostTold) this.faults.push(inWords({ position, says }));
  }
}

const inWords = ({ position, says }: ChainFault): string => `Event ${position} ${says}.`;

const standingStill = ({ follower, position, type, since, tries, error }: Stop): string =>
  `${follower} stands still before event ${position} (${type}) since ${since.toISOString()}, after ${tries} ${tries === 1 ? 'try' : 'tries'} (${error}).`;
