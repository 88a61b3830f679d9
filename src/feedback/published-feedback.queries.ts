import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EventBus, ofType } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import type { Subscription } from 'rxjs';
import type { Repository } from 'typeorm';
import type { Day, Instant } from '../domain/calendar.js';
import type { FeedbackAbout, PublicFeedback } from '../domain/feedback.js';
import { shownSince } from '../domain/feedback-shown.js';
import { Appended, HintsMissed } from '../event-store/hint.js';
import { freshMs } from '../transparency/editions.js';
import type { HeardFeedback } from '../transparency/heard.js';
import { FeedbackRow } from './feedback.projection.js';
import { aboutOf } from './feedback.queries.js';

interface Confirmed extends PublicFeedback {
  readonly about: FeedbackAbout;
  readonly publishedAt: Instant;
}

/** Published words as the world reads them: dated by a publication, and by nothing else. */
export interface ShownFeedback extends PublicFeedback {
  readonly about: FeedbackAbout;
  readonly since: Day;
}

const mostShown = 200;
const mostLedgers = 1000;

interface Kept {
  /** Asked once for all who come at once. */
  readonly all: Promise<readonly Confirmed[]>;
  readonly freshUntil: number;
}

/**
 * What stewards published, and how much of it the world sees by now. Many readers cost one question to the database, until
 * something is appended: what a steward hides is gone at once.
 */
@Injectable()
export class PublishedFeedback implements HeardFeedback, OnModuleInit, OnApplicationShutdown {
  private readonly kept = new Map<string, Kept>();
  private subscription?: Subscription;

  constructor(
    @InjectRepository(FeedbackRow) private readonly rows: Repository<FeedbackRow>,
    private readonly hints: EventBus,
  ) {}

  onModuleInit(): void {
    this.subscription = this.hints.pipe(ofType(Appended)).subscribe(({ ledger }) => this.kept.delete(ledger));
    this.subscription.add(this.hints.pipe(ofType(HintsMissed)).subscribe(() => this.kept.clear()));
  }

  onApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }

  /** @param publications days of the publications that are shown */
  async shown(ledger: string, zone: string, publications: readonly Day[]): Promise<ShownFeedback[]> {
    const all = await this.confirmed(ledger);
    const seen = all.flatMap(({ publishedAt, ...words }) => {
      const since = shownSince(publishedAt, zone, publications);
      return since ? [{ ...words, since }] : [];
    });
    return seen.toSorted(byDay);
  }

  private confirmed(ledger: string): Promise<readonly Confirmed[]> {
    const kept = this.kept.get(ledger);
    if (kept && kept.freshUntil > performance.now()) return kept.all;
    if (this.kept.size >= mostLedgers) this.kept.clear();
    const asked = { all: this.read(ledger), freshUntil: performance.now() + freshMs };
    this.kept.set(ledger, asked);
    asked.all.catch(() => {
      if (this.kept.get(ledger) === asked) this.kept.delete(ledger);
    });
    return asked.all;
  }

  private async read(ledger: string): Promise<readonly Confirmed[]> {
    const published = { ledgerId: ledger, status: 'published' as const };
    return (await this.rows.find({ where: published, order: { publishedAt: 'DESC' }, take: mostShown })).map(confirmedOf);
  }
}

/** The newest publication first; within one, by the words alone, so that their order tells nothing of who wrote first. */
const byDay = (one: ShownFeedback, other: ShownFeedback): number =>
  one.since === other.since ? compare(one.words, other.words) : compare(other.since, one.since);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const confirmedOf = (row: FeedbackRow): Confirmed => ({
  about: aboutOf(row),
  publishedAt: row.publishedAt!,
  words: row.publicWords!,
  ...(row.publicAnswer && { answer: row.publicAnswer }),
  ...(row.publicChanged && { changed: row.publicChanged }),
});
