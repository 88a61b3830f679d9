import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EventBus, ofType } from '@nestjs/cqrs';
import type { Subscription } from 'rxjs';
import { inLedger } from '../database/rows-in-sight.js';
import { instant } from '../domain/calendar.js';
import { isSlug } from '../domain/ledger.js';
import { Appended, HintsMissed } from '../event-store/hint.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { HEARD_FEEDBACK, type HeardFeedback } from './heard.js';
import type { Printed } from './printed.js';
import { Publications } from './publications.queries.js';
import { type PublicBooks, transparencyOf } from './public-views.js';
import type { Published } from './published.js';
import { type ShownCheckpoint, ShownCheckpoints } from './shown-checkpoints.queries.js';

/**
 * For how long an edition is handed out while nobody says that anything is new. Whatever hint is lost on its way from another
 * program, what it published shows here within this time.
 */
export const freshMs = 60_000;
const hourMs = 3_600_000;
const mostKept = 1000;

/** One state of a ledger's public pages, and those of them that somebody has read. */
export interface Edition {
  readonly ledger: string;
  /** How far the world sees; absent before the first publication. */
  readonly checkpoint?: ShownCheckpoint;
  /** Logs that were closed after a compromise, oldest first. */
  readonly earlier: readonly ShownCheckpoint[];
  readonly books: PublicBooks;
  readonly pages: Map<string, Printed>;
}

interface Kept extends Edition {
  /** All that its pages depend on. The same stamp, the same bytes. */
  readonly stamp: string;
  freshUntil: number;
  /** Which hour it was made in: with a day, the promise in force may change, and so may the next publication. */
  hour: number;
}

/**
 * Public pages change once a publication, while a shared post brings thousands to read them: so each page is made once, and the
 * database is asked only where something was appended, by this program or another, and else once a minute per ledger.
 */
@Injectable()
export class Editions implements OnModuleInit, OnApplicationShutdown {
  private readonly kept = new Map<string, Kept>();
  private readonly asking = new Map<string, Promise<Kept | undefined>>();
  private subscription?: Subscription;
  private appends = 0;

  constructor(
    @Inject(Publications) private readonly publications: Publications,
    @Inject(ShownCheckpoints) private readonly shown: ShownCheckpoints,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HEARD_FEEDBACK) private readonly feedback: HeardFeedback,
    private readonly hints: EventBus,
  ) {}

  onModuleInit(): void {
    this.subscription = this.hints.pipe(ofType(Appended)).subscribe(({ ledger }) => this.doubt(ledger));
    this.subscription.add(this.hints.pipe(ofType(HintsMissed)).subscribe(() => this.doubt()));
  }

  onApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }

  /** The edition of this moment, at hand; undefined where the database has to be asked. */
  atHand(slug: string): Edition | undefined {
    const kept = this.kept.get(slug);
    return kept && kept.freshUntil > performance.now() && kept.hour === this.hour() ? kept : undefined;
  }

  /** Undefined where there is no such ledger. */
  async of(slug: string): Promise<Edition | undefined> {
    const atHand = this.atHand(slug);
    if (atHand || !isSlug(slug)) return atHand;
    let asked = this.asking.get(slug);
    if (!asked) {
      asked = this.renew(slug).finally(() => this.asking.delete(slug));
      this.asking.set(slug, asked);
    }
    return asked;
  }

  /** As it is at this very moment: somebody asks for more than the edition at hand knows of. All at once ask once. */
  async anew(slug: string): Promise<Edition | undefined> {
    const kept = this.kept.get(slug);
    if (kept && !this.asking.has(slug)) kept.freshUntil = 0;
    return this.of(slug);
  }

  private async renew(slug: string): Promise<Kept | undefined> {
    const before = this.kept.get(slug);
    const appends = this.appends;
    const ledger = before?.ledger ?? (await this.publications.idOf(slug));
    if (!ledger) return undefined;
    const renewed = await inLedger(ledger, () => this.edition(ledger, before)); // the list of ledgers asks for many at once
    renewed.freshUntil = appends === this.appends ? performance.now() + freshMs : 0;
    renewed.hour = this.hour();
    this.kept.delete(slug);
    if (this.kept.size >= mostKept) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(slug, renewed);
    return renewed;
  }

  /** The one before, where nothing of what its pages depend on has changed. */
  private async edition(ledger: string, before: Kept | undefined): Promise<Kept> {
    const [terms, checkpoint, banner] = await Promise.all([
      this.publications.terms(ledger),
      this.shown.of(ledger),
      this.publications.banner(),
    ]);
    const published = await this.published(ledger, checkpoint?.size ?? 0, before);
    const publications = published.months.map(({ publishedOn }) => publishedOn);
    const heard = await this.feedback.shown(ledger, terms.zone, publications);
    const books: PublicBooks = { terms, published, heard, now: instant(this.clock()), ...(banner && { banner }) };
    const stamp = stampOf(books, checkpoint?.note);
    if (before?.stamp === stamp) return before;
    const earlier = checkpoint && checkpoint.base > 0 ? await this.shown.earlier(ledger) : [];
    return { ledger, ...(checkpoint && { checkpoint }), earlier, stamp, books, pages: new Map(), freshUntil: 0, hour: 0 };
  }

  /** Entries never change, so as many as before are the same. */
  private async published(ledger: string, size: number, before: Kept | undefined): Promise<Published> {
    const isSame = before !== undefined && (before.checkpoint?.size ?? 0) === size;
    return isSame ? before.books.published : this.publications.of(ledger, size);
  }

  /** @param ledger which has grown; any may have, where it is not said */
  private doubt(ledger?: string): void {
    this.appends += 1;
    for (const kept of this.kept.values()) if (ledger === undefined || kept.ledger === ledger) kept.freshUntil = 0;
  }

  private hour(): number {
    return Math.floor(this.clock() / hourMs);
  }
}

/** The checkpoint of one of its logs, counted from 1: the last of them still grows. */
export const checkpointOf = ({ checkpoint, earlier }: Edition, log: number): ShownCheckpoint | undefined =>
  log <= earlier.length ? earlier[log - 1] : log === earlier.length + 1 ? checkpoint : undefined;

/** Terms only ever grow by versions; of the time of day nothing shows but the promise in force and the next publication day. */
function stampOf(books: PublicBooks, note: string | undefined): string {
  const { name, policies, rules, address } = books.terms;
  const { promise, firstOn, published, rules: shown } = transparencyOf(books);
  const today = [promise?.version, firstOn, published?.nextOn, shown.k, shown.minPayments, shown.delayDays];
  return JSON.stringify([note, name, policies.length, rules.length, address?.host, books.banner, books.heard, ...today]);
}
