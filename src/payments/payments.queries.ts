import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, In, type Repository } from 'typeorm';
import { type Instant, type Month, addDays } from '../domain/calendar.js';
import type { Money } from '../domain/money.js';
import { Vault } from '../vault/vault.js';
import { PaymentRow } from './payments.projection.js';

/** From each month to the one before it along the index: as many steps as there are months, however many payments. */
const monthsSql = `
  with recursive named (month) as (
    select max(month) from payment where ledger_id = $1
    union all select (select max(month) from payment where ledger_id = $1 and month < named.month) from named where month is not null)
  select month from named where month is not null`;

/** Payments as the console and reports read them. */
@Injectable()
export class Payments {
  constructor(
    @InjectRepository(PaymentRow) private readonly rows: Repository<PaymentRow>,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  ofMonth(ledger: string, month: Month): Promise<PaymentRow[]> {
    return this.rows.find({ where: { ledgerId: ledger, month }, order: { receivedAt: 'DESC', paymentId: 'DESC' } });
  }

  latest(ledger: string, limit: number): Promise<PaymentRow[]> {
    return this.rows.find({ where: { ledgerId: ledger }, order: { receivedAt: 'DESC', paymentId: 'DESC' }, take: limit });
  }

  /** A page of payments, newest first, after the one with which the page before ended. */
  async page(ledger: string, limit: number, after?: { receivedAt: Instant; paymentId: string }): Promise<PaymentRow[]> {
    const query = this.rows.createQueryBuilder('p').where('p.ledger_id = :ledger', { ledger });
    if (after) query.andWhere('(p.received_at, p.payment_id) < (:at, :id)', { at: after.receivedAt, id: after.paymentId });
    return query.orderBy('p.received_at', 'DESC').addOrderBy('p.payment_id', 'DESC').take(limit).getMany();
  }

  one(ledger: string, payment: string): Promise<PaymentRow | null> {
    return this.rows.findOneBy({ ledgerId: ledger, paymentId: payment });
  }

  named(ledger: string, payments: readonly string[]): Promise<PaymentRow[]> {
    return this.rows.findBy({ ledgerId: ledger, paymentId: In([...payments]) });
  }

  /** Months in which anything came in, newest first. */
  async months(ledger: string): Promise<Month[]> {
    const rows: { month: string }[] = await this.rows.query(monthsSql, [ledger]);
    return rows.map(({ month }) => month);
  }

  /** Payments of the same amount within three days: shown before a person records what may be the same one. */
  alike(ledger: string, amount: Money, receivedAt: Instant): Promise<PaymentRow[]> {
    return this.rows.findBy({
      ledgerId: ledger,
      status: 'received',
      amountMinor: amount.minor,
      currency: amount.currency,
      receivedAt: Between(addDays(receivedAt, -3), addDays(receivedAt, 3)),
    });
  }

  /** Names of those who paid, where they are known, by payment. */
  async payerNames(ledger: string, payments: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = (await this.rows.findBy({ ledgerId: ledger, paymentId: In([...payments]) })).filter(({ payer }) => payer !== null);
    const names = await this.vault.openMany(
      ledger,
      rows.map(({ payer }) => ({ fieldName: 'payment.payer', sealed: payer! })),
    );
    return new Map(rows.flatMap(({ paymentId }, index) => (names[index] === undefined ? [] : [[paymentId, names[index]!] as const])));
  }

  /** Name and reference of one payment, opened for a steward's eyes. */
  async opened(ledger: string, { payer, reference }: PaymentRow): Promise<{ payer?: string; reference?: string }> {
    const name = payer ? await this.vault.open(ledger, 'payment.payer', payer) : undefined;
    const number = reference ? await this.vault.open(ledger, 'payment.reference', reference) : undefined;
    return { ...(name && { payer: name }), ...(number && { reference: number }) };
  }
}
