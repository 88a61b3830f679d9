import { Inject, Injectable } from '@nestjs/common';
import { type Month, addMonths } from '../domain/calendar.js';
import { ledgerStream, openBooks } from '../domain/ledger.js';
import { monthIsClosed } from '../domain/month.js';
import { Refusal } from '../domain/refusal.js';
import { EventReader } from './event-reader.js';

/** What never changes once a ledger is open. */
export interface LedgerTerms {
  readonly zone: string;
  readonly currency: string;
}

/** What a shell has to know before it can name the streams of a command. */
@Injectable()
export class Terms {
  private readonly known = new Map<string, LedgerTerms>();

  constructor(@Inject(EventReader) private readonly reader: EventReader) {}

  /** Zone and home currency are set once, so they are remembered. */
  async of(ledger: string): Promise<LedgerTerms> {
    const known = this.known.get(ledger);
    if (known) return known;
    const { zone, currency } = openBooks(await this.reader.state(ledger, ledgerStream));
    this.known.set(ledger, { zone, currency });
    return { zone, currency };
  }

  /** Currencies in which the ledger holds a fund, the home currency first. */
  async funds(ledger: string): Promise<string[]> {
    const { currency } = await this.of(ledger);
    const kept = (await this.reader.keptNames(ledger, 'fund/')).map((name) => name.slice('fund/'.length));
    return [currency, ...kept.filter((each) => each !== currency)];
  }

  /** Tries with the month itself; when that turns out to be closed, once more with the first open month after it. */
  async booked<T>(ledger: string, month: Month, attempt: (months: readonly Month[]) => Promise<T>): Promise<T> {
    try {
      return await attempt([month]);
    } catch (error) {
      if (!(error instanceof Refusal && error.code === monthIsClosed)) throw error;
      return attempt([month, addMonths((await this.closedThrough(ledger)) ?? month, 1)]);
    }
  }

  /** The last month that is closed; months close in order. What else is said of a month closes none. */
  async closedThrough(ledger: string): Promise<Month | undefined> {
    return (await this.reader.lastStream(ledger, 'month/', 'MonthClosed'))?.slice('month/'.length);
  }
}
