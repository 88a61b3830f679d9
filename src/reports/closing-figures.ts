import { Inject, Injectable } from '@nestjs/common';
import type { Month } from '../domain/calendar.js';
import { type Money, nothing } from '../domain/money.js';
import { type ClosingFigures, type MonthTotals, noChanges } from '../domain/month-totals.js';
import { EventReader } from '../event-store/event-reader.js';
import { LateBookings } from './late.queries.js';
import { MoneyBack } from './money-back.js';
import type { MonthFigures } from './month-figures.js';
import { MonthReports } from './month-reports.js';

/** What a close is made on: a month's figures as its report says them, and where the books ended before they were read. */
@Injectable()
export class FiguresToClose {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(MonthReports) private readonly reports: MonthReports,
    @Inject(MoneyBack) private readonly back: MoneyBack,
    @Inject(LateBookings) private readonly late: LateBookings,
  ) {}

  /** The end is read first: if it is still the end when the close is decided, nothing came in while the figures were read. */
  async of(ledger: string, month: Month): Promise<ClosingFigures> {
    const end = await this.reader.end(ledger);
    const totals = totalsOf(await this.reports.of(ledger, month));
    const late = await this.late.bookedIn(ledger, month, await this.back.ofPayments(ledger, month));
    return { end, totals, late };
  }
}

/** One for each currency in which anything is held or was paid, in the order of their codes. */
export function totalsOf({ funds, whole }: Pick<MonthFigures, 'funds' | 'whole'>): MonthTotals[] {
  const paid = whole.kept.map(({ currency }) => currency);
  const held = funds.filter((fund) => Object.values(fund).some((value) => typeof value === 'object' && value.minor !== 0n));
  const currencies = [...new Set([...paid, ...held.map(({ opening }) => opening.currency)])].sort();
  return currencies.map((currency) => {
    const of = (amounts: readonly Money[]) => amounts.find((amount) => amount.currency === currency) ?? nothing(currency);
    const { opening, setAside, adjusted, advanced, sent, cameBack, closing } = funds.find((each) => each.opening.currency === currency) ?? {
      ...noChanges(currency),
      ...{ opening: nothing(currency), closing: nothing(currency) },
    };
    return {
      ...{ kept: of(whole.kept), tax: of(whole.tax), fees: of(whole.fees) },
      ...{ opening, setAside, adjusted, advanced, sent, cameBack, closing },
    };
  });
}
