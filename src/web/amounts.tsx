import { exponentOf } from '../domain/currency.js';
import { formatAmount, type Money } from '../domain/money.js';
import { englishWords } from '../languages/asked-language.js';
import { languageOf } from '../languages/languages.js';
import { type Reading, useReading } from './reading.js';
import { Say } from './say.js';

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, currency: string, isHome: boolean): Intl.NumberFormat {
  const key = `${locale} ${currency} ${isHome}`;
  let format = formats.get(key);
  if (!format) {
    const digits = exponentOf(currency);
    const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    const style = isHome ? ({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const) : {};
    format = new Intl.NumberFormat(locale, { ...style, ...decimals });
    formats.set(key, format);
  }
  return format;
}

/**
 * An amount as people read it: `$1,234.50` in the ledger's own currency, `1,234.50 USD` in any other. Goes from `bigint`
 * to text to `Intl`, which reads decimal text exactly; no float on the way.
 */
export function amountInWords(amount: Money, { lang, home }: Pick<Reading, 'home'> & { readonly lang: string }): string {
  const isHome = amount.currency === home;
  const format = formatOf(languageOf(lang).numbers, amount.currency, isHome);
  const text = format.format(formatAmount(amount) as Intl.StringNumericLiteral).replace('-', '\u2212');
  return isHome ? text : `${text}\u00a0${amount.currency}`;
}

/**
 * `$25.00 CAD`: as the ledger writes it, with the code as well. For someone who may live elsewhere, where the sign alone is another
 * dollar. Where a currency has no sign of its own, its code stands once.
 */
export function amountInFull(amount: Money, lang: string): string {
  const text = amountInWords(amount, { lang, home: amount.currency });
  return text.includes(amount.currency) ? text : `${text}\u00a0${amount.currency}`;
}

/** An amount for someone who was sent it. */
export function AmountInFull({ of }: { of: Money }) {
  return <span class="amount">{amountInFull(of, useReading().words.lang)}</span>;
}

/** An amount on a page; covered where the steward asked for that. */
export function Amount({ of }: { of: Money }) {
  const reading = useReading();
  if (reading.hideAmounts) return <CoveredAmount />;
  return <span class="amount">{amountInWords(of, { lang: reading.words.lang, home: reading.home })}</span>;
}

/** Several currencies side by side, `$40.00 and 12.00 USD`, in a column of figures one under another; never added up. */
export function Amounts({ of }: { of: readonly Money[] }) {
  return of.map((amount, index) => (
    <>
      {index > 0 && (
        <span class="and">
          {' '}
          <Say it="amount.and" />{' '}
        </span>
      )}
      <Amount of={amount} />
    </>
  ));
}

function CoveredAmount() {
  return (
    <span class="amount covered">
      <span aria-hidden="true">•••</span>
      <span class="unseen">
        <Say it="amount.hidden" />
      </span>
    </span>
  );
}

/** `2000` → `20 %`, `1250` → `12.5 %`. */
export const percent = (basisPoints: number, words = englishWords): string => words.say('percent', { number: basisPoints / 100 });
