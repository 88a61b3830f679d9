import type { Day, Month } from '../../domain/calendar.js';
import { type Money, negated } from '../../domain/money.js';
import type { Words } from '../../languages/words.js';
import { Amount } from '../../web/amounts.js';
import { Back, SummaryList, type SummaryRow } from '../../web/components.js';
import { DayText, monthInWords } from '../../web/days.js';
import { Say } from '../../web/say.js';
import type { Correction, NumberedEntry } from '../published.js';
import { correctionSentence } from './correction-words.js';
import { LogEntries } from './log-entries.js';
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
  /** Corrections to earlier figures. */
  readonly corrections: readonly Correction[];
  /** All that was added to the log with this publication. */
  readonly entries: readonly NumberedEntry[];
  readonly before?: Month;
  readonly after?: Month;
}

export function StatementPage(stated: Statement & { readonly words: Words }) {
  const { words, ledger, month, publishedOn, funds, corrections, entries, before, after } = stated;
  const name = monthInWords(month, words.lang);
  const at = (place: string): string => words.link(`/${ledger.slug}${place}`);
  return (
    <PublicPage
      words={words}
      ledger={ledger}
      title={name}
      at={`/months/${month}`}
      description={words.say('statement.description', { month: name })}
    >
      <Back href={at('')}>
        <Say it="statement.all-months" />
      </Back>
      <h1>{name}</h1>
      <p class="stamp">
        <Say it="statement.as-published" slots={{ day: <DayText of={publishedOn} /> }} />
      </p>
      {funds.map((fund) => (
        <>
          {funds.length > 1 && <h2>{fund.closing.currency}</h2>}
          <SummaryList sums rows={rowsOf(fund, words)} />
          <Batches batches={fund.batches} />
        </>
      ))}
      {corrections.length > 0 && (
        <>
          <h2>
            <Say it="statement.corrections" />
          </h2>
          <ul>
            {corrections.map((correction) => (
              <li>{correctionSentence(correction, ledger.currency, words)}</li>
            ))}
          </ul>
        </>
      )}
      <h2>
        <Say it="log.of-this-publication" />
      </h2>
      <LogEntries entries={entries} home={ledger.currency} words={words} />
      <p class="words">
        <Say it="statement.what-a-month-shows" />
      </p>
      <ul class="no-print">
        {before && (
          <li>
            <a href={at(`/months/${before}`)} rel="prev">
              {monthInWords(before, words.lang)}
            </a>
          </li>
        )}
        {after && (
          <li>
            <a href={at(`/months/${after}`)} rel="next">
              {monthInWords(after, words.lang)}
            </a>
          </li>
        )}
      </ul>
    </PublicPage>
  );
}

function rowsOf({ opening, accrued, returned, convertedIn, convertedOut, paid, closing }: StatedFund, words: Words): SummaryRow[] {
  const always = (term: string, amount: Money): SummaryRow => ({ term, says: <Amount of={amount} /> });
  const some = (term: string, amount: Money): SummaryRow[] => (amount.minor === 0n ? [] : [always(term, amount)]);
  return [
    always(words.say('fund.waiting-at-start'), opening),
    always(words.say('fund.promised'), accrued),
    ...some(words.say('fund.came-back'), returned),
    ...some(words.say('fund.converted-in'), convertedIn),
    ...some(words.say('fund.converted-out'), negated(convertedOut)),
    always(words.say('fund.passed-on'), negated(paid)),
    always(words.say('fund.waiting-at-end'), closing),
  ];
}

const Batches = ({ batches }: Pick<StatedFund, 'batches'>) =>
  batches.map(({ count, unit, total }) => (
    <p>
      <Say it="statement.equal-parts" slots={{ count, unit: <Amount of={unit} />, total: <Amount of={total} /> }} />{' '}
      <Say it="statement.nobody-elses-to-know" />
    </p>
  ));
