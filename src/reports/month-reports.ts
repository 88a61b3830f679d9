import { Inject, Injectable } from '@nestjs/common';
import { addMonths, firstDayOf, instant, type Month, monthOf, startOfDay } from '../domain/calendar.js';
import { minus, type Money, money, nothing, plus } from '../domain/money.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { MoneyBack } from './money-back.js';
import { type MonthFigures, monthFigures } from './month-figures.js';
import { type MonthSumRow, MonthSums } from './month.queries.js';

export type MonthState = 'running' | 'ended' | 'closed';

export interface MonthReport extends MonthFigures {
  readonly state: MonthState;
}

/** One month in a line: what came in and was kept, what it set aside after corrections, what was sent. One amount a currency. */
export interface MonthInBrief {
  readonly month: Month;
  readonly received: readonly Money[];
  readonly setAside: readonly Money[];
  readonly sent: readonly Money[];
  readonly state: MonthState;
}

/** A month's figures, for the report and for the console alike. */
@Injectable()
export class MonthReports {
  constructor(
    @Inject(MonthSums) private readonly sums: MonthSums,
    @Inject(MoneyBack) private readonly back: MoneyBack,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A month in which nothing happened is a report too: it carries what was there. */
  async of(ledger: string, month: Month): Promise<MonthReport> {
    const { currency, zone } = await this.terms.of(ledger);
    const rows = await this.sums.ofMonth(ledger, month);
    const paymentsBack = await this.back.ofPayments(ledger, month);
    const closed = await this.closed(ledger);
    return { ...monthFigures(month, currency, { ...rows, paymentsBack }), state: this.stateOf(month, closed, zone) };
  }

  /** From the first month in which anything happened to the one that is running, newest first. */
  async list(ledger: string): Promise<MonthInBrief[]> {
    const { zone } = await this.terms.of(ledger);
    const sums = await this.sums.ofMonths(ledger);
    const closed = await this.closed(ledger);
    const named = sums.map(({ month }) => month);
    const [first] = [...named, ...closed].sort();
    const months: MonthInBrief[] = [];
    for (let month = [this.running(zone), ...named].sort().at(-1)!; first && month >= first; month = addMonths(month, -1)) {
      const of = (...kinds: MonthSumRow['kind'][]) =>
        sums.filter((row) => row.month === month && kinds.includes(row.kind)).map(({ minor, currency }) => money(minor, currency));
      months.push({
        month,
        received: less(of('received'), of('went-back')),
        setAside: less(of('derived', 'adjusted'), []),
        sent: less(of('sent'), []),
        state: this.stateOf(month, closed, zone),
      });
    }
    return months;
  }

  private running = (zone: string): Month => monthOf(instant(this.clock()), zone);

  private async closed(ledger: string): Promise<ReadonlySet<Month>> {
    return new Set((await this.reconciliation.closedMonths(ledger)).map(({ month }) => month));
  }

  private stateOf(month: Month, closed: ReadonlySet<Month>, zone: string): MonthState {
    if (closed.has(month)) return 'closed';
    return instant(this.clock()) < startOfDay(firstDayOf(addMonths(month, 1)), zone) ? 'running' : 'ended';
  }
}

function less(amounts: readonly Money[], taken: readonly Money[]): Money[] {
  const currencies = [...new Set([...amounts, ...taken].map(({ currency }) => currency))].sort();
  const sumIn = (all: readonly Money[], currency: string) =>
    all.filter((each) => each.currency === currency).reduce(plus, nothing(currency));
  return currencies.map((currency) => minus(sumIn(amounts, currency), sumIn(taken, currency)));
}
