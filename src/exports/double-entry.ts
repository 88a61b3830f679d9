import { type Day, type Month, addMonths, dayOf, firstDayOf, lastDayOf, monthOfDay } from '../domain/calendar.js';
import type { LedgerEvent } from '../domain/events.js';
import { AccountSums, type Sum } from './account-sums.js';
import { type Moving, whatHappened } from './chart.js';
import { MoneyPlaces, type Part } from './money-places.js';
import { type Price, pricesOf } from './price.js';

/** One event's move between accounts. It sums to zero in each currency. */
export interface Entry {
  readonly is: 'entry';
  readonly position: bigint;
  readonly day: Day;
  /** The closed month it belongs to, where it came late. */
  readonly belongsTo?: Month;
  readonly what: string;
  readonly sums: readonly Sum[];
}

/** What one currency came to in another, where money was converted. */
export interface PriceSeen {
  readonly is: 'price';
  readonly position: bigint;
  readonly day: Day;
  readonly price: Price;
}

/** What stood on every account when a month was closed, said on its last day. */
export interface Closing {
  readonly is: 'closing';
  readonly position: bigint;
  readonly day: Day;
  readonly month: Month;
  readonly sums: readonly Sum[];
}

export type BookLine = Entry | PriceSeen | Closing;
export type PlacedEvent = LedgerEvent & { readonly position: bigint };

/**
 * The books in double entry, event after event. Each entry stands on a day within the month into which it was booked, and never in
 * a month that was closed before it was recorded: so what a closing says of an account holds for good.
 */
export class DoubleEntry {
  private readonly places: MoneyPlaces;
  private readonly totals = new AccountSums();
  private openFrom: Day = '';

  /** @param changed payments of which anything is said after they came in */
  constructor(
    private readonly zone: string,
    changed: ReadonlySet<string>,
  ) {
    this.places = new MoneyPlaces(changed);
  }

  /** Every currency that has occurred. */
  get currencies(): string[] {
    return this.totals.currencies();
  }

  take(event: PlacedEvent): BookLine[] {
    if (event.type === 'MonthClosed') return [this.closing(event.data.month, event.position)];
    const parts = this.places.partsOf(event).map((part) => ({ ...part, sums: part.sums.filter(({ amount }) => amount.minor !== 0n) }));
    return [...parts.filter(({ sums }) => sums.length > 0).map((part) => this.entry(event, part)), ...this.prices(event)];
  }

  private entry(event: PlacedEvent, { month, belongsTo, sums }: Part): Entry {
    const day = this.dayOf(event, month);
    this.totals.add(monthOfDay(day), sums);
    const what = whatHappened[event.type as Moving];
    return { is: 'entry', position: event.position, day, ...(belongsTo && { belongsTo }), what, sums };
  }

  private prices(event: PlacedEvent): PriceSeen[] {
    const { position } = event;
    const day = this.dayOf(event, undefined);
    return converted(event).map((price) => ({ is: 'price', position, day, price }));
  }

  private closing(month: Month, position: bigint): Closing {
    this.openFrom = firstDayOf(addMonths(month, 1));
    return { is: 'closing', position, day: lastDayOf(month), month, sums: this.totals.through(month) };
  }

  private dayOf({ happenedAt }: PlacedEvent, month: Month | undefined): Day {
    const happened = dayOf(happenedAt, this.zone);
    const day = month === undefined ? happened : within(happened, firstDayOf(month), lastDayOf(month));
    return day < this.openFrom ? this.openFrom : day;
  }
}

const within = (day: Day, first: Day, last: Day): Day => (day < first ? first : day > last ? last : day);

function converted(event: LedgerEvent): readonly Price[] {
  switch (event.type) {
    case 'PaymentReceived':
    case 'PaymentCorrected':
      return pricesOf(event.data.amount, event.data.settled?.amount);
    case 'PayoutProposed':
      return pricesOf(event.data.amount, event.data.given);
    default:
      return [];
  }
}
