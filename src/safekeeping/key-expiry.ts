import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { type Instant, instant } from '../domain/calendar.js';
import { forgetInputsOf } from '../event-store/forgotten-inputs.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { destroyKeys, expiredKeys } from '../vault/destroying.js';
import { Destruction, forgetLines, forgetPerson } from './destruction.js';
import { type PayoutTrace, TraceReader, isFinal } from './traces.js';

/** Destroys the keys whose time is over: what nobody needs any more is not kept for the day on which somebody looks. */
@Injectable()
export class KeyExpiry {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(TraceReader) private readonly traces: TraceReader,
    @Inject(Destruction) private readonly destruction: Destruction,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async destroyExpired(): Promise<void> {
    const now = instant(this.clock());
    const ledgers = new Set((await expiredKeys(this.dataSource, now)).map(({ ledger_id }) => ledger_id));
    for (const ledger of ledgers) await this.destruction.underLock(ledger, (database) => this.ofLedger(database, ledger, now));
  }

  private async ofLedger(database: EntityManager, ledger: string, now: Instant): Promise<void> {
    const payouts = await this.traces.payouts(database, ledger);
    const needed = new Set(payouts.filter((payout) => !isFinal(payout)).flatMap(({ payout, recipient }) => [payout, recipient]));
    const expired = await expiredKeys(database, now);
    const due = expired.filter(({ ledger_id, subject_id }) => ledger_id === ledger && !needed.has(subject_id));
    const ids = (kind?: string): string[] =>
      due.filter((row) => kind === undefined || row.kind === kind).map(({ subject_id }) => subject_id);
    await this.tag(database, ledger, payouts, new Set(ids()));
    const slots: string[] = [];
    for (const recipient of ids('recipient')) slots.push(...(await forgetPerson(database, ledger, recipient)));
    await forgetLines(database, ledger, ids('observation'));
    await forgetInputsOf(database, ledger, ids());
    await destroyKeys(database, ledger, [...ids(), ...slots]);
  }

  /** A payout that loses its link, or its person, before it is published still counts as one person's. */
  private async tag(database: EntityManager, ledger: string, payouts: readonly PayoutTrace[], due: ReadonlySet<string>): Promise<void> {
    const losing = payouts.filter(({ payout, recipient }) => due.has(payout) || due.has(recipient));
    for (const recipient of new Set(losing.map((payout) => payout.recipient))) {
      const theirs = payouts.filter((payout) => payout.recipient === recipient);
      await this.destruction.tagUnpublished(database, ledger, recipient, theirs);
    }
  }
}
