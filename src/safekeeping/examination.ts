import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { canonical } from '../domain/canonical.js';
import { type Fund, type FundFact, fundImbalance, fundStream } from '../domain/fund.js';
import { formatAmount } from '../domain/money.js';
import { walkChain } from '../event-store/chain.js';
import { EventReader } from '../event-store/event-reader.js';
import { ProjectionSet } from '../event-store/projection-set.js';
import { Rebuilding } from '../event-store/rebuild.js';

/** What one ledger's books came to when they were walked. */
export interface Examined {
  readonly ledger: string;
  readonly events: bigint;
  /** One sentence each; none is what one wants to read. */
  readonly faults: readonly string[];
}

/** Walks the books of a ledger: the chain, the funds against their own events, every table against a rebuild in memory. */
@Injectable()
export class Examination {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(ProjectionSet) private readonly projections: ProjectionSet,
    @Inject(Rebuilding) private readonly rebuilding: Rebuilding,
  ) {}

  ledgers(): Promise<string[]> {
    return this.reader.ledgers();
  }

  async of(ledger: string): Promise<Examined> {
    const { events, faults } = await walkChain(this.pool, ledger);
    const chain = faults.map(({ position, says }) => `Event ${position} ${says}.`);
    if (chain.length > 0) return { ledger, events, faults: chain };
    return { ledger, events, faults: [...(await this.funds(ledger)), ...(await this.tables(ledger))] };
  }

  /** A kept fund equals the fold of its events, and no money is in two places or in none. */
  private async funds(ledger: string): Promise<string[]> {
    const faults: string[] = [];
    for (const name of await this.reader.keptNames(ledger, 'fund/')) {
      const stream = fundStream(name.slice('fund/'.length));
      const kept = await this.reader.state(ledger, stream);
      const folded = await this.fold(ledger, stream.name, stream.unborn, stream.evolve);
      if (canonical(kept) !== canonical(folded)) faults.push(`The kept state of ${name} is not what its events come to.`);
      const off = fundImbalance(folded);
      if (off.minor !== 0n) faults.push(`${name} is out of balance by ${formatAmount(off)} ${off.currency}.`);
    }
    return faults;
  }

  private async fold(ledger: string, name: string, unborn: Fund, evolve: (fund: Fund, fact: FundFact) => Fund): Promise<Fund> {
    let fund = unborn;
    for await (const event of this.reader.all(ledger)) if (event.stream === name) fund = evolve(fund, event as unknown as FundFact);
    return fund;
  }

  private async tables(ledger: string): Promise<string[]> {
    const faults: string[] = [];
    for (const projection of this.projections.all) {
      const { table, different } = await this.rebuilding.rebuild(projection, ledger, false);
      if (different > 0) faults.push(`The table ${table} differs from its events in ${different} rows: rebuild it.`);
    }
    return faults;
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}
