import { formatAmount } from '../domain/money.js';
import { csvLine } from '../reports/month-csv.js';
import type { BookLine } from './double-entry.js';

export const csvHeading = (): string => csvLine(['day', 'position', 'belongs to', 'what', 'account', 'amount', 'currency']);

/** A row for each amount on an account: those of one position sum to zero in each currency. Closings and prices have none. */
export function csvLines(line: BookLine): string {
  if (line.is !== 'entry') return '';
  const { day, position, belongsTo = '', what } = line;
  return line.sums
    .map(({ account, amount }) =>
      csvLine([day, { number: String(position) }, belongsTo, what, account, { number: formatAmount(amount) }, amount.currency]),
    )
    .join('');
}
