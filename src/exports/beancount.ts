import { addDaysTo } from '../domain/calendar.js';
import { amountSaid, formatAmount } from '../domain/money.js';
import { accounts } from './chart.js';
import type { BookLine } from './double-entry.js';

/** What is open from the first day on: history may be older than the ledger. */
const open = '1970-01-01';

/** `assets:clearing:paypal` as beancount writes it: each part begins with a capital. */
const nameOf = (account: string): string =>
  account.replace(/(^|:)([a-z])/g, (_, before: string, first: string) => before + first.toUpperCase());

export function beancountHeading(slug: string, home: string): string {
  return [
    `; The books of ${slug} in double entry. "position" is that of the event behind an entry.`,
    `option "title" "${slug}"`,
    `option "operating_currency" "${home}"`,
    'option "inferred_tolerance_multiplier" "0"',
    '',
    ...accounts.map((account) => `${open} open ${nameOf(account)}`),
    '',
    '',
  ].join('\n');
}

/** A directive of beancount. Its balances hold at the beginning of a day, so that a month's closing stands on the day after it. */
export function beancountLines(line: BookLine): string {
  switch (line.is) {
    case 'price':
      return `${line.day} price ${line.price.of} ${line.price.rate} ${line.price.in}\n\n`;
    case 'entry': {
      const belongs = line.belongsTo === undefined ? '' : `  belongs-to: "${line.belongsTo}"\n`;
      const postings = line.sums.map(({ account, amount }) => `  ${nameOf(account)}  ${amountSaid(amount)}\n`);
      return `${line.day} * "${line.what}"\n  position: ${line.position}\n${belongs}${postings.join('')}\n`;
    }
    case 'closing': {
      const day = addDaysTo(line.day, 1);
      const balances = line.sums.map(({ account, amount: { minor, currency } }) => {
        const amount = formatAmount({ minor, currency });
        return `${day} balance ${nameOf(account)}  ${amount} ~ 0 ${currency}\n`;
      });
      return `; ${line.month} closed\n${balances.join('')}\n`;
    }
  }
}
