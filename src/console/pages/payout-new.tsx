import type { Day } from '../../domain/calendar.js';
import type { RailName } from '../../domain/call.js';
import { type Money, formatAmount } from '../../domain/money.js';
import { Amount } from '../../web/amounts.js';
import { Back, Button, Buttons, Hidden, Notice, PostForm, SummaryList } from '../../web/components.js';
import { Choice } from '../../web/choices.js';
import { DayText } from '../../web/days.js';
import { MoneyField } from '../../web/fields.js';
import { type Form, typedIn } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { NoCallYet } from './no-call-yet.js';
import { pathsOf } from './paths.js';
import { railWords } from './words.js';

export interface PayableCall {
  readonly call: string;
  readonly name: string;
  readonly rail: RailName;
  /** When a steward last saw that it is open. */
  readonly seenOn: Day;
  readonly asked?: Money;
}

export interface PayoutForm {
  readonly frame: Frame;
  /** Fields: call, amount, currency. */
  readonly form: Form;
  /** Ready to send and the unit, per currency that can be sent. */
  readonly funds: readonly { readonly ready: Money; readonly unit: Money }[];
  readonly calls: readonly PayableCall[];
}

export function NewPayoutPage({ frame, form, funds, calls }: PayoutForm) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Send money" place="payouts" faults={form.faults}>
      <Back href={at.payouts}>Money out</Back>
      <h1>Send money</h1>
      {calls.length === 0 ? (
        <NoCallYet noteAt={at.newCall} />
      ) : (
        <PostForm action={at.payouts} formKey={form.key}>
          <Choice
            form={form}
            name="call"
            label="Which call do you answer?"
            initial={calls.length === 1 ? calls[0]?.call : undefined}
            options={calls.map(({ call, name, rail, asked }) => ({
              value: call,
              words: name,
              hint: (
                <>
                  {railWords[rail]}
                  {asked && (
                    <>
                      , asked for <Amount of={asked} />
                    </>
                  )}
                </>
              ),
            }))}
          />
          <MoneyField
            form={form}
            name="amount"
            label="How much?"
            currencies={funds.map(({ ready }) => ready.currency)}
            hint={<Hints funds={funds} />}
          />
          <Buttons>
            <Button>Continue</Button>
          </Buttons>
        </PostForm>
      )}
    </ConsolePage>
  );
}

const Hints = ({ funds }: Pick<PayoutForm, 'funds'>) =>
  funds.map(({ ready, unit }) => (
    <>
      <Amount of={ready} /> ready to send, in whole multiples of <Amount of={unit} />.{' '}
    </>
  ));

export interface PayoutToCheck {
  readonly frame: Frame;
  readonly form: Form;
  readonly callName: string;
  readonly seenOn: Day;
  readonly rail: RailName;
  readonly amount: Money;
  readonly ready: Money;
  /** Ready to send after this one. */
  readonly after: Money;
  /** Who has to approve, in words: "You approve it yourself." "Somebody else approves it." */
  readonly approval: string;
  /** A sentence when the same person was sent the same amount within days. */
  readonly warning?: string;
}

export function PayoutCheckPage({ frame, form, callName, seenOn, rail, amount, ready, after, approval, warning }: PayoutToCheck) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Send money, check" place="payouts">
      <h1>Check before you propose it</h1>
      {warning && <Notice>{warning}</Notice>}
      <SummaryList
        rows={[
          { term: 'To', says: callName },
          { term: 'Last seen open', says: <DayText of={seenOn} /> },
          { term: 'Amount', says: <Amount of={amount} /> },
          {
            term: 'Ready to send',
            says: (
              <>
                <Amount of={ready} />. After this: <Amount of={after} />.
              </>
            ),
          },
          { term: 'How', says: railWords[rail] },
          {
            term: 'The public sees',
            says: 'nothing yet. It joins a batch of equal parts to at least five people, five weeks after the month.',
          },
          { term: 'Approval', says: approval },
        ]}
      />
      <p>
        {rail === 'paypal'
          ? 'Once it is approved, this program sends it through your PayPal account, by itself.'
          : 'This program doesn’t move this money. You send it with your bank or PayPal, then come back and say so.'}
      </p>
      <PostForm action={at.payouts} formKey={form.key}>
        <Hidden name="call" value={typedIn(form, 'call') ?? ''} />
        <Hidden name="amount" value={typedIn(form, 'amount') ?? formatAmount(amount)} />
        <Hidden name="currency" value={amount.currency} />
        <p>
          <strong>Is it still open?</strong> Look at the call once more. Proposing the payout says that it is; if it is not, the call is put
          away, and nothing is proposed.
        </p>
        <Buttons>
          <Button name="step" value="propose">
            Propose it
          </Button>
          <Button name="step" value="not-open" quiet>
            It is not open any more
          </Button>
          <Button name="step" value="change" quiet>
            Change something
          </Button>
        </Buttons>
      </PostForm>
    </ConsolePage>
  );
}
