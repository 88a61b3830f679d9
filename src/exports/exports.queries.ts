import { Inject, Injectable } from '@nestjs/common';
import type { EventType } from '../domain/events.js';
import { EventReader } from '../event-store/event-reader.js';
import { Terms } from '../event-store/ledger-terms.js';
import { type BookFormat, bookText } from './book-text.js';
import type { PlacedEvent } from './double-entry.js';
import { storedEvents } from './stored-events.js';

export interface LedgerNamed {
  readonly ledger: string;
  readonly slug: string;
}

/** What is said of a payment after it came in. */
const changes: readonly EventType[] = ['PaymentRefunded', 'PaymentReversed', 'PaymentReinstated', 'PaymentCorrected', 'PaymentVoided'];

/** A ledger to take away, as it stands when one asks. Text comes piece by piece; none is held whole. */
@Injectable()
export class Exports {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  /** The complete double entry, with nothing of people and clients in it. */
  async *books({ ledger, slug }: LedgerNamed, format: BookFormat): AsyncGenerator<string> {
    const through = await this.reader.head(ledger);
    const books = { slug, ...(await this.terms.of(ledger)), changed: await this.changedPayments(ledger, through) };
    yield* bookText(books, format, this.eventsThrough(ledger, through));
  }

  /** Every event with its bytes as they are stored. */
  async *events({ ledger, slug }: LedgerNamed): AsyncGenerator<string> {
    const through = await this.reader.head(ledger);
    yield* storedEvents(ledger, slug, through, this.reader.stored(ledger, through));
  }

  private async changedPayments(ledger: string, through: bigint): Promise<ReadonlySet<string>> {
    const changed = new Set<string>();
    for await (const { events } of this.reader.stretches(ledger, 0n, through, changes))
      for (const { data } of events) if ('payment' in data && data.payment) changed.add(data.payment);
    return changed;
  }

  private async *eventsThrough(ledger: string, through: bigint): AsyncGenerator<PlacedEvent> {
    for await (const page of this.reader.pages(ledger))
      for (const event of page) {
        if (event.position > through) return;
        yield event;
      }
  }
}
