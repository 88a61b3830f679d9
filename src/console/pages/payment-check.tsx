import type { Day, Month } from '../../domain/calendar.js';
import { isPositive, type Money, minus } from '../../domain/money.js';
import type { Method } from '../../domain/payment.js';
import type { Base } from '../../domain/pledge.js';
import type { AppliedTax } from '../../domain/tax.js';
import { Amount, Amounts, percent } from '../../web/amounts.js';
import { Button, Buttons, Hidden, Notice, PostForm, Step, SummaryList } from '../../web/components.js';
import { DayText, MonthText } from '../../web/days.js';
import { type Form, formKeyName } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import type { PaymentLine } from './payments.js';
import { pathsOf } from './paths.js';
import { baseWords, methodWords, taxReasonWords, taxWords } from './words.js';

/** What stands in the form, read and worked out, before anything is recorded. */
export interface PaymentToCheck {
  readonly frame: Frame;
  /** Carried on in hidden fields, as typed. */
  readonly form: Form;
  /** The payment that this corrects, and by what that changes what is owed, fund by fund. */
  readonly corrects?: { readonly payment: string; readonly changes: readonly Money[] };
  readonly amount: Money;
  readonly day: Day;
  readonly method: Method;
  readonly offering: string;
  readonly tax: AppliedTax;
  readonly taxIncluded: Money;
  readonly setAside?: { readonly owed: Money; readonly base: Money; readonly baseKind: Base; readonly shareBp: number };
  readonly month: Month;
  /** The closed month it belongs to, where it comes late. */
  readonly belongsTo?: Month;
  /** A sentence when the amount is not a usual one for the offering. */
  readonly odd?: string;
}

/** What a button or an earlier step said is not carried on: the next button says it anew. */
const saidByButtons = new Set(['step', 'another', 'act', formKeyName]);

const Typed = ({ form: { typed } }: { form: Form }) =>
  Object.entries(typed)
    .filter(([name]) => !saidByButtons.has(name))
    .flatMap(([name, value]) => (typeof value === 'string' ? [value] : (value ?? [])).map((each) => <Hidden name={name} value={each} />));

/** Check before it is recorded. "Change" goes back with everything as typed; "Record it" records. */
export function PaymentCheckPage({
  frame,
  form,
  corrects,
  amount,
  day,
  method,
  offering,
  tax,
  taxIncluded,
  setAside,
  month,
  belongsTo,
  odd,
}: PaymentToCheck) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Check before you record" place="payments">
      <h1>Check before you record</h1>
      {odd && <Notice>{odd}</Notice>}
      <SummaryList
        rows={[
          {
            term: 'Came in',
            says: (
              <>
                <Amount of={amount} />, <DayText of={day} />, {methodWords[method]}
              </>
            ),
          },
          { term: 'For', says: offering },
          {
            term: 'Tax',
            says: (
              <>
                {isPositive(taxIncluded) && (
                  <>
                    <Amount of={taxIncluded} />:{' '}
                  </>
                )}
                {taxWords(tax)}, {taxReasonWords(tax)}
              </>
            ),
          },
          corrects && {
            term: 'What you owe',
            says:
              corrects.changes.length === 0 ? (
                'stays as it is'
              ) : (
                <>
                  changes by <Amounts of={corrects.changes} />
                </>
              ),
          },
          !corrects && {
            term: 'You set aside',
            says: setAside ? (
              <>
                <Amount of={setAside.owed} /> ({percent(setAside.shareBp)} of {baseWords[setAside.baseKind]})
              </>
            ) : (
              'nothing: outside the promise'
            ),
          },
          ...(setAside?.owed.currency === amount.currency
            ? [{ term: 'Stays with you', says: <Amount of={minus(amount, setAside.owed)} /> }]
            : []),
          {
            term: 'Booked in',
            says: (
              <>
                <MonthText of={month} />
                {belongsTo && (
                  <>
                    , because <MonthText of={belongsTo} /> is closed
                  </>
                )}
              </>
            ),
          },
          { term: 'The public sees', says: 'nothing yet. It joins a figure that stands for at least five payments of five people.' },
        ].filter((row) => row !== undefined && row !== false)}
      />
      <PostForm action={corrects ? at.correctPayment(corrects.payment) : at.payments} formKey={form.key}>
        <Typed form={form} />
        <Buttons>
          <Button name="step" value="record">
            Record it
          </Button>
          <Button name="step" value="change" quiet>
            Change something
          </Button>
        </Buttons>
      </PostForm>
    </ConsolePage>
  );
}

export interface PaymentSeenBefore {
  readonly frame: Frame;
  readonly form: Form;
  readonly amount: Money;
  readonly day: Day;
  /** Those that look the same, nearest first. */
  readonly alike: readonly PaymentLine[];
  /** Why they look the same: "same amount, same day". */
  readonly because: string;
}

/** Two truly equal payments are both recordable; nothing merges by itself. */
export function PaymentSeenBeforePage({ frame, form, amount, day, alike, because }: PaymentSeenBefore) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Is it the same one?" place="payments">
      <h1>This looks like one already recorded</h1>
      <p>
        You entered <Amount of={amount} /> on <DayText of={day} />. Already recorded, with {because}:
      </p>
      <ul class="rows">
        {alike.map((line) => (
          <li>
            <p>
              <Amount of={line.amount} />, <DayText of={line.day} />, {methodWords[line.method]}, {line.offering}
            </p>
            <Step href={at.payment(line.payment)} quiet>
              It’s the same one
            </Step>
          </li>
        ))}
      </ul>
      <PostForm action={at.payments} formKey={form.key} act="another">
        <Typed form={form} />
        <Hidden name="another" value="yes" />
        <Buttons>
          <Button name="step" value="record">
            It’s another one, record it
          </Button>
        </Buttons>
      </PostForm>
      <p class="muted">If it is the same one, nothing more is recorded.</p>
    </ConsolePage>
  );
}
