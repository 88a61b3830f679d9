import { dayOf, type Month } from '../domain/calendar.js';
import { pledgeInForce } from '../domain/pledge.js';
import { rulesFor } from '../domain/publication.js';
import { presetRules, rulesHash } from '../domain/publication-rules.js';
import { publishedFunds } from './figures.js';
import type { Heard } from './heard.js';
import type { PublicPromise } from './pages/promise.js';
import type { PublicLedger } from './pages/public-page.js';
import type { Statement } from './pages/statement.js';
import type { Transparency } from './pages/transparency.js';
import { nextOf, type Published, type PublicTerms } from './published.js';

/** All that a public page is made of. Everything in it is public already. */
export interface PublicBooks {
  readonly terms: PublicTerms;
  readonly published: Published;
  /** What people said and stewards published, newest publication first. */
  readonly heard: readonly Heard[];
  /** "Practice data. Nothing here is real." */
  readonly banner?: string;
  readonly now: string;
}

export const ledgerOf = ({ terms: { slug, name, currency }, banner }: PublicBooks): PublicLedger => ({
  slug,
  name,
  currency,
  ...(banner && { banner }),
});

const promiseInForce = ({ terms, now }: PublicBooks) => pledgeInForce(terms.policies, dayOf(now, terms.zone));

export function transparencyOf(books: PublicBooks): Transparency {
  const { terms, published, heard, now } = books;
  const next = nextOf(terms, published.log, now);
  const last = published.months.at(-1);
  const promise = promiseInForce(books);
  return {
    ledger: ledgerOf(books),
    rules: rulesShown(books, next?.period ?? last?.month),
    versions: terms.policies.toReversed(),
    heard,
    ...(promise && { promise }),
    ...(terms.address && { log: `https://${terms.address.host}/${terms.slug}/log` }),
    ...(last && {
      published: {
        on: last.publishedOn,
        period: last.month,
        funds: publishedFunds(published.months, terms.currency),
        entries: last.entries,
        ...(next && { nextOn: next.date }),
      },
    }),
    ...(!last && next && { firstOn: next.date }),
  };
}

/** The rules of the month that is spoken of next; before the log is open, those with which it would open. */
function rulesShown({ terms, published: { log } }: PublicBooks, month: Month | undefined): Transparency['rules'] {
  const adopted = terms.rules.at(-1)?.rules ?? presetRules('guarded');
  const { k, minPayments, delayDays } = log.status === 'open' && month ? rulesFor(log, month) : adopted;
  return { k, minPayments, delayDays };
}

export function promiseOf(books: PublicBooks): PublicPromise {
  const inForce = promiseInForce(books)?.version;
  return { ledger: ledgerOf(books), versions: books.terms.policies.toReversed(), ...(inForce !== undefined && { inForce }) };
}

/** Undefined for a month of which nothing was published. */
export function statementOf(books: PublicBooks, month: Month): Statement | undefined {
  const { months } = books.published;
  const at = months.findIndex((each) => each.month === month);
  const stated = months[at];
  if (!stated) return undefined;
  const { currency } = books.terms;
  const [before, after] = [months[at - 1]?.month, months[at + 1]?.month];
  return {
    ledger: ledgerOf(books),
    month,
    publishedOn: stated.publishedOn,
    funds: stated.funds.toSorted((a, b) => Number(b.closing.currency === currency) - Number(a.closing.currency === currency)),
    corrections: stated.corrections,
    entries: stated.entries,
    ...(before && { before }),
    ...(after && { after }),
  };
}

/** The rules document whose hash the log carries last, exactly as it was hashed; before the log is open, the one adopted last. */
export function rulesTextOf({ terms, published: { log } }: PublicBooks): string {
  const adopted = terms.rules.map(({ rules }) => rules.text);
  const carried = log.status === 'open' ? log.rules.at(-1)?.hash : undefined;
  const text = adopted.findLast((each) => carried === undefined || rulesHash(each) === carried);
  return text ?? presetRules('guarded').text;
}
