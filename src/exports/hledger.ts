import { exponentOf } from '../domain/currency.js';
import { amountSaid, formatAmount } from '../domain/money.js';
import type { Sum } from './account-sums.js';
import { accounts } from './chart.js';
import type { BookLine } from './double-entry.js';

/** What stands above the entries: every account and currency that may occur, so that `hledger check accounts commodities` can hold us to it. */
export function hledgerHeading(slug: string, currencies: readonly string[]): string {
  const commodities = currencies.map((currency) => `commodity 1000.${'0'.repeat(exponentOf(currency))} ${currency}`);
  return [
    `; The books of ${slug} in double entry. The number in brackets is the position of the event behind an entry.`,
    'decimal-mark .',
    ...commodities,
    ...accounts.map((account) => `account ${account}`),
    '',
    '',
  ].join('\n');
}

/** An entry of hledger's journal format; a month's closing asserts what is on each account. */
export function hledgerLines(line: BookLine): string {
  switch (line.is) {
    case 'price':
      return `P ${line.day} ${line.price.of} ${line.price.rate} ${line.price.in}\n\n`;
    case 'entry': {
      const belongs = line.belongsTo === undefined ? '' : `  ; belongs-to:${line.belongsTo}`;
      return `${line.day} (${line.position}) ${line.what}${belongs}\n${line.sums.map((sum) => `${posting(sum)}\n`).join('')}\n`;
    }
    case 'closing':
      if (line.sums.length === 0) return `; ${line.day} (${line.position}) ${line.month} closed, with nothing in it\n\n`;
      return `${line.day} (${line.position}) ${line.month} closed\n${line.sums.map((sum) => `${asserted(sum)}\n`).join('')}\n`;
  }
}

const posting = ({ account, amount }: Sum): string => `    ${account.padEnd(34)}  ${formatAmount(amount).padStart(14)} ${amount.currency}`;
const asserted = ({ account, amount }: Sum): string =>
  `    ${account.padEnd(34)}  ${'0'.padStart(14)} ${amount.currency} = ${amountSaid(amount)}`;
