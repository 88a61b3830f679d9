import { Inject, Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type Day, addMinutes, instant } from '../domain/calendar.js';
import { ConfirmImport, type LineVerdict, unasked } from '../domain/import.js';
import type { ObservedLine } from '../domain/observed.js';
import {
  type AccountTrouble,
  type InTrouble,
  PAYPAL,
  type PayPalCredentials,
  type PayPalDoor,
  type PayPalWindow,
  halvesOf,
  minutesToNextSearch,
  windowsToSearch,
} from '../domain/paypal.js';
import { isConnectionFault } from '../event-store/faults.js';
import { newId } from '../event-store/ids.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { ImportDrafts } from './import-drafts.queries.js';
import { ImportPreviews } from './import-preview.queries.js';
import { PayPalConnections } from './paypal-connections.queries.js';
import { PayPalConnectionRow } from './paypal-rows.js';

/** Reads what PayPal's search lists; bound to the intake in app.module. */
export const LINES_OF_SEARCH = Symbol('lines of search');
export type LinesOfSearch = (
  movements: readonly unknown[],
  place: { readonly zone: string; readonly homeCurrency: string; readonly now: string },
) => { readonly lines: readonly ObservedLine[]; readonly unread: number };

/** PayPal's own trouble, or ours. */
type NoAnswer = InTrouble | { readonly trouble: AccountTrouble };

/** After so long a search that did not end is given up for lost, and another may begin. */
const lostAfterMinutes = 15;

/**
 * Asks PayPal what moved and brings it to the review list, by the road of a file: the same identities, proposals and
 * confirmation. What moves nothing that is owed is put aside as the file's preview would; all else waits for a person, and
 * nothing records itself as a payment. Asked twice, or by two programs at once, it adds nothing.
 */
@Injectable()
export class PayPalSearch {
  private readonly log = new Logger(PayPalSearch.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(PAYPAL) private readonly door: PayPalDoor,
    @Inject(LINES_OF_SEARCH) private readonly linesOf: LinesOfSearch,
    @Inject(PayPalConnections) private readonly connections: PayPalConnections,
    @Inject(ImportDrafts) private readonly drafts: ImportDrafts,
    @Inject(ImportPreviews) private readonly previews: ImportPreviews,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Does nothing for an account that is not due, or that another program searches at this moment. */
  async run(ledger: string, account: string): Promise<void> {
    const row = await this.claim(ledger, account);
    if (!row) return;
    const credentials = await this.opened(row);
    if (!credentials) return this.noteTrouble(row, { trouble: 'unopenable' });
    try {
      await this.searchAccount(row, credentials);
    } catch (error) {
      // Where not even this can be written, the claim runs out by itself.
      await this.noteTrouble(row, { trouble: 'stumbled' }).catch(() => undefined);
      throw error;
    }
  }

  /** Undefined where what opens the account does not come out of its seal: then it has to be entered again. */
  private async opened(row: PayPalConnectionRow): Promise<PayPalCredentials | undefined> {
    try {
      return await this.connections.open(row);
    } catch (error) {
      if (isConnectionFault(error)) throw error;
      this.log.error(`What opens the PayPal account ${row.accountId} cannot be read: ${(error as Error).name}. Run doctor.`);
      return undefined;
    }
  }

  private async searchAccount(row: PayPalConnectionRow, credentials: PayPalCredentials): Promise<void> {
    const { zone } = await this.terms.of(row.ledgerId);
    const lookAgainFrom = await this.unfinishedFrom(row);
    const end = { unread: 0 };
    for (const window of windowsToSearch({ ...row, lookAgainFrom }, this.now(), zone)) {
      const failed = await this.searchWindow(row, credentials, window, zone, end);
      if (failed) return this.noteTrouble(row, failed);
      await this.advance(row, window.to);
    }
    await this.noteDone(row, end.unread);
  }

  private now = (): string => instant(this.clock());

  /** Makes the account ours for a while. A claim that is not given back runs out. */
  private async claim(ledgerId: string, accountId: string): Promise<PayPalConnectionRow | undefined> {
    const now = this.now();
    const claimed = await this.dataSource
      .createQueryBuilder()
      .update(PayPalConnectionRow)
      .set({ nextSearchAt: addMinutes(now, lostAfterMinutes) })
      .where('ledger_id = :ledgerId and account_id = :accountId and next_search_at <= :now', { ledgerId, accountId, now })
      .execute();
    if (claimed.affected !== 1) return undefined;
    return (await this.dataSource.manager.findOneBy(PayPalConnectionRow, { ledgerId, accountId })) ?? undefined;
  }

  private async searchWindow(
    row: PayPalConnectionRow,
    credentials: PayPalCredentials,
    window: PayPalWindow,
    zone: string,
    end: { unread: number },
  ): Promise<InTrouble | undefined> {
    const told = await this.door.search(credentials, window);
    if ('trouble' in told) return told;
    if ('movements' in told) {
      end.unread += await this.take(row, told.movements, zone);
      return undefined;
    }
    const halves = halvesOf(window, zone);
    if (!halves) return { trouble: 'unreadable' };
    return (await this.searchWindow(row, credentials, halves[0], zone, end)) ?? this.searchWindow(row, credentials, halves[1], zone, end);
  }

  /** @returns how many movements could not be understood */
  private async take(
    { ledgerId: ledger, accountId: account }: PayPalConnectionRow,
    movements: readonly unknown[],
    zone: string,
  ): Promise<number> {
    const { currency } = await this.terms.of(ledger);
    const { lines, unread } = this.linesOf(movements, { zone, homeCurrency: currency, now: this.now() });
    const seen = await this.previews.ofDraft(ledger, { import: '', account, source: payPalSearch, lines, refused: [] });
    const fresh = seen.lines.filter(({ isHere }) => !isHere);
    if (fresh.length === 0) return unread;
    const verdicts = fresh.map(({ line, proposal }): LineVerdict => ({ line: line.line, verdict: unasked(line.reading, proposal) }));
    const draft = await this.drafts.keep(ledger, account, payPalSearch, { lines, refused: [] });
    try {
      await this.commands.execute(new ConfirmImport({ ledger, by: payPalSearch, request: newId(this.clock), import: draft, verdicts }));
    } finally {
      await this.drafts.forget(ledger, draft);
    }
    return unread;
  }

  /** The first day of what is expected: a webhook whose movement was not found yet, a line that was not finished. */
  private async unfinishedFrom({ ledgerId, accountId }: PayPalConnectionRow): Promise<Day | null> {
    const [row] = await this.dataSource.query<{ day: Day | null }[]>(
      `select to_char(min(day), 'YYYY-MM-DD') as day from (
         select min(moved_on) as day from paypal_webhook w where ledger_id = $1 and account_id = $2 and movement is not null
           and not exists (select 1 from observation_line l where l.ledger_id = w.ledger_id and l.account_id = w.account_id and l.movement = w.movement)
         union all
         select min(day) from observation where ledger_id = $1 and account_id = $2 and reading = 'pending' and status = 'to-review'
           and day > $3::timestamptz - interval '60 days'
       ) expected`,
      [ledgerId, accountId, this.now()],
    );
    return row?.day ?? null;
  }

  /** The cursor never goes back: a slower search of the same account may end later. */
  private async advance({ ledgerId, accountId }: PayPalConnectionRow, through: string): Promise<void> {
    await this.dataSource.query(
      `update paypal_connection set searched_through = greatest(searched_through, $3::timestamptz) where ledger_id = $1 and account_id = $2`,
      [ledgerId, accountId, through],
    );
  }

  private async noteDone({ ledgerId, accountId }: PayPalConnectionRow, unread: number): Promise<void> {
    const minutes = minutesToNextSearch(0, (await this.expects(ledgerId, accountId)) > 0);
    const nextSearchAt = addMinutes(this.now(), minutes);
    const noted = { nextSearchAt, unread, failures: 0, trouble: null, troubleSince: null };
    await this.dataSource.manager.update(PayPalConnectionRow, { ledgerId, accountId }, noted);
  }

  /** Webhooks of the last hours whose movement the search does not list yet; it is up to three hours late. */
  private async expects(ledgerId: string, accountId: string): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>(
      `select count(*)::int as count from paypal_webhook w
       where ledger_id = $1 and account_id = $2 and movement is not null and received_at > $3::timestamptz - interval '6 hours'
         and not exists (select 1 from observation_line l where l.ledger_id = w.ledger_id and l.account_id = w.account_id and l.movement = w.movement)`,
      [ledgerId, accountId, this.now()],
    );
    return row?.count ?? 0;
  }

  private async noteTrouble({ ledgerId, accountId, failures, troubleSince }: PayPalConnectionRow, failed: NoAnswer): Promise<void> {
    const now = this.now();
    const nextSearchAt = addMinutes(now, minutesToNextSearch(failures, false, failed));
    const noted = { nextSearchAt, failures: failures + 1, trouble: failed.trouble, troubleSince: troubleSince ?? now };
    await this.dataSource.manager.update(PayPalConnectionRow, { ledgerId, accountId }, noted);
    this.log.warn(`The PayPal account ${accountId} tells nothing: ${failed.trouble}`);
  }
}

export const payPalSearch = 'paypal-search';
