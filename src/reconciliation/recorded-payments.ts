import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { dayOf } from '../domain/calendar.js';
import { type Witness, type Witnesses, witnessOf } from '../domain/evidence.js';
import type { AlikePayment } from '../domain/import.js';
import { mailSource } from '../domain/mail.js';
import { type Money, money } from '../domain/money.js';
import type { ObservedLine } from '../domain/observed.js';
import { type Likeness, type MoneyTold, likenessOf, nearDays } from '../domain/same-money.js';
import type { Sealed } from '../domain/sealed.js';
import { Vault } from '../vault/vault.js';

/** As much of a payment as matching needs. */
interface RecordedPayment {
  readonly paymentId: string;
  readonly receivedAt: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly method: string;
  readonly payer: Sealed | null;
  readonly reference: Sealed | null;
}

/** What a line says of the money, for looking for its payment. */
export type LineToMatch = Pick<ObservedLine, 'reading' | 'amount' | 'day' | 'method' | 'name' | 'reference'>;

/** A line, by its place in the file, and a payment that may be the same money. */
export interface Candidate {
  readonly index: number;
  readonly payment: string;
  readonly day: string;
  readonly is: Likeness;
}

/** Payments in the books that a line may be evidence for. Nothing merges by itself: they are proposed. */
@Injectable()
export class RecordedPayments {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** What speaks for these payments in the rows: by the line's id, its payment and what kind of witness it is. */
  async witnesses(ledger: string, payments: readonly string[]): Promise<Witnesses> {
    const rows: { observation_id: string; payment_id: string; source: string }[] = await this.dataSource.query(
      `select o.observation_id, p.payment_id, o.source from payment p
         join observation o on o.ledger_id = p.ledger_id and o.payment_id = p.payment_id
       where p.ledger_id = $1 and p.payment_id = any($2)
       union
       select o.observation_id, p.payment_id, o.source from observation_part p
         join observation o on o.ledger_id = p.ledger_id and o.observation_id = p.observation_id
       where p.ledger_id = $1 and p.payment_id = any($2)
       union
       select o.observation_id, p.payment_id, o.source from payment p
         join observation o on o.ledger_id = p.ledger_id and o.observation_id = p.observation_id
       where p.ledger_id = $1 and p.payment_id = any($2)`,
      [ledger, payments],
    );
    return new Map(rows.map((row) => [row.observation_id, { payment: row.payment_id, is: witnessOf(row.source) }]));
  }

  /**
   * Payments of the lines' amounts and days for which no witness of this kind speaks yet; of PayPal's payments Interac writes
   * nothing.
   */
  private async withoutEvidence(ledger: string, lines: readonly LineToMatch[], by: Witness): Promise<RecordedPayment[]> {
    if (lines.length === 0) return [];
    const days = lines.map(({ day }) => day).sort();
    const rows: PaymentTold[] = await this.dataSource.query(
      `select payment_id, received_at, amount_minor, currency, method, payer, reference from payment p
       where ledger_id = $1 and status = 'received' and not ($2 and method = 'paypal') and amount_minor = any($3::bigint[])
         and received_at between $4::date - interval '${nearDays + 1} days' and $5::date + interval '${nearDays + 2} days'
         and not exists (
           select 1 from observation o
           where o.ledger_id = p.ledger_id and o.payment_id = p.payment_id and (o.source = '${mailSource}') = $2)
         and not exists (
           select 1 from observation_part part
           join observation o on o.ledger_id = part.ledger_id and o.observation_id = part.observation_id
           where part.ledger_id = p.ledger_id and part.payment_id = p.payment_id and (o.source = '${mailSource}') = $2)
         and not exists (
           select 1 from observation o
           where o.ledger_id = p.ledger_id and o.observation_id = p.observation_id and (o.source = '${mailSource}') = $2)
       order by received_at`,
      [ledger, by === 'mail', [...new Set(lines.map(({ amount }) => amount.minor.toString()))], days[0], days.at(-1)],
    );
    return rows.map((row) => ({
      paymentId: row.payment_id,
      receivedAt: row.received_at.toISOString(),
      amountMinor: BigInt(row.amount_minor),
      currency: row.currency,
      method: row.method,
      payer: row.payer,
      reference: row.reference,
    }));
  }

  /**
   * For each line, in order, the payment that may be the same money; a payment is proposed to one line only, and to one that
   * is likely before one that is merely possible. `undefined` in the place of a line asks for none.
   */
  async alike(
    ledger: string,
    lines: readonly (LineToMatch | undefined)[],
    by: Witness,
    zone: string,
  ): Promise<(AlikePayment | undefined)[]> {
    const found = oneForEach(await this.candidates(ledger, lines, by, zone));
    return lines.map((_, index) => found.get(index));
  }

  /** All that may be the same money, in the order of the lines; of a part of a file, to be laid beside those of the others. */
  async candidates(ledger: string, lines: readonly (LineToMatch | undefined)[], by: Witness, zone: string, from = 0): Promise<Candidate[]> {
    const payments = groupedByAmount(await this.told(ledger, lines, by, zone), ({ told }) => told.amount);
    return lines.flatMap((line, index) => {
      if (line?.reading !== 'money-in') return [];
      return (payments.get(amountKey(line.amount)) ?? []).flatMap(({ payment, told }) => {
        const is = likenessOf(line, told);
        return is ? [{ index: from + index, payment, day: told.day, is }] : [];
      });
    });
  }

  /** Opened only where amount and days fit some line: names are read for matching, and no further. */
  private async told(
    ledger: string,
    lines: readonly (LineToMatch | undefined)[],
    by: Witness,
    zone: string,
  ): Promise<{ payment: string; told: MoneyTold }[]> {
    const moneyIn = lines.filter((line) => line?.reading === 'money-in') as LineToMatch[];
    const free = (await this.withoutEvidence(ledger, moneyIn, by)).map((payment) => ({ payment, told: toldBy(payment, zone) }));
    const asked = groupedByAmount(moneyIn, ({ amount }) => amount);
    const near = free.filter(({ told }) => asked.get(amountKey(told.amount))?.some((line) => likenessOf(line, told)));
    const field = (fieldName: string, sealed: Sealed | null) => (sealed ? [{ fieldName, sealed }] : []);
    const sealed = near.flatMap(({ payment }) => [
      ...field('payment.payer', payment.payer),
      ...field('payment.reference', payment.reference),
    ]);
    const words = new Map((await this.vault.openMany(ledger, sealed)).map((text, index) => [sealed[index]!.sealed, text]));
    return near.map(({ payment, told }) => {
      const name = payment.payer && words.get(payment.payer);
      const reference = payment.reference && words.get(payment.reference);
      return { payment: payment.paymentId, told: { ...told, ...(name && { name }), ...(reference && { reference }) } };
    });
  }
}

/** @param all in the order of the lines. @returns by the place of the line */
export function oneForEach(all: readonly Candidate[]): ReadonlyMap<number, AlikePayment> {
  const found = new Map<number, AlikePayment>();
  const taken = new Set<string>();
  for (const wanted of ['likely', 'possible'] as const) {
    for (const { index, payment, day, is } of all) {
      if (is !== wanted || found.has(index) || taken.has(payment)) continue;
      taken.add(payment);
      found.set(index, { payment, day, isLikely: is === 'likely' });
    }
  }
  return found;
}

const amountKey = ({ minor, currency }: Money): string => `${minor} ${currency}`;

/** Money of another amount is never the same: so a long file is held against the few payments that it may speak of. */
function groupedByAmount<T>(all: readonly T[], amountOf: (each: T) => Money): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const key = amountKey(amountOf(each));
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return groups;
}

interface PaymentTold {
  readonly payment_id: string;
  readonly received_at: Date;
  readonly amount_minor: string;
  readonly currency: string;
  readonly method: string;
  readonly payer: Sealed | null;
  readonly reference: Sealed | null;
}

const toldBy = ({ receivedAt, amountMinor, currency, method }: RecordedPayment, zone: string): MoneyTold => ({
  day: dayOf(receivedAt, zone),
  amount: money(amountMinor, currency),
  method,
});
