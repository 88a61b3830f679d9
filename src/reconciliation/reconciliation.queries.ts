import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, type Repository } from 'typeorm';
import type { Month } from '../domain/calendar.js';
import type { AlikePayment } from '../domain/import.js';
import { money } from '../domain/money.js';
import { Vault } from '../vault/vault.js';
import { MonthCloseRow } from './months.projection.js';
import { AccountRow, ObservationRow } from './observations.projection.js';
import { RecordedPayments } from './recorded-payments.js';

/** Accounts, what their files said, and which months are closed. */
@Injectable()
export class Reconciliation {
  constructor(
    @InjectRepository(AccountRow) private readonly accountRows: Repository<AccountRow>,
    @InjectRepository(ObservationRow) private readonly observationRows: Repository<ObservationRow>,
    @InjectRepository(MonthCloseRow) private readonly closeRows: Repository<MonthCloseRow>,
    @Inject(RecordedPayments) private readonly payments: RecordedPayments,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  accounts(ledger: string): Promise<AccountRow[]> {
    return this.accountRows.find({ where: { ledgerId: ledger }, order: { accountId: 'ASC' } });
  }

  toReview(ledger: string): Promise<ObservationRow[]> {
    return this.observationRows.find({ where: { ledgerId: ledger, status: 'to-review' }, order: { day: 'ASC', observationId: 'ASC' } });
  }

  /** For each line in turn the recorded payment that may be the same money. */
  alikes(ledger: string, rows: readonly ObservationRow[]): Promise<(AlikePayment | undefined)[]> {
    return this.payments.alikes(
      ledger,
      rows.map(({ reading, amountMinor, currency, day, method }) => ({ reading, amount: money(amountMinor, currency), day, method })),
    );
  }

  /** Lines that became something, or were put aside; newest first. */
  settled(ledger: string, status: 'matched' | 'dismissed', limit: number, after?: string): Promise<ObservationRow[]> {
    return this.observationRows.find({
      where: { ledgerId: ledger, status, ...(after && { observationId: LessThan(after) }) },
      order: { observationId: 'DESC' },
      take: limit,
    });
  }

  one(ledger: string, observation: string): Promise<ObservationRow | null> {
    return this.observationRows.findOneBy({ ledgerId: ledger, observationId: observation });
  }

  /** The sources' own words, in the same order; undefined where they have expired. */
  texts(ledger: string, rows: readonly ObservationRow[]): Promise<(string | undefined)[]> {
    return this.vault.openMany(
      ledger,
      rows.map(({ text }) => ({ fieldName: 'observation.text', sealed: text })),
    );
  }

  countToReview(ledger: string): Promise<number> {
    return this.observationRows.countBy({ ledgerId: ledger, status: 'to-review' });
  }

  /** Newest first. */
  observations(ledger: string, limit: number, after?: string): Promise<ObservationRow[]> {
    const query = this.observationRows.createQueryBuilder('o').where('o.ledger_id = :ledger', { ledger });
    if (after) query.andWhere('o.observation_id < :after', { after });
    return query.orderBy('o.observation_id', 'DESC').take(limit).getMany();
  }

  closedMonths(ledger: string): Promise<MonthCloseRow[]> {
    return this.closeRows.find({ where: { ledgerId: ledger }, order: { month: 'DESC' } });
  }

  async isClosed(ledger: string, month: Month): Promise<boolean> {
    return this.closeRows.existsBy({ ledgerId: ledger, month });
  }
}
