import { beancountHeading, beancountLines } from './beancount.js';
import { csvHeading, csvLines } from './csv.js';
import { type BookLine, DoubleEntry, type PlacedEvent } from './double-entry.js';
import { hledgerHeading, hledgerLines } from './hledger.js';
import { type Placed, inOrder } from './in-order.js';

export const bookFormats = ['hledger', 'beancount', 'csv'] as const;
export type BookFormat = (typeof bookFormats)[number];

export interface BooksOf {
  readonly slug: string;
  readonly zone: string;
  readonly currency: string;
  /** Payments of which anything is said after they came in. */
  readonly changed: ReadonlySet<string>;
}

interface Writing {
  readonly heading: (books: BooksOf, currencies: readonly string[]) => string;
  readonly lines: (line: BookLine) => string;
}

const writings: Readonly<Record<BookFormat, Writing>> = {
  hledger: { heading: ({ slug }, currencies) => hledgerHeading(slug, currencies), lines: hledgerLines },
  beancount: { heading: ({ slug, currency }) => beancountHeading(slug, currency), lines: beancountLines },
  csv: { heading: csvHeading, lines: csvLines },
};

/** Everything in the order of its days, and within a day as it was recorded; the closing of a month after all of it. */
const keyOf = ({ is, day, position }: BookLine): string => `${day}${is === 'closing' ? '~' : ' '}${String(position).padStart(20, '0')}`;

/** The books of a ledger as a text in a format of plain-text accounting, from all of its events in the order of their positions. */
export async function* bookText(books: BooksOf, format: BookFormat, events: AsyncIterable<PlacedEvent>): AsyncGenerator<string> {
  const { heading, lines } = writings[format];
  const doubleEntry = new DoubleEntry(books.zone, books.changed);
  async function* placed(): AsyncGenerator<Placed> {
    for await (const event of events) {
      for (const line of doubleEntry.take(event)) yield { key: keyOf(line), text: lines(line) };
    }
  }
  let isFirst = true;
  for await (const text of inOrder(placed())) {
    if (isFirst) yield heading(books, doubleEntry.currencies);
    isFirst = false;
    yield text;
  }
  if (isFirst) yield heading(books, doubleEntry.currencies);
}
