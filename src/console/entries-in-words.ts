import { money } from '../domain/money.js';
import { decodeEntry } from '../public-log/entry.js';
import { amountInWords } from '../web/amounts.js';
import { monthInWords } from '../web/days.js';

/** What a publication's entries say, one sentence each; entries that only frame the log say nothing new. */
export function entriesInWords(entries: readonly string[], home: string): string[] {
  const words = (minor: bigint, currency: string) => amountInWords(money(minor, currency), { lang: 'en', home });
  return entries.map(decodeEntry).flatMap((entry) => {
    switch (entry.kind) {
      case 'pledge.accrued':
        return [`Set aside up to ${monthInWords(entry.period)}: ${words(entry.minor, entry.currency)}.`];
      case 'batch.paid':
        return [
          `Redistributed: ${entry.count} parts of ${words(entry.unit, entry.currency)}, ${words(entry.total, entry.currency)} together.`,
        ];
      case 'money.returned':
        return [`Came back: ${words(entry.total, entry.currency)}.`];
      case 'pool.converted':
        return [`Converted for it: ${words(entry.from_minor, entry.from)} into ${words(entry.to_minor, entry.to)}.`];
      case 'batch.acknowledged':
        return [`Of a batch of three publications before, ${entry.tenths} tenths were said to have arrived.`];
      case 'pool.stated':
        return [`Waiting to go out at the end of ${monthInWords(entry.period)}: ${words(entry.closing, entry.currency)}.`];
      default:
        return [];
    }
  });
}
