import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EventBus, ofType } from '@nestjs/cqrs';
import type { Subscription } from 'rxjs';
import { type Books, ledgerStream } from '../domain/ledger.js';
import { EventReader } from '../event-store/event-reader.js';
import { Appended } from '../event-store/hint.js';

/** What another program of the host defines is heard of here within this time. */
const freshMs = 3000;
const mostKept = 1000;

/**
 * What a ledger sells, as it was a moment ago: for advice on an amount that fits no band, never for a decision, which reads it under
 * the lock. Remembered, so that recording a payment does not read all of a ledger's terms once more.
 */
@Injectable()
export class Offered implements OnModuleInit, OnApplicationShutdown {
  private readonly kept = new Map<string, { readonly books: Books; readonly until: number }>();
  private subscription?: Subscription;

  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    private readonly hints: EventBus,
  ) {}

  onModuleInit(): void {
    this.subscription = this.hints.pipe(ofType(Appended)).subscribe(({ ledger, types }) => {
      if (types.includes('OfferingDefined')) this.kept.delete(ledger);
    });
  }

  onApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }

  async in(ledger: string): Promise<Books> {
    const kept = this.kept.get(ledger);
    if (kept && kept.until > performance.now()) return kept.books;
    const books = await this.reader.state(ledger, ledgerStream);
    this.kept.delete(ledger);
    if (this.kept.size >= mostKept) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(ledger, { books, until: performance.now() + freshMs });
    return books;
  }
}
