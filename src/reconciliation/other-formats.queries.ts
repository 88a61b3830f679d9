import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { mailSource } from '../domain/mail.js';
import type { ObservedLine } from '../domain/observed.js';

/**
 * Lines of an account that came in by a file of another kind. A bank words the same movement differently in its CSV and its
 * OFX, so their texts do not tell that they are one: day and amount say that they may be, and a person looks.
 */
@Injectable()
export class OtherFormats {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** For each line, in order, whether another kind of file has one of its day and amount; each of those counts for one line. */
  async haveTwin(ledger: string, account: string, source: string, lines: readonly (ObservedLine | undefined)[]): Promise<boolean[]> {
    if (!isBankFile(source)) return lines.map(() => false);
    const left = await this.counted(
      ledger,
      account,
      source,
      lines.flatMap((line) => line?.day ?? []),
    );
    return lines.map((line) => {
      const place = line && placeOf(line.day, line.amount.minor.toString(), line.amount.currency);
      const count = place === undefined ? 0 : (left.get(place) ?? 0);
      if (count > 0) left.set(place!, count - 1);
      return count > 0;
    });
  }

  private async counted(ledger: string, account: string, source: string, days: readonly string[]): Promise<Map<string, number>> {
    const rows: { day: string; amount_minor: string; currency: string; count: number }[] = await this.dataSource.query(
      `select to_char(day, 'YYYY-MM-DD') as day, amount_minor, currency, count(*)::int as count from observation
       where ledger_id = $1 and account_id = $2 and source <> $3 and source <> '${mailSource}' and not starts_with(source, 'paypal')
         and day = any($4::date[]) and amount_minor > 0
       group by day, amount_minor, currency`,
      [ledger, account, source, [...new Set(days)]],
    );
    return new Map(rows.map(({ day, amount_minor, currency, count }) => [placeOf(day, amount_minor, currency), count]));
  }
}

/** A mail is a witness of its own kind, and PayPal numbers its movements. */
const isBankFile = (source: string): boolean => source !== mailSource && !source.startsWith('paypal');

const placeOf = (day: string, minor: string, currency: string): string => `${day} ${minor} ${currency}`;
