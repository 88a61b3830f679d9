import type { Day } from '../../domain/calendar.js';
import { isPositive, type Money, negated } from '../../domain/money.js';
import { Amount } from '../../web/amounts.js';
import { Buttons, Figures, More, Step } from '../../web/components.js';
import { DayText, weekdayInWords } from '../../web/days.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { counted } from './words.js';

/** One fund, as it stands now. `owed = available + approved + onItsWay + setApart`; all in one currency. */
export interface FundToday {
  readonly owed: Money;
  /** May be below zero: more went out than came in. */
  readonly available: Money;
  /** Held for payouts that are approved and not yet sent. */
  readonly approved: Money;
  /** Sent, and not yet known to have arrived. */
  readonly onItsWay: Money;
  /** Came back after it was published; waits until the log may say so. */
  readonly setApart: Money;
}

/** One thing that waits for her, with its one next step. */
export interface Waiting {
  readonly words: string;
  readonly amount?: Money;
  readonly step: { readonly words: string; readonly href: string };
}

export interface Lately {
  readonly words: string;
  readonly amount?: Money;
  readonly day: Day;
  readonly step?: { readonly words: string; readonly href: string };
}

export interface Today {
  readonly frame: Frame;
  readonly day: Day;
  readonly funds: readonly FundToday[];
  readonly waiting: readonly Waiting[];
  /** The earliest day that a caller gave, if any. */
  readonly callerDay?: Day;
  readonly lately: readonly Lately[];
  /** Nothing is in the books yet, and she may say what was before them. */
  readonly isNew?: boolean;
  /** One sentence: "Backed up today, to /srv/backup." or what to do when it is not. */
  readonly backup: string;
}

export function TodayPage({ frame, day, funds, waiting, callerDay, lately, isNew, backup }: Today) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Today" place="today">
      <h1>{weekdayInWords(day)}</h1>
      {funds.map((fund, index) => (
        <Fund fund={fund} waiting={index === 0 ? waiting.length : undefined} />
      ))}
      <h2>Waiting for you</h2>
      {waiting.length === 0 ? (
        <p>
          {isNew ? (
            <>
              Nothing yet. If you made this promise before today, <a href={at.opening}>say what you owed and had sent</a> first. To bring in
              files, <a href={at.accounts}>name the account</a> that they come from.
            </>
          ) : (
            'Nothing is waiting. You can close this.'
          )}
        </p>
      ) : (
        <>
          <ol class="rows">
            {waiting.map(({ words, amount, step }) => (
              <li>
                <p>
                  {words}
                  {amount && <>: </>}
                  {amount && <Amount of={amount} />}
                </p>
                <Step href={step.href} quiet about={`: ${words}`}>
                  {step.words}
                </Step>
              </li>
            ))}
          </ol>
          <p class="muted">
            Nothing here has a deadline.{' '}
            {callerDay && (
              <>
                One call says “by <DayText of={callerDay} />
                ”.
              </>
            )}
          </p>
        </>
      )}
      <h2>Do something</h2>
      <Buttons>
        <Step href={at.newPayment}>Record a payment</Step>
        <Step href={at.imports} quiet>
          Bring in a file
        </Step>
        <Step href={at.newCall} quiet>
          Note a call
        </Step>
        <Step href={at.newPayout} quiet>
          Send money
        </Step>
      </Buttons>
      <h2>Lately</h2>
      {lately.length === 0 ? <p>What you record and send will be listed here.</p> : <LatelyList lately={lately} />}
      <p class="stamp">{backup}</p>
    </ConsolePage>
  );
}

function Fund({ fund, waiting }: { fund: FundToday; waiting?: number }) {
  const { owed, available } = fund;
  const ready = isPositive(available) ? available : { ...available, minor: 0n };
  return (
    <>
      <Figures
        of={[
          {
            term: 'Owed',
            says: <Amount of={isPositive(owed) ? owed : { ...owed, minor: 0n }} />,
            words: 'promised and not yet known to have arrived',
          },
          { term: 'Ready to send', says: <Amount of={ready} />, words: 'of that, free to be sent now' },
          ...(waiting === undefined
            ? []
            : [{ term: 'Waiting for you', says: counted(waiting, 'thing'), words: 'each with one next step' }]),
        ]}
      />
      <Why fund={fund} />
    </>
  );
}

/** In words, why what is owed and what is ready to send are not the same. */
function Why({ fund: { available, approved, onItsWay, setApart } }: { fund: FundToday }) {
  const parts = [
    { amount: approved, words: 'is held for payouts that are approved and not yet sent.' },
    { amount: onItsWay, words: 'was sent and is not yet known to have arrived.' },
    { amount: setApart, words: 'came back after it was published, and waits until the public log may say so.' },
  ].filter(({ amount }) => isPositive(amount));
  const isAhead = available.minor < 0n;
  if (parts.length === 0 && !isAhead) return <p class="words">Both are the same: nothing is held and nothing is on its way.</p>;
  return (
    <More words="Why are these different?">
      <ul>
        {parts.map(({ amount, words }) => (
          <li>
            <Amount of={amount} /> {words}
          </li>
        ))}
        {isAhead && (
          <li>
            You’re <Amount of={negated(available)} /> ahead. The next payments will catch up.
          </li>
        )}
      </ul>
    </More>
  );
}

function LatelyList({ lately }: { lately: readonly Lately[] }) {
  return (
    <ul class="rows">
      {lately.map(({ words, amount, day, step }) => (
        <li>
          <p>
            {words} {amount && <Amount of={amount} />}
          </p>
          <span class="words">
            <DayText of={day} />
          </span>
          {step && (
            <a href={step.href}>
              {step.words}
              <span class="unseen">: {words}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
