import { Inject, Injectable } from '@nestjs/common';
import { addMonths, firstDayOf, instant, type Month, monthOf, startOfDay } from '../domain/calendar.js';
import { type MonthSeal, type Restatement, monthStream } from '../domain/month.js';
import { minus, type Money, money, nothing, plus } from '../domain/money.js';
import { EventReader } from '../event-store/event-reader.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { MoneyBack } from './money-back.js';
import { type MonthFigures, monthFigures, withCorrected } from './month-figures.js';
import { type MonthSumRow, MonthSums } from './month.queries.js';

export type MonthState = 'running' | 'ended' | 'closed';

export interface MonthReport extends MonthFigures {
  readonly state: MonthState;
  /** What was sealed when it was closed; closes of earlier versions sealed nothing. */
  readonly seal?: MonthSeal;
  /** What came late for it and is booked in months that were closed since. */
  readonly restatements?: readonly Restatement[];
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
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A month in which nothing happened is a report too: it carries what was there. */
  async of(ledger: string, month: Month): Promise<MonthReport> {
    const { currency, zone } = await this.terms.of(ledger);
    const { correctedSetAside, ...rows } = await this.sums.ofMonth(ledger, month);
    const lines = await this.back.ofPayments(ledger, month);
    const corrected = withCorrected(month, rows, correctedSetAside, lines);
    const closed = await this.closed(ledger);
    const said = await this.reader.state(ledger, monthStream(month));
    return {
      ...monthFigures(month, currency, { ...rows, ...corrected, paymentsBack: lines.back }),
      state: this.stateOf(month, closed, zone),
      ...(said.status === 'closed' && said.seal && { seal: said.seal }),
      ...(said.restatements && { restatements: said.restatements }),
    };
  }

  /** From the first month in which anything happened to the one that is running, newest first. */
  async list(ledger: string): Promise<MonthInBrief[]> {
    const { zone } = await this.terms.of(ledger);
    const { received, setAside, sent } = await this.sums.ofMonths(ledger);
    const { back, corrected } = await this.back.ofPayments(ledger);
    const came = [...corrected.values()].flat();
    const closed = await this.closed(ledger);
    const named = [...received, ...came, ...setAside, ...sent, ...back].map(({ month }) => month);
    const [first] = [...named, ...closed].sort();
    const months: MonthInBrief[] = [];
    for (let month = [this.running(zone), ...named].sort().at(-1)!; first && month >= first; month = addMonths(month, -1)) {
      const of = (rows: readonly MonthSumRow[]) =>
        rows.filter((row) => row.month === month).map(({ minor, currency }) => money(minor, currency));
      const wentBack = back.filter((line) => line.month === month).map(({ amount }) => amount);
      months.push({
        month,
        received: less([...of(received), ...came.filter((line) => line.month === month).map(({ amount }) => amount)], wentBack),
        setAside: less(of(setAside), []),
        sent: less(of(sent), []),
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
