import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type Instant, instant } from '../domain/calendar.js';
import {
  type AccountStanding,
  type HeldAct,
  type HeldStanding,
  HOLDS,
  type Missing,
  SEEN_OUTSIDE,
  type SeenOutside,
  missingOf,
  releasable,
} from '../domain/hold.js';
import { JOURNAL, type JournalEntry } from '../domain/journal.js';
import { logNumber } from '../domain/log-origin.js';
import { type SignedHead } from '../domain/publication.js';
import { standingHeads } from '../domain/signed-head.js';
import { EventReader } from '../event-store/event-reader.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Erasures } from './erasures.js';
import type { LedgerHolds } from './holding.js';
import type { JournalFile } from './journal.js';

export interface HeldLedger {
  readonly acts: readonly HeldAct[];
  readonly since: Instant;
  readonly booksUntil: Instant;
  readonly missing: readonly Missing[];
}

/** Held ledgers: what is missing, looked up anew each time, and their release. */
@Injectable()
export class HeldLedgers {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(JOURNAL) private readonly journal: JournalFile,
    @Inject(HOLDS) private readonly holds: LedgerHolds,
    @Inject(SEEN_OUTSIDE) private readonly seen: SeenOutside,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async isHeld(ledger: string): Promise<boolean> {
    return (await this.holds.of(ledger)).length > 0;
  }

  /** Undefined where it is not held. */
  async of(ledger: string): Promise<HeldLedger | undefined> {
    const holds = await this.holds.of(ledger);
    const [first] = holds;
    if (!first) return undefined;
    const acts = holds.map(({ act }) => act);
    const missing = missingOf(await this.standing(ledger, first)).filter(({ act }) => acts.includes(act));
    return { acts, since: first.since, booksUntil: first.booksUntil, missing };
  }

  /**
   * Releases what nothing stands in the way of any more.
   * @param vouches for all that a person may vouch for: they have looked at each of the lines that say what is missing
   * @returns what was released
   */
  async release(ledger: string, by: string, vouches: boolean): Promise<HeldAct[]> {
    const held = await this.of(ledger);
    if (!held) return [];
    const released = releasable(held.missing, vouches).filter((act) => held.acts.includes(act));
    for (const act of released) await this.holds.release(ledger, act, by, instant(this.clock()));
    return released;
  }

  /** Forgets in held ledgers whom the journal knows to be forgotten: nobody has to remember it. */
  async applyJournal(): Promise<void> {
    if ((await this.holds.ledgers()).length > 0 && (await this.journal.isThere())) await this.erasures.applyJournal();
  }

  private async standing(ledger: string, { since, booksUntil }: { since: Instant; booksUntil: Instant }): Promise<HeldStanding> {
    const hasJournal = await this.journal.isThere();
    const entries = hasJournal ? (await this.journal.read()).entries : [];
    const { heads, ...seen } = await this.seen.of(ledger);
    return {
      since,
      booksUntil,
      hasJournal,
      erasuresOpen: await this.erasures.open(ledger, entries),
      attemptsUnknown: await this.attemptsUnknown(ledger, entries),
      accounts: await this.accounts(ledger),
      linesOpen: await this.linesOpen(ledger, booksUntil),
      signed: heads.at(-1)?.size ?? 0,
      announced: announcedOf(ledger, entries, heads),
      ...seen,
    };
  }

  private async attemptsUnknown(ledger: string, entries: readonly JournalEntry[]) {
    const known = new Set<string>();
    for await (const { events } of this.reader.stretches(ledger, 0n, await this.reader.head(ledger), ['PayoutAttemptStarted']))
      for (const event of events) if (event.type === 'PayoutAttemptStarted') known.add(`${event.data.payout} ${event.data.attempt}`);
    const written = entries.flatMap((entry) => (entry.kind === 'payout-attempt' && entry.ledger === ledger ? [entry] : []));
    const unknown = new Map(written.map((entry) => [`${entry.payout} ${entry.attempt}`, entry]));
    for (const act of known) unknown.delete(act);
    return [...unknown.values()].map(({ payout, attempt, at }) => ({ payout, attempt, at }));
  }

  /** Those of which anything was ever heard: from an account that nobody looks at, nothing is missing either. */
  private accounts(ledger: string): Promise<AccountStanding[]> {
    return this.dataSource.query<AccountStanding[]>(
      `select name, "knownThrough" from (
         select a.name, greatest(
           (select max(o.day)::text from observation o where o.ledger_id = a.ledger_id and o.account_id = a.account_id),
           (select max(s.through_day)::text from account_statement s where s.ledger_id = a.ledger_id and s.account_id = a.account_id),
           (select to_char(c.searched_through at time zone 'UTC', 'YYYY-MM-DD') from paypal_connection c
            where c.ledger_id = a.ledger_id and c.account_id = a.account_id)) as "knownThrough"
         from account a where a.ledger_id = $1) known where "knownThrough" is not null order by name`,
      [ledger],
    );
  }

  private async linesOpen(ledger: string, booksUntil: Instant): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>(
      `select count(*)::int as count from observation where ledger_id = $1 and status = 'to-review' and day >= $2::timestamptz::date - 1`,
      [ledger, booksUntil],
    );
    return row!.count;
  }
}

/** Of two lines at one size the first counts; the journal may begin later than the books do. */
function announcedOf(ledger: string, entries: readonly JournalEntry[], heads: readonly SignedHead[]): HeldStanding['announced'] {
  const ofLedger = entries.flatMap((entry) => (entry.kind === 'signed-head' && entry.ledger === ledger ? [entry] : []));
  const last = heads.at(-1)?.origin ?? ofLedger[0]?.origin;
  const standing = standingHeads(ofLedger.filter(({ origin }) => origin === last));
  const roots = new Map(heads.filter(({ origin }) => origin === last).map(({ size, root }) => [size, root]));
  const goesOnElsewhere = ofLedger.some(({ origin }) => logNumber(origin) > logNumber(last ?? origin)); // a successor that these books do not know
  return {
    size: standing.at(-1)?.size ?? 0,
    agrees: !goesOnElsewhere && standing.every(({ size, root }) => (roots.get(size) ?? root) === root),
  };
}
