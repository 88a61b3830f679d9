import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EventBus, ofType } from '@nestjs/cqrs';
import type { Subscription } from 'rxjs';
import { Appended, HintsMissed } from '../event-store/hint.js';
import type { Words } from '../languages/words.js';
import { Editions } from './editions.js';
import { type Directory, DirectoryPage } from './pages/directory.js';
import { type Printed, print } from './printed.js';
import { transparencyOf } from './public-views.js';
import { type ListedLedger, Publications } from './publications.queries.js';

/** With one ledger on the host, the front page is that ledger's; otherwise it lists those that want to be found. */
export type FrontPage = { readonly only: string } | { readonly directory: (words: Words) => Printed };

/** How old a sentence in the list may be: a list of many ledgers is not made anew for each of their changes. */
const listedForMs = 60_000;
/** For how long the list is handed out unasked, once something has changed and while nothing has. */
const changedMs = 3000;
const unchangedMs = 60_000;

@Injectable()
export class Front implements OnModuleInit, OnApplicationShutdown {
  private page?: FrontPage;
  private stamp = '';
  private freshUntil = 0;
  private listedUntil = 0;
  private asking?: Promise<FrontPage>;
  private subscription?: Subscription;

  constructor(
    @Inject(Publications) private readonly publications: Publications,
    @Inject(Editions) private readonly editions: Editions,
    private readonly hints: EventBus,
  ) {}

  onModuleInit(): void {
    this.subscription = this.hints.pipe(ofType(Appended, HintsMissed)).subscribe(() => {
      this.freshUntil = Math.min(this.freshUntil, performance.now() + changedMs);
    });
  }

  onApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }

  async of(): Promise<FrontPage> {
    if (this.page && this.freshUntil > performance.now()) return this.page;
    this.asking ??= this.renew().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async renew(): Promise<FrontPage> {
    const [ledgers, banner] = await Promise.all([this.publications.listed(), this.publications.banner()]);
    const stamp = JSON.stringify([ledgers, banner]);
    const now = performance.now();
    if (!this.page || stamp !== this.stamp || this.listedUntil < now) {
      const [first] = ledgers;
      this.page = first && ledgers.length === 1 ? { only: first.slug } : { directory: await this.directory(ledgers, banner) };
      this.listedUntil = now + listedForMs;
      this.stamp = stamp;
    }
    this.freshUntil = performance.now() + unchangedMs;
    return this.page;
  }

  /** A steward who confirmed the public address has asked for readers; nobody else is listed. */
  private async directory(all: readonly ListedLedger[], banner: string | undefined): Promise<(words: Words) => Printed> {
    const ledgers: Directory['ledgers'][number][] = [];
    for (const { slug, name } of all.filter(({ isConfirmed }) => isConfirmed)) {
      const edition = await this.editions.of(slug);
      const promise = edition && transparencyOf(edition.books).promise;
      ledgers.push({ slug, name, ...(promise && { promise }) });
    }
    const printed = new Map<string, Printed>();
    return (words) => {
      const made = printed.get(words.name) ?? print(<DirectoryPage words={words} ledgers={ledgers} {...(banner && { banner })} />, words);
      printed.set(words.name, made);
      return made;
    };
  }
}
