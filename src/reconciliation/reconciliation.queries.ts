import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import type { Month } from '../domain/calendar.js';
import { mailSource } from '../domain/mail.js';
import { MonthCloseRow } from './months.projection.js';
import { AccountRow, ObservationRow } from './observations.projection.js';
import type { Witness } from './recorded-payments.js';

/** Accounts, what their files said, and which months are closed. */
@Injectable()
export class Reconciliation {
  constructor(
    @InjectRepository(AccountRow) private readonly accountRows: Repository<AccountRow>,
    @InjectRepository(ObservationRow) private readonly observationRows: Repository<ObservationRow>,
    @InjectRepository(MonthCloseRow) private readonly closeRows: Repository<MonthCloseRow>,
  ) {}

  accounts(ledger: string): Promise<AccountRow[]> {
    return this.accountRows.find({ where: { ledgerId: ledger }, order: { accountId: 'ASC' } });
  }

  toReview(ledger: string): Promise<ObservationRow[]> {
    return this.observationRows.find({ where: { ledgerId: ledger, status: 'to-review' }, order: { day: 'ASC', observationId: 'ASC' } });
  }

  /** How many lines of files, and how many mails, wait to be looked at. */
  async countToReview(ledger: string): Promise<Readonly<Record<Witness, number>>> {
    const mails = await this.observationRows.countBy({ ledgerId: ledger, status: 'to-review', source: mailSource });
    const all = await this.observationRows.countBy({ ledgerId: ledger, status: 'to-review' });
    return { mail: mails, file: all - mails };
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
