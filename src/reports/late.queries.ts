import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Month } from '../domain/calendar.js';
import { money } from '../domain/money.js';
import { type LateChanges, type MonthChanges, addedChanges, noChanges } from '../domain/month-totals.js';
import type { PaymentLines } from './money-back.js';

/** What belongs to one month and was booked in another, in minor units. */
interface LateRow {
  readonly month: Month;
  readonly currency: string;
  readonly what: keyof MonthChanges;
  readonly minor: string;
}

const lateSql = `
  select belongs_to as month, currency, case kind when 'derived' then 'setAside' else 'adjusted' end as what, sum(owed_minor) as minor
  from obligation where ledger_id = $1 and month = $2 and belongs_to is not null group by 1, 2, 3
  union all
  select belongs_to, currency, what, sum(minor) from payment,
    lateral (values ('kept', amount_minor), ('tax', tax_minor), ('fees', fee_minor)) as each (what, minor)
  where ledger_id = $1 and month = $2 and belongs_to is not null and not corrected group by 1, 2, 3
  union all
  select belongs_to, given_currency, 'sent', sum(given_minor) from payout
  where ledger_id = $1 and month = $2 and belongs_to is not null group by 1, 2
  union all
  select return_belongs_to, given_currency, 'cameBack', sum(given_minor) from payout
  where ledger_id = $1 and return_month = $2 and return_belongs_to is not null group by 1, 2`;

/** What was booked in a month and belongs to earlier ones that were closed by then. */
@Injectable()
export class LateBookings {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @param lines of payments that went back in the month, or were corrected ever. Oldest month first */
  async bookedIn(ledger: string, month: Month, lines: PaymentLines): Promise<LateChanges[]> {
    const rows: LateRow[] = await this.dataSource.query(lateSql, [ledger, month]);
    const all = [
      ...rows.map((row) => ({
        of: row.month,
        changes: { ...noChanges(row.currency), [row.what]: money(BigInt(row.minor), row.currency) },
      })),
      ...ofPayments(month, lines),
    ];
    return [...new Set(all.map(({ of }) => of))].sort().map((of) => {
      const changed = all.filter((each) => each.of === of).map(({ changes }) => changes);
      return { month: of, changed: addedChanges([], changed) };
    });
  }
}

/** Payments whose rows say only what holds now: their own events say what was booked late. */
function ofPayments(month: Month, { back, corrected }: PaymentLines): { readonly of: Month; readonly changes: MonthChanges }[] {
  const came = [...corrected.values()].flat().map((line) => ({ ...line, sign: 1n }));
  const went = back.map((line) => ({ ...line, sign: -1n }));
  return [...came, ...went].flatMap(({ sign, amount, tax, fee, belongsTo, ...line }) => {
    if (line.month !== month || belongsTo === undefined) return [];
    const signed = ({ minor, currency }: typeof amount) => money(sign * minor, currency);
    return [{ of: belongsTo, changes: { ...noChanges(amount.currency), kept: signed(amount), tax: signed(tax), fees: signed(fee) } }];
  });
}
