import type { Day, Month } from '../../domain/calendar.js';
import { isPositive, type Money, negated } from '../../domain/money.js';
import type { PledgePolicy } from '../../domain/pledge.js';
import { Amount } from '../../web/amounts.js';
import { Figures, Written } from '../../web/components.js';
import { DayText, MonthText, monthInWords } from '../../web/days.js';
import { type MonthFigures, MonthTable } from '../../web/month-table.js';
import { promiseSentence, WorkedOut } from './promise-words.js';
import { type PublicLedger, PublicPage } from './public-page.js';

/** One currency, summed over every publication so far; nothing fresher. */
export interface PublishedFund {
  readonly promised: Money;
  readonly passedOn: Money;
  /** The last stated closing; may be below zero. */
  readonly waiting: Money;
  /** For how many published periods the oldest of it has waited; absent where nothing waits. */
  readonly oldestWaits?: number;
  /** Newest first. */
  readonly months: readonly MonthFigures[];
}

export interface Transparency {
  readonly ledger: PublicLedger;
  /** In force on the day of reading; absent before the first one. */
  readonly promise?: PledgePolicy;
  /** Absent before the first publication. The ledger's own currency first. */
  readonly published?: {
    readonly on: Day;
    readonly period: Month;
    readonly nextOn?: Day;
    readonly funds: readonly PublishedFund[];
  };
  /** Before the first publication: when it can come, if that is known, and what it waits for. */
  readonly firstOn?: Day;
  readonly rules: { readonly k: number; readonly minPayments: number; readonly delayDays: number };
}

export function TransparencyPage({ ledger, promise, published, firstOn, rules }: Transparency) {
  const sentence = promise ? promiseSentence(promise) : 'The promise has not begun yet';
  return (
    <PublicPage ledger={ledger} title={ledger.name} place="figures" description={`${sentence}.`}>
      <h1>{sentence}</h1>
      {published ? <Published published={published} /> : <NotYet firstOn={firstOn} rules={rules} />}
      {promise && (
        <>
          <h2>In the practice’s own words</h2>
          <Written>{promise.words}</Written>
        </>
      )}
      {published?.funds.map((fund) => fund.months.length > 0 && <MonthByMonth fund={fund} slug={ledger.slug} />)}
      {promise && (
        <>
          <h2>How it is worked out</h2>
          <WorkedOut policy={promise} currency={ledger.currency} />
        </>
      )}
      <Cannot />
      <When rules={rules} nextOn={published?.nextOn} />
      <h2>Take it with you</h2>
      <ul>
        <li>
          <a href={`/${ledger.slug}/verify`}>Check this page yourself</a>, in your own browser
        </li>
        <li>
          Follow the publications in a feed reader: <a href={`/${ledger.slug}/feed.atom`}>Atom</a> or{' '}
          <a href={`/${ledger.slug}/feed.json`}>JSON Feed</a>
        </li>
        <li>
          <a href={`/${ledger.slug}/promise`}>Every version of the promise</a>
        </li>
        <li>
          <a href={`/${ledger.slug}/yours`}>What was sent to you</a>, if you were given a code
        </li>
      </ul>
    </PublicPage>
  );
}

function Published({ published: { on, period, funds } }: { published: NonNullable<Transparency['published']> }) {
  return (
    <>
      {funds.map((fund) => (
        <Fund fund={fund} />
      ))}
      <p class="stamp">
        As published on <DayText of={on} />, for months up to <MonthText of={period} />.
      </p>
    </>
  );
}

function Fund({ fund: { promised, passedOn, waiting, oldestWaits } }: { fund: PublishedFund }) {
  const isAhead = waiting.minor < 0n;
  return (
    <Figures
      of={[
        { term: 'Promised', says: <Amount of={promised} /> },
        { term: 'Passed on', says: <Amount of={passedOn} /> },
        {
          term: 'Still waiting',
          says: <Amount of={isAhead ? { ...waiting, minor: 0n } : waiting} />,
          words: isAhead ? (
            <>
              <Amount of={negated(waiting)} /> more was passed on than promised; the next payments catch up
            </>
          ) : isPositive(waiting) ? (
            waitWords(oldestWaits)
          ) : undefined,
        },
      ]}
    />
  );
}

/** In whole published periods: anything finer would say when somebody paid. */
function waitWords(periods: number | undefined): string | undefined {
  if (!periods) return undefined;
  return periods === 1 ? 'the oldest of it for one published month' : `the oldest of it for ${periods} published months`;
}

function NotYet({ firstOn, rules: { k, minPayments } }: Pick<Transparency, 'firstOn' | 'rules'>) {
  return (
    <>
      <p class="lead">
        {firstOn ? (
          <>
            The first figures can stand here on <DayText of={firstOn} />.
          </>
        ) : (
          'The first figures stand here once the practice has confirmed this address.'
        )}
      </p>
      <p>
        A figure appears only when it speaks for enough people that nobody can be recognised in it: at least {minPayments} payments of as
        many people, and money sent to at least {k}. Until then this page says nothing about them.
      </p>
    </>
  );
}

function MonthByMonth({ fund, slug }: { fund: PublishedFund; slug: string }) {
  const { months } = fund;
  const [first, last] = [months.at(-1)?.month ?? '', months[0]?.month ?? ''];
  const span = first === last ? monthInWords(first) : `${monthInWords(first)} to ${monthInWords(last)}`;
  const reached = months.filter(({ passedOn }) => isPositive(passedOn)).length;
  const finding = `Money was passed on in ${reached} of ${months.length} months, ${span}`;
  return (
    <>
      <h2>Month by month</h2>
      <MonthTable caption={months.length === 1 ? span : finding} months={months} hrefOf={(month) => `/${slug}/months/${month}`} />
    </>
  );
}

/** Always said, whatever else the page can show. */
const Cannot = () => (
  <>
    <h2>What this page cannot prove</h2>
    <ul>
      <li>It can’t prove that a person received money. Only they know that, and nobody asks them to tell you.</li>
      <li>It can’t prove that every payment was recorded. That is the practice’s word, and its bookkeeper’s.</li>
      <li>It doesn’t show what happened since the last publication, and it never shows one payment or one person by itself.</li>
    </ul>
  </>
);

function When({ rules: { k, minPayments, delayDays }, nextOn }: { rules: Transparency['rules']; nextOn?: Day }) {
  return (
    <>
      <h2>When figures appear</h2>
      <p>
        On the second Tuesday of a month, for months that ended at least {delayDays} days before
        {nextOn && (
          <>
            ; next on <DayText of={nextOn} />
          </>
        )}
        . What was promised appears once it stands for at least {minPayments} payments of as many people. Money passed on appears in equal
        parts, once it reached at least {k} people. What is fewer than that waits for a later month.
      </p>
    </>
  );
}
