import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, In, LessThan, type Repository } from 'typeorm';
import { type Month, firstDayOf, lastDayOf } from '../domain/calendar.js';
import type { Witness } from '../domain/evidence.js';
import { mailSource } from '../domain/mail.js';
import { Vault } from '../vault/vault.js';
import { MonthCloseRow } from './months.projection.js';
import { AccountRow, ObservationPartRow, ObservationRow } from './observations.projection.js';

/** Accounts, what their files said, and which months are closed. */
@Injectable()
export class Reconciliation {
  constructor(
    @InjectRepository(AccountRow) private readonly accountRows: Repository<AccountRow>,
    @InjectRepository(ObservationRow) private readonly observationRows: Repository<ObservationRow>,
    @InjectRepository(ObservationPartRow) private readonly partRows: Repository<ObservationPartRow>,
    @InjectRepository(MonthCloseRow) private readonly closeRows: Repository<MonthCloseRow>,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  accounts(ledger: string): Promise<AccountRow[]> {
    return this.accountRows.find({ where: { ledgerId: ledger }, order: { accountId: 'ASC' } });
  }

  toReview(ledger: string): Promise<ObservationRow[]> {
    return this.observationRows.find({ where: { ledgerId: ledger, status: 'to-review' }, order: { day: 'ASC', observationId: 'ASC' } });
  }

  /** Those that wait of one kind: the earliest, or the ones that are named by the positions of their events. */
  waiting(
    ledger: string,
    from: Witness,
    which: { readonly most: number } | { readonly positions: readonly bigint[] },
  ): Promise<ObservationRow[]> {
    const query = this.observationRows
      .createQueryBuilder('o')
      .where("o.ledger_id = :ledger and o.status = 'to-review' and (o.source = :mail) = :isMail", {
        ledger,
        mail: mailSource,
        isMail: from === 'mail',
      })
      .orderBy('o.day')
      .addOrderBy('o.observation_id');
    if ('most' in which) return query.limit(which.most).getMany();
    return query.andWhere('o.position = any(:positions::bigint[])', { positions: which.positions.map(String) }).getMany();
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

  /** Of the lines that hold several payments, the parts, the largest first. */
  async parts(ledger: string, observations: readonly string[]): Promise<ReadonlyMap<string, readonly ObservationPartRow[]>> {
    if (observations.length === 0) return new Map();
    const rows = await this.partRows.find({
      where: { ledgerId: ledger, observationId: In([...observations]) },
      order: { amountMinor: 'DESC', paymentId: 'ASC' },
    });
    const parts = new Map<string, ObservationPartRow[]>();
    for (const row of rows) parts.set(row.observationId, [...(parts.get(row.observationId) ?? []), row]);
    return parts;
  }

  /** The sources' own words, in the same order; undefined where they have expired. */
  texts(ledger: string, rows: readonly ObservationRow[]): Promise<(string | undefined)[]> {
    return this.vault.openMany(
      ledger,
      rows.map(({ text }) => ({ fieldName: 'observation.text', sealed: text })),
    );
  }

  /** How many lines of files, and how many mails, wait to be looked at. */
  async countToReview(ledger: string): Promise<Readonly<Record<Witness, number>>> {
    const mails = await this.observationRows.countBy({ ledgerId: ledger, status: 'to-review', source: mailSource });
    const all = await this.observationRows.countBy({ ledgerId: ledger, status: 'to-review' });
    return { mail: mails, file: all - mails };
  }

  /** Those whose day lies in this month. */
  async countToReviewIn(ledger: string, month: Month): Promise<Readonly<Record<Witness, number>>> {
    const waiting = { ledgerId: ledger, status: 'to-review', day: Between(firstDayOf(month), lastDayOf(month)) } as const;
    const mails = await this.observationRows.countBy({ ...waiting, source: mailSource });
    return { mail: mails, file: (await this.observationRows.countBy(waiting)) - mails };
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
