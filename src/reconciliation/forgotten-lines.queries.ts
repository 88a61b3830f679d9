import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { witnessOf } from '../domain/evidence.js';
import type { ObservedLine } from '../domain/observed.js';

/** @param isHere which lines are known by their words; the answer adds those that are known no more, in the order of the lines */
type OrForgotten = (lines: readonly ObservedLine[], isHere: readonly boolean[]) => boolean[];

/**
 * Lines whose words were forgotten with whoever was named in them. Nothing is left to tell them by but account, day and amount; so many
 * equal ones as were forgotten count as here, as equal lines do: brought in again, neither the name comes back nor the money twice.
 */
@Injectable()
export class ForgottenLines {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Looks through one file from its first line to its last, part by part. */
  async inFile(ledger: string, { account, source }: { readonly account: string; readonly source: string }): Promise<OrForgotten> {
    const left = await this.counted(ledger, account, source);
    return (lines, isHere) => (left.size === 0 ? [...isHere] : lines.map((line, index) => isHere[index]! || taken(left, line)));
  }

  private async counted(ledger: string, account: string, source: string): Promise<Map<string, number>> {
    const rows: { day: string; amount_minor: string; currency: string; source: string; count: number }[] = await this.dataSource.query(
      `select to_char(day, 'YYYY-MM-DD') as day, amount_minor, currency, source, count(*)::int as count
       from forgotten_line where ledger_id = $1 and account_id = $2 group by day, amount_minor, currency, source`,
      [ledger, account],
    );
    const left = new Map<string, number>();
    for (const row of rows) {
      if (witnessOf(row.source) !== witnessOf(source)) continue;
      const place = placeOf(row.day, row.amount_minor, row.currency);
      left.set(place, (left.get(place) ?? 0) + row.count);
    }
    return left;
  }
}

function taken(left: Map<string, number>, { day, amount }: ObservedLine): boolean {
  const place = placeOf(day, amount.minor.toString(), amount.currency);
  const count = left.get(place) ?? 0;
  if (count > 0) left.set(place, count - 1);
  return count > 0;
}

const placeOf = (day: string, minor: string, currency: string): string => `${day} ${minor} ${currency}`;
