import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, type Repository } from 'typeorm';
import type { Month } from '../domain/calendar.js';
import { type Fund, fundStream } from '../domain/fund.js';
import type { Money } from '../domain/money.js';
import { EventReader } from '../event-store/event-reader.js';
import { Terms } from '../event-store/ledger-terms.js';
import { ObligationRow } from './obligations.projection.js';

/** What is owed, and from what. */
@Injectable()
export class Obligations {
  constructor(
    @InjectRepository(ObligationRow) private readonly rows: Repository<ObligationRow>,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  /** Every fund of the ledger as it stands now, the home currency's first, by currency. */
  async funds(ledger: string): Promise<ReadonlyMap<string, Fund>> {
    const currencies = await this.terms.funds(ledger);
    const funds = await Promise.all(currencies.map((currency) => this.reader.state(ledger, fundStream(currency))));
    return new Map(currencies.map((currency, index) => [currency, funds[index]!]));
  }

  ofMonth(ledger: string, month: Month): Promise<ObligationRow[]> {
    return this.rows.find({ where: { ledgerId: ledger, month }, order: { position: 'ASC' } });
  }

  ofPayments(ledger: string, payments: readonly string[]): Promise<ObligationRow[]> {
    return this.rows.find({ where: { ledgerId: ledger, paymentId: In([...payments]) }, order: { position: 'ASC' } });
  }

  /** What was stated as owed and paid before, by currency. */
  async openings(ledger: string): Promise<{ owed: Money; paid: Money; month: Month }[]> {
    const currencies = await this.terms.funds(ledger);
    const stated = await Promise.all(
      currencies.map((currency) => this.reader.first(ledger, fundStream(currency).name, 'OpeningBalanceStated')),
    );
    return stated.flatMap((one) => (one ? [one.data] : []));
  }

  /** What no publication has counted; an advance is the steward's own money and never part of the pledge. */
  unpublished(ledger: string): Promise<ObligationRow[]> {
    return this.rows.find({
      where: { ledgerId: ledger, publishedOn: IsNull(), kind: In(['derived', 'adjusted', 'opening']) },
      order: { position: 'ASC' },
    });
  }
}
