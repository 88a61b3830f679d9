import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { at, atOrNull, textOrNull } from '../database/columns.js';
import { type Instant, addDays, addMinutes, instant, millisOf } from '../domain/calendar.js';

/** When the program looks at a payout again. It decides nothing: lost, all that is under way is due at once. */
@Entity('payout_watch')
export class PayoutWatchRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') payoutId: string;
  @Column(at) nextAt: Instant;
  /** In a row, without anything new. */
  @Column('integer') tries: number;
  /** What the last try was told, as a code. */
  @Column(textOrNull) told: string | null;
  @Column(atOrNull) toldAt: Instant | null;
}

export interface DuePayout {
  readonly ledger: string;
  readonly payout: string;
}

/** Longer than a step can last: then whoever took it is given up for lost. */
const leaseMinutes = 6;
/** After this PayPal is not asked any more whether it took back what was paid. */
const paidWatchedDays = 45;

const dueSql = `
  select p.ledger_id as ledger, p.payout_id as payout from payout p left join payout_watch w using (ledger_id, payout_id)
  where p.rail = 'paypal' and (w.next_at is null or w.next_at <= $1)
    and (p.status in ('approved', 'sending', 'put-off', 'in-doubt', 'accepted', 'unclaimed', 'on-hold')
      or (p.status = 'paid' and p.because = 'paypal-success' and p.paid_at > $2))
  order by p.ledger_id, p.payout_id limit $3`;

const claimSql = `
  insert into payout_watch as w (ledger_id, payout_id, next_at, tries) values ($1, $2, $4, 0)
  on conflict (ledger_id, payout_id) do update set next_at = excluded.next_at where w.next_at <= $3
  returning tries`;

/** Keeps several workers from doing the same at once, as far as that can be kept; that nothing goes out twice, the books see to. */
@Injectable()
export class PayoutWatch {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  due(now: Instant, most: number): Promise<DuePayout[]> {
    return this.dataSource.query<DuePayout[]>(dueSql, [now, addDays(now, -paidWatchedDays), most]);
  }

  /** @returns how many tries came to nothing new before; undefined while another worker is at it, or it is not due */
  async claim({ ledger, payout }: DuePayout, now: Instant): Promise<number | undefined> {
    const rows = await this.dataSource.query<{ tries: number }[]>(claimSql, [ledger, payout, now, addMinutes(now, leaseMinutes)]);
    return rows[0]?.tries;
  }

  async later({ ledger, payout }: DuePayout, now: Instant, seconds: number, tries: number, told: string): Promise<void> {
    const nextAt = instant(millisOf(now) + seconds * 1000);
    await this.dataSource.manager.update(
      PayoutWatchRow,
      { ledgerId: ledger, payoutId: payout },
      { nextAt, tries, told: told.slice(0, 64), toldAt: now },
    );
  }

  /** Something may have happened: looked at soon, whatever pause was meant. */
  async nudge({ ledger, payout }: DuePayout, now: Instant): Promise<void> {
    await this.dataSource.query('update payout_watch set next_at = least(next_at, $3) where ledger_id = $1 and payout_id = $2', [
      ledger,
      payout,
      now,
    ]);
  }

  ofLedger(ledgerId: string): Promise<PayoutWatchRow[]> {
    return this.dataSource.manager.findBy(PayoutWatchRow, { ledgerId });
  }
}
