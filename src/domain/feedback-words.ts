/**
 * Amounts and days, found in what somebody wrote. A figure in somebody's words could be held against a bank's, and a day against a
 * person's week; so neither is published. Taken out is what is written in figures, in the languages of our pages: a number written
 * out, a weekday, "last week" are the steward's to see.
 */

const number = String.raw`\p{Nd}[\p{Nd}.,'’ \u00a0\u202f]*(?:k\b)?`;
const code = '(?:CAD|USD|EUR|GBP|AUD|NZD|CHF|KRW|JPY|MXN)';
const coin = String.raw`(?:(?:dollars?|bucks?|cents?|euros?|pounds?|quid|piastres?|won)(?!\p{L})|원|달러)`;

/** `$40`, `CA$ 1,200.50`, `40 $`, `40 dollars`, `CAD 40`, `40 CAD`, `5만원`. */
const amounts = [
  String.raw`(?:\b(?:CA|US|C|A|NZ))?\p{Sc}\s?${number}(?:\s?${code}\b)?`,
  String.raw`\b${code}\s?${number}`,
  String.raw`${number}\s?(?:만|천|백)?\s?(?:\p{Sc}|${code}\b|${coin})`,
];

const month = [
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?',
  'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre',
].join('|');
const dayOfMonth = String.raw`\p{Nd}{1,2}(?:st|nd|rd|th|er|e)?`;
const year = String.raw`(?:,?\s+\p{Nd}{4})?`;

/** `2026-10-04`, `4/10/2026`, `10/4`, `4.10.2026`, `4 October 2026`, `the 4th of October`, `October 4th`, `1er octobre`, `10월 4일`, `14:30`, `3 pm`. */
const days = [
  String.raw`(?<!\p{Nd})\p{Nd}{4}[-/.]\p{Nd}{1,2}[-/.]\p{Nd}{1,2}(?!\p{Nd})`,
  String.raw`(?<![\p{Nd}/])\p{Nd}{1,2}/\p{Nd}{1,2}(?:/\p{Nd}{2,4})?(?![\p{Nd}/])`,
  String.raw`(?<!\p{Nd})\p{Nd}{1,2}[-.]\p{Nd}{1,2}[-.]\p{Nd}{2,4}(?!\p{Nd})`,
  String.raw`(?<!\p{Nd})${dayOfMonth}\s+(?:of\s+|de\s+)?(?:${month})(?!\p{L})\.?${year}`,
  String.raw`(?<!\p{L})(?:${month})\.?\s+${dayOfMonth}(?![\p{Nd}\p{L}])${year}`,
  String.raw`(?:\p{Nd}{4}년\s?)?\p{Nd}{1,2}월\s?\p{Nd}{1,2}일`,
  String.raw`(?<!\p{Nd})\p{Nd}{1,2}[:h]\p{Nd}{2}(?!\p{Nd})(?:\s?[ap]\.?m\b\.?)?`,
  String.raw`(?<!\p{Nd})\p{Nd}{1,2}\s?[ap]\.?m\b\.?`,
];

const anyOf = (patterns: readonly string[]) => new RegExp(patterns.join('|'), 'giu');

/** What stands in place of what was taken out. */
const places = { amount: '[amount]', day: '[day]' };

/** The text for the steward to begin from. Days first: the figures of one are no amount. */
export const withoutAmountsAndDays = (text: string): string =>
  text
    .replace(anyOf(days), (found) => places.day + blankAfter(found))
    .replace(anyOf(amounts), (found) => places.amount + blankAfter(found));

const blankAfter = (found: string): string => /[.,\s]*$/u.exec(found)![0];

/** The first amount or day that a text still names; undefined where it names none. */
export const namedAmountOrDay = (text: string): string | undefined =>
  (anyOf(days).exec(text) ?? anyOf(amounts).exec(text))?.[0].replace(/[.,\s]+$/u, '');
