import type { Day, Month } from '../../domain/calendar.js';
import { type Money, negated } from '../../domain/money.js';
import { Amount } from '../../web/amounts.js';
import { Back, SummaryList, type SummaryRow } from '../../web/components.js';
import { DayText, monthInWords } from '../../web/days.js';
import { type PublicLedger, PublicPage } from './public-page.js';

/** `opening + accrued + returned + convertedIn − convertedOut − paid = closing`: anyone can redo it. */
export interface StatedFund {
  readonly opening: Money;
  readonly accrued: Money;
  readonly returned: Money;
  readonly convertedIn: Money;
  readonly convertedOut: Money;
  readonly paid: Money;
  readonly closing: Money;
  /** Equal parts: count × unit = total. */
  readonly batches: readonly { readonly count: number; readonly unit: Money; readonly total: Money }[];
}

export interface Statement {
  readonly ledger: PublicLedger;
  readonly month: Month;
  readonly publishedOn: Day;
  readonly funds: readonly StatedFund[];
  /** Corrections to earlier figures, in sentences. */
  readonly corrections: readonly string[];
  readonly csv?: string;
  readonly before?: Month;
  readonly after?: Month;
}

export function StatementPage({ ledger, month, publishedOn, funds, corrections, csv, before, after }: Statement) {
  const name = monthInWords(month);
  const at = `/${ledger.slug}`;
  return (
    <PublicPage ledger={ledger} title={name} description={`What was promised and passed on, as published for ${name}.`}>
      <Back href={at}>All months</Back>
      <h1>{name}</h1>
      <p class="stamp">
        As published on <DayText of={publishedOn} />.
      </p>
      {funds.map((fund) => (
        <>
          {funds.length > 1 && <h2>{fund.closing.currency}</h2>}
          <SummaryList sums rows={rowsOf(fund)} />
          <Batches batches={fund.batches} />
        </>
      ))}
      {corrections.length > 0 && (
        <>
          <h2>Corrections</h2>
          <ul>
            {corrections.map((sentence) => (
              <li>{sentence}</li>
            ))}
          </ul>
        </>
      )}
      <p class="words">
        A month shows what could be said by then: figures that stood for enough people. What could not be said yet is in a later month. It
        can’t prove that a person received money; only they know that.
      </p>
      <ul class="no-print">
        {csv && (
          <li>
            <a href={csv}>This statement as CSV</a>
          </li>
        )}
        {before && (
          <li>
            <a href={`${at}/months/${before}`} rel="prev">
              {monthInWords(before)}
            </a>
          </li>
        )}
        {after && (
          <li>
            <a href={`${at}/months/${after}`} rel="next">
              {monthInWords(after)}
            </a>
          </li>
        )}
      </ul>
    </PublicPage>
  );
}

function rowsOf({ opening, accrued, returned, convertedIn, convertedOut, paid, closing }: StatedFund): SummaryRow[] {
  const always = (term: string, amount: Money): SummaryRow => ({ term, says: <Amount of={amount} /> });
  const some = (term: string, amount: Money): SummaryRow[] => (amount.minor === 0n ? [] : [always(term, amount)]);
  return [
    always('Waiting at the start', opening),
    always('Promised', accrued),
    ...some('Came back', returned),
    ...some('Converted in', convertedIn),
    ...some('Converted out', negated(convertedOut)),
    always('Passed on', negated(paid)),
    always('Waiting at the end', closing),
  ];
}

const Batches = ({ batches }: Pick<StatedFund, 'batches'>) =>
  batches.map(({ count, unit, total }) => (
    <p>
      Passed on in {count} equal parts of <Amount of={unit} />, together <Amount of={total} />. A person may have received several parts;
      which and how many is nobody else’s to know.
    </p>
  ));
