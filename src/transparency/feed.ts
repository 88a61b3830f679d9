import { formatAmount } from '../domain/money.js';
import { amountInWords } from '../web/amounts.js';
import { monthInWords } from '../web/days.js';
import { dueAt } from '../public-log/schedule.js';
import { passedOnIn } from './figures.js';
import type { StatedFund } from './pages/statement.js';
import type { PublicBooks } from './public-views.js';

/** Feed readers keep what they have seen; a year and a half of months is enough to begin with. */
const mostItems = 18;

/** The publications as JSON Feed 1.1, newest first. Addresses are whole where the public address is confirmed, else of this host. */
export function feedOf({ terms, published: { months } }: PublicBooks): string {
  const { slug, name, currency, address } = terms;
  const at = `${address ? `https://${address.host}` : ''}/${slug}`;
  const items = months.slice(-mostItems).reverse().map(({ month, publishedOn, funds }) => ({
    id: `${at}/months/${month}`,
    url: `${at}/months/${month}`,
    title: monthInWords(month),
    content_text: funds.filter((fund) => isSpokenOf(fund, currency)).map((fund) => sentence(fund, currency)).join(' '),
    date_published: dueAt(publishedOn).replace('.000', ''),
    _funds: funds.map(figures),
  }));
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1', title: `${name}, publications`, language: 'en', home_page_url: at, feed_url: `${at}/feed.json`, items,
  });
}

/** A currency into which money was only converted says nothing of its own: it counts where it was promised. */
const isSpokenOf = (fund: StatedFund, home: string): boolean =>
  fund.closing.currency === home || [fund.accrued, fund.opening, fund.closing].some(({ minor }) => minor !== 0n);

function sentence(fund: StatedFund, home: string): string {
  const say = (amount: StatedFund['closing']) => amountInWords(amount, { lang: 'en', home });
  return `Promised ${say(fund.accrued)}, passed on ${say(passedOnIn(fund))}, still waiting ${say(fund.closing)}.`;
}

/** The statement's own numbers for programs: decimal text, never floats. */
const figures = ({ batches: _, ...fund }: StatedFund) => ({
  currency: fund.closing.currency,
  ...Object.fromEntries(Object.entries(fund).map(([name, amount]) => [name, formatAmount(amount)])),
});
