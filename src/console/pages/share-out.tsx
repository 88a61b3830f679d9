import type { Day } from '../../domain/calendar.js';
import { type Money, formatAmount } from '../../domain/money.js';
import { Amount } from '../../web/amounts.js';
import { Choice } from '../../web/choices.js';
import { Back, Button, Buttons, PostForm, Step, SummaryList } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { MoneyField } from '../../web/fields.js';
import { type Form, typedIn } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { NoCallYet } from './no-call-yet.js';
import { pathsOf } from './paths.js';
import type { PayableCall } from './payout-new.js';
import { railWords } from './words.js';

export interface ShareOut {
  readonly frame: Frame;
  /** Fields: call (several), total, currency. */
  readonly form: Form;
  /** In the order of the day. */
  readonly calls: readonly PayableCall[];
  readonly funds: readonly { readonly ready: Money; readonly unit: Money }[];
}

export const amountName = (call: string): string => `amount-${call}`;

/** Among which calls, and how much in all. All are ticked: leaving one out is a choice, and a person makes it. */
export function ShareOutPage({ frame, form, calls, funds }: ShareOut) {
  const at = pathsOf(frame.ledger.slug);
  const first = funds.find(({ ready }) => ready.currency === typedIn(form, 'currency')) ?? funds[0];
  const ticked: Form = form.typed.call === undefined ? { ...form, typed: { ...form.typed, call: calls.map(({ call }) => call) } } : form;
  const whole = first && { ...first.ready, minor: first.ready.minor - (first.ready.minor % first.unit.minor) };
  return (
    <ConsolePage frame={frame} title="Share out" place="payouts" faults={form.faults}>
      <Back href={at.payouts}>Money out</Back>
      <h1>Share out what is ready</h1>
      {calls.length === 0 ? (
        <NoCallYet noteAt={at.newCall} />
      ) : (
        <PostForm action={at.shareOut} formKey={form.key}>
          <MoneyField
            form={form}
            name="total"
            label="How much in all?"
            currencies={[...new Set([first?.ready.currency ?? '', ...funds.map(({ ready }) => ready.currency)])]}
            initial={whole && formatAmount(whole)}
            hint={funds.map(({ ready, unit }) => (
              <>
                <Amount of={ready} /> ready to send, in whole multiples of <Amount of={unit} />.{' '}
              </>
            ))}
          />
          <Choice
            form={ticked}
            several
            name="call"
            label="Among which calls?"
            options={calls.map(({ call, name, rail, asked }) => ({ value: call, words: name, hint: <About rail={rail} asked={asked} /> }))}
          />
          <Buttons>
            <Button name="step" value="split">
              Split it evenly
            </Button>
          </Buttons>
        </PostForm>
      )}
    </ConsolePage>
  );
}

const About = ({ rail, asked }: Pick<PayableCall, 'rail' | 'asked'>) => (
  <>
    {railWords[rail]}
    {asked && (
      <>
        , asked for <Amount of={asked} />
      </>
    )}
  </>
);

const SeenOpen = ({ on }: { on: Day }) => (
  <>
    last seen open on <DayText of={on} />
  </>
);

export interface Shares {
  readonly frame: Frame;
  /** Fields: one amount for each call, currency, closed (several). */
  readonly form: Form;
  readonly calls: readonly PayableCall[];
  readonly unit: Money;
  /** Of all boxes together. */
  readonly shared: Money;
  /** Ready to send after that. */
  readonly left: Money;
}

/** A box for each call. Even at first; what is changed here is changed by a person. */
export function SharesPage({ frame, form, calls, unit, shared, left }: Shares) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Share out, check" place="payouts" faults={form.faults}>
      <h1>To each of them</h1>
      <SummaryList
        rows={[
          { term: 'Together', says: <Amount of={shared} /> },
          {
            term: 'Left over',
            says: left.minor < 0n ? 'nothing: this is more than is ready, and not all of it can be approved' : <Amount of={left} />,
          },
        ]}
      />
      <PostForm action={at.shareOut} formKey={form.key}>
        <p class="hint">
          In whole multiples of <Amount of={unit} />. Nothing is sent yet: each is approved by itself. A box left empty is left out.
        </p>
        {calls.map(({ call, name, rail, asked }) => (
          <MoneyField
            form={form}
            name={amountName(call)}
            label={name}
            currencies={[unit.currency]}
            hint={<About rail={rail} asked={asked} />}
          />
        ))}
        <Choice
          form={form}
          several
          name="closed"
          label="Are they still open?"
          hint="Look at each once more. Tick the ones that are not: they are put away, and nothing is proposed before you have seen the rest."
          options={calls.map(({ call, name, seenOn }) => ({ value: call, words: `${name} is not`, hint: <SeenOpen on={seenOn} /> }))}
        />
        <Buttons>
          <Button name="step" value="propose">
            Propose all of them
          </Button>
          <Button name="step" value="count" quiet>
            Add up again
          </Button>
          <Step href={at.shareOut} quiet>
            Choose again
          </Step>
        </Buttons>
      </PostForm>
    </ConsolePage>
  );
}
