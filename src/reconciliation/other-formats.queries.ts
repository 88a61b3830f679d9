import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { mailSource } from '../domain/mail.js';
import type { ObservedLine } from '../domain/observed.js';

/** For each line, in order, whether another kind of file has one of its day and amount; each of those counts for one line. */
type HaveTwin = (lines: readonly (ObservedLine | undefined)[]) => Promise<boolean[]>;

/**
 * Lines of an account that came in by a file of another kind. A bank words the same movement differently in its CSV and its
 * OFX, so their texts do not tell that they are one: day and amount say that they may be, and a person looks.
 */
@Injectable()
export class OtherFormats {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Looks through one file from its first line to its last, part by part. */
  inFile(ledger: string, { account, source }: { readonly account: string; readonly source: string }): HaveTwin {
    if (!isBankFile(source)) return async (lines) => lines.map(() => false);
    const left = new Map<string, number>();
    const counted = new Set<string>();
    return async (lines) => {
      const days = [...new Set(lines.flatMap((line) => line?.day ?? []))].filter((day) => !counted.has(day));
      for (const day of days) counted.add(day);
      for (const [place, count] of await this.counted(ledger, account, source, days)) left.set(place, count);
      return this.taken(left, lines);
    };
  }

  private taken(left: Map<string, number>, lines: readonly (ObservedLine | undefined)[]): boolean[] {
    return lines.map((line) => {
      const place = line && placeOf(line.day, line.amount.minor.toString(), line.amount.currency);
      const count = place === undefined ? 0 : (left.get(place) ?? 0);
      if (count > 0) left.set(place!, count - 1);
      return count > 0;
    });
  }

  private async counted(ledger: string, account: string, source: string, days: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (days.length === 0) return new Map();
    const rows: { day: string; amount_minor: string; currency: string; count: number }[] = await this.dataSource.query(
      `select to_char(day, 'YYYY-MM-DD') as day, amount_minor, currency, count(*)::int as count from observation
       where ledger_id = $1 and account_id = $2 and source <> $3 and source <> '${mailSource}' and not starts_with(source, 'paypal')
         and day = any($4::date[]) and amount_minor > 0
       group by day, amount_minor, currency`,
      [ledger, account, source, days],
    );
    return new Map(rows.map(({ day, amount_minor, currency, count }) => [placeOf(day, amount_minor, currency), count]));
  }
}

/** A mail is a witness of its own kind, and PayPal numbers its movements. */
const isBankFile = (source: string): boolean => source !== mailSource && !source.startsWith('paypal');

const placeOf = (day: string, minor: string, currency: string): string => `${day} ${minor} ${currency}`;
