import type { Day } from '../../domain/calendar.js';
import type { Money } from '../../domain/money.js';
import { Amount } from '../../web/amounts.js';
import { Back, Notice, Step, SummaryList } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { counted } from './words.js';

/** A payout of which something is not certain. */
export interface UncertainPayout {
  readonly payout: string;
  readonly call?: string;
  readonly amount: Money;
  readonly since: Day;
  /** What is not known, in a sentence. */
  readonly unknown: string;
  /** What the program does by itself. */
  readonly byItself: string;
  /** What a person may say, or nothing. */
  readonly byYou: string;
}

export interface InDoubt {
  readonly frame: Frame;
  readonly payouts: readonly UncertainPayout[];
  /** Work that the queue has given up; what it was for is found again. */
  readonly dead: readonly { readonly payout: string; readonly words: string }[];
  readonly isStopped: boolean;
}

/** Everything that is neither sent nor unsent for certain: since when, what happens by itself, and what a person may say. */
export function InDoubtPage({ frame, payouts, dead, isStopped }: InDoubt) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="What is not certain" place="payouts">
      <Back href={at.payouts}>Money out</Back>
      <h1>What is not certain</h1>
      <p>
        When an answer of PayPal’s is lost, nobody knows at first whether it sends the money. Nothing here is ever sent twice: the same
        request is repeated, which PayPal takes only once, and the money stays held until it is clear.
      </p>
      {isStopped && <Notice>All sending is stopped, so nothing is repeated either. Reading goes on.</Notice>}
      {payouts.length === 0 && <p>Everything is certain. Each payout is sent, or is not.</p>}
      {payouts.map(({ payout, call = 'a person we have no name for', amount, since, unknown, byItself, byYou }) => (
        <section>
          <h2>
            <Amount of={amount} /> for {call}
          </h2>
          <SummaryList
            rows={[
              { term: 'Since', says: <DayText of={since} /> },
              { term: 'What is not known', says: unknown },
              { term: 'What happens by itself', says: byItself },
              { term: 'What you may say', says: byYou },
            ]}
          />
          <Step href={at.payout(payout)} quiet about={`: ${call}`}>
            Look at it
          </Step>
        </section>
      ))}
      {dead.length > 0 && (
        <>
          <h2>
            Work that was given up <span class="side">{counted(dead.length, 'time')}</span>
          </h2>
          <p>The program looks for what is due once a minute, so what these were for is tried again.</p>
          <ul class="rows">
            {dead.map(({ payout, words }) => (
              <li>
                <p>{words}</p>
                <a href={at.payout(payout)}>
                  Open<span class="unseen">: {words}</span>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </ConsolePage>
  );
}
