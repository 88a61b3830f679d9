import type { Day, Month } from '../../domain/calendar.js';
import { isPositive, type Money, negated } from '../../domain/money.js';
import type { PledgePolicy } from '../../domain/pledge.js';
import type { Words } from '../../languages/words.js';
import { Amount } from '../../web/amounts.js';
import { Figures, Written } from '../../web/components.js';
import { DayText, MonthText, monthInWords } from '../../web/days.js';
import { type MonthFigures, MonthTable } from '../../web/month-table.js';
import { useWords } from '../../web/reading.js';
import { Say } from '../../web/say.js';
import type { Heard } from '../heard.js';
import type { NumberedEntry } from '../published.js';
import { CheckIt } from './check-it.js';
import { LogEntries } from './log-entries.js';
import { WhatPeopleSaid } from './people-said.js';
import { Promises } from './promises.js';
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
    /** What the last publication added to the log. */
    readonly entries: readonly NumberedEntry[];
  };
  /** Before the first publication: when it can come, if that is known, and what it waits for. */
  readonly firstOn?: Day;
  /** Every version of the promise, newest first. */
  readonly versions: readonly PledgePolicy[];
  /** Feedback that was published, newest first. */
  readonly heard: readonly Heard[];
  /** Address of the log, once it is confirmed. */
  readonly log?: string;
  readonly rules: { readonly k: number; readonly minPayments: number; readonly delayDays: number };
}

export function TransparencyPage(shown: Transparency & { readonly words: Words }) {
  const { words, ledger, promise, versions, published, firstOn, heard, log, rules } = shown;
  const sentence = promise ? promiseSentence(promise, words) : words.say('promise.not-begun');
  return (
    <PublicPage words={words} ledger={ledger} title={ledger.name} at="" description={`${sentence}.`}>
      <h1>{sentence}</h1>
      {published ? <Published published={published} /> : <NotYet firstOn={firstOn} rules={rules} />}
      {promise && (
        <>
          <h2>
            <Say it="figures.own-words" />
          </h2>
          <Written>{promise.words}</Written>
        </>
      )}
      {published?.funds.map((fund) => fund.months.length > 0 && <MonthByMonth fund={fund} slug={ledger.slug} />)}
      {published && (
        <>
          <h2>
            <Say it="log.last-publication" />
          </h2>
          <LogEntries entries={published.entries} home={ledger.currency} words={words} />
        </>
      )}
      {promise && (
        <>
          <h2>
            <Say it="worked.title" />
          </h2>
          <WorkedOut policy={promise} currency={ledger.currency} />
        </>
      )}
      <CheckIt slug={ledger.slug} log={log} />
      <When rules={rules} nextOn={published?.nextOn} />
      <Promises versions={versions} slug={ledger.slug} />
      <WhatPeopleSaid heard={heard} slug={ledger.slug} />
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
        <Say it="figures.as-published" slots={{ day: <DayText of={on} />, month: <MonthText of={period} /> }} />
      </p>
    </>
  );
}

function Fund({ fund: { promised, passedOn, waiting, oldestWaits } }: { fund: PublishedFund }) {
  const words = useWords();
  const isAhead = waiting.minor < 0n;
  return (
    <Figures
      of={[
        { term: words.say('fund.promised'), says: <Amount of={promised} /> },
        { term: words.say('fund.passed-on'), says: <Amount of={passedOn} /> },
        {
          term: words.say('fund.still-waiting'),
          says: <Amount of={isAhead ? { ...waiting, minor: 0n } : waiting} />,
          words: isAhead ? (
            <Say it="figures.ahead" slots={{ amount: <Amount of={negated(waiting)} /> }} />
          ) : isPositive(waiting) && oldestWaits ? (
            <Say it="figures.oldest-waits" slots={{ count: oldestWaits }} />
          ) : undefined,
        },
      ]}
    />
  );
}

function NotYet({ firstOn, rules: { k, minPayments } }: Pick<Transparency, 'firstOn' | 'rules'>) {
  return (
    <>
      <p class="lead">
        {firstOn ? <Say it="not-yet.first-on" slots={{ day: <DayText of={firstOn} /> }} /> : <Say it="not-yet.once-confirmed" />}
      </p>
      <p>
        <Say it="not-yet.why" slots={{ payments: minPayments, people: k }} />
      </p>
    </>
  );
}

function MonthByMonth({ fund: { months }, slug }: { fund: PublishedFund; slug: string }) {
  const words = useWords();
  const [first, last] = [months.at(-1)!.month, months[0]!.month];
  const span = { first: monthInWords(first, words.lang), last: monthInWords(last, words.lang) };
  const reached = months.filter(({ passedOn }) => isPositive(passedOn)).length;
  const caption = first === last ? span.last : words.say('months.finding', { ...span, reached, count: months.length });
  return (
    <>
      <h2>
        <Say it="months.title" />
      </h2>
      <MonthTable caption={caption} months={months} hrefOf={(month) => words.link(`/${slug}/months/${month}`)} />
    </>
  );
}

function When({ rules: { k, minPayments, delayDays }, nextOn }: { rules: Transparency['rules']; nextOn?: Day }) {
  return (
    <>
      <h2>
        <Say it="when.title" />
      </h2>
      <p>
        {nextOn ? (
          <Say it="when.calendar-and-next" slots={{ days: delayDays, next: <DayText of={nextOn} /> }} />
        ) : (
          <Say it="when.calendar" slots={{ days: delayDays }} />
        )}{' '}
        <Say it="when.enough-people" slots={{ payments: minPayments, people: k }} />
      </p>
    </>
  );
}
