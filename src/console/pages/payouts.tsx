import type { RailName } from '../../domain/call.js';
import type { Day } from '../../domain/calendar.js';
import type { Money } from '../../domain/money.js';
import { Amount } from '../../web/amounts.js';
import { Buttons, Figures, Step } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { counted, railWords } from './words.js';

export type PayoutState =
  | 'to-approve'
  | 'ready'
  | 'held'
  | 'in-doubt'
  | 'going'
  | 'put-off'
  | 'sent'
  | 'unclaimed'
  | 'on-hold'
  | 'not-paid'
  | 'taken-back'
  | 'arrived'
  | 'came-back'
  | 'cancelled';

export interface PayoutLine {
  readonly payout: string;
  /** The call's two words; absent after the person was forgotten. */
  readonly call?: string;
  readonly amount: Money;
  readonly rail: RailName;
  readonly state: PayoutState;
  /** When it came into this state. */
  readonly since: Day;
  /** Absent before it was sent. */
  readonly sentOn?: Day;
  /** For `unclaimed`: the day on which it comes back by itself. */
  readonly backOn?: Day;
  /** For `held`: who has seen the address, by name. */
  readonly holder?: string;
}

export interface Payouts {
  readonly frame: Frame;
  /** Ready to send, per currency. */
  readonly ready: readonly Money[];
  readonly payouts: readonly PayoutLine[];
  /** Where the next page of older payouts is. */
  readonly older?: string;
}

export const payoutWords: Readonly<Record<PayoutState, { heading: string; step: string }>> = {
  'to-approve': { heading: 'To approve', step: 'Look and approve' },
  ready: { heading: 'Approved, to be sent', step: 'Send it' },
  held: { heading: 'In somebody’s hands', step: 'Carry on' },
  'in-doubt': { heading: 'In doubt: nobody knows yet whether it was sent', step: 'Look at it' },
  going: { heading: 'Being handed to PayPal', step: 'Open' },
  'put-off': { heading: 'PayPal has not taken it yet', step: 'Open' },
  sent: { heading: 'Sent', step: 'Open' },
  unclaimed: { heading: 'Sent, not yet claimed', step: 'Open' },
  'on-hold': { heading: 'Sent, held by PayPal', step: 'Open' },
  'not-paid': { heading: 'PayPal did not take it', step: 'Look at it' },
  'taken-back': { heading: 'Taken back by PayPal', step: 'Look at it' },
  'came-back': { heading: 'Came back', step: 'Open' },
  arrived: { heading: 'Arrived', step: 'Open' },
  cancelled: { heading: 'Not sent after all', step: 'Open' },
};

const order: readonly PayoutState[] = [
  'in-doubt',
  'taken-back',
  'to-approve',
  'not-paid',
  'ready',
  'held',
  'going',
  'put-off',
  'sent',
  'unclaimed',
  'on-hold',
  'came-back',
  'arrived',
  'cancelled',
];

/** Every payout under the one heading that says where its money is. */
export function PayoutsPage({ frame, ready, payouts, older }: Payouts) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Money out" place="payouts">
      <h1>Money out</h1>
      <Figures of={ready.map((amount) => ({ term: 'Ready to send', says: <Amount of={amount} /> }))} />
      <Buttons>
        <Step href={at.newPayout}>Send money</Step>
        <Step href={at.shareOut} quiet>
          Share out among several calls
        </Step>
        {payouts.some(({ state }) => state === 'in-doubt' || state === 'put-off') && (
          <Step href={at.inDoubt} quiet>
            What is not certain
          </Step>
        )}
      </Buttons>
      {payouts.length === 0 && <p>Nothing was sent yet. Note a call, then send money to answer it.</p>}
      {order.map((state) => {
        const here = payouts.filter((payout) => payout.state === state);
        return here.length > 0 && <Stage state={state} payouts={here} hrefOf={at.payout} />;
      })}
      {older && (
        <p>
          <a href={older}>Older payouts</a>
        </p>
      )}
    </ConsolePage>
  );
}

function Stage({ state, payouts, hrefOf }: { state: PayoutState; payouts: readonly PayoutLine[]; hrefOf: (payout: string) => string }) {
  const { heading, step } = payoutWords[state];
  return (
    <section>
      <h2>
        {heading} <span class="side">{counted(payouts.length, 'payout')}</span>
      </h2>
      <ul class="rows">
        {payouts.map(({ payout, call = 'a person we have no name for', amount, rail, since, backOn, holder }) => (
          <li>
            <p>
              <Amount of={amount} />, {call} <small>· {railWords[rail]}</small>
            </p>
            <span class="words">
              {holder && `${holder}, `}since <DayText of={since} />
              {backOn && (
                <>
                  ; comes back on <DayText of={backOn} /> if nobody claims it
                </>
              )}
            </span>
            <a href={hrefOf(payout)}>
              {step}
              <span class="unseen">: {call}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
