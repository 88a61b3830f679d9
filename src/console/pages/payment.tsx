import type { Day, Month } from '../../domain/calendar.js';
import { isPositive, type Money } from '../../domain/money.js';
import type { AppliedTax } from '../../domain/tax.js';
import type { Obligation } from '../../domain/pledge.js';
import { Amount, percent } from '../../web/amounts.js';
import { Back, Button, Buttons, More, Notice, PostForm, Step, SummaryList, type SummaryRow } from '../../web/components.js';
import { DayText, MonthText } from '../../web/days.js';
import { Choice } from '../../web/choices.js';
import { DayField, MoneyField } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { isSome, type PaymentLine } from './payments.js';
import { pathsOf } from './paths.js';
import { baseWords, methodWords, taxReasonWords, taxWords } from './words.js';

export interface PaymentDetail {
  readonly frame: Frame;
  readonly line: PaymentLine;
  readonly fee: Money;
  /** Paid for several sessions ahead, or for several people. */
  readonly times?: number;
  readonly tax: AppliedTax;
  readonly taxIncluded: Money;
  /** Absent: outside the promise, or before it started. */
  readonly obligation?: Obligation;
  readonly month: Month;
  readonly belongsTo?: Month;
  readonly refunded?: Money;
  /** What can still go back. */
  readonly remaining: Money;
  /** Unsealed for those who may see it. */
  readonly payer?: string;
  readonly reference?: string;
  /** "From PayPal's file, line 14", where it came from one. */
  readonly from?: string;
  /** True for those who match lines: the one that it came from can be opened again once it is out of the books. */
  readonly mayOpenLine?: boolean;
  readonly history: readonly { readonly day: Day; readonly words: string; readonly amount?: Money }[];
  readonly refundForm: Form;
  readonly voidForm: Form;
}

export function PaymentPage(payment: PaymentDetail) {
  const { frame, line, history, refundForm, voidForm } = payment;
  const at = pathsOf(frame.ledger.slug);
  const isIn = line.state === 'recorded' || line.state === 'partly-refunded';
  return (
    <ConsolePage frame={frame} title="A payment" place="payments" faults={[...refundForm.faults, ...voidForm.faults]}>
      <Back href={at.payments}>Money in</Back>
      <h1>
        <Amount of={line.amount} /> on <DayText of={line.day} />
      </h1>
      {line.state === 'taken-out' && (
        <Notice>
          This payment was taken out of the books. The line stays, and so does the one that took it out.
          {payment.from && payment.mayOpenLine && (
            <>
              {' '}
              It came from a file: <a href={at.lines}>its line there can be opened again</a>.
            </>
          )}
        </Notice>
      )}
      <SummaryList rows={rowsOf(payment)} />
      {history.length > 0 && (
        <>
          <h2>What happened</h2>
          <ul class="rows">
            {history.map(({ day, words, amount }) => (
              <li>
                <p>
                  {words} {amount && <Amount of={amount} />}
                </p>
                <DayText of={day} />
              </li>
            ))}
          </ul>
        </>
      )}
      {isIn && <Corrections payment={payment} />}
    </ConsolePage>
  );
}

function rowsOf({
  line,
  times,
  fee,
  tax,
  taxIncluded,
  obligation,
  month,
  belongsTo,
  refunded,
  payer,
  reference,
  from,
}: PaymentDetail): SummaryRow[] {
  const rows: (SummaryRow | false | undefined | '')[] = [
    { term: 'Came in', says: <Amount of={line.amount} /> },
    isSome(refunded) && { term: 'Went back', says: <Amount of={refunded} /> },
    { term: 'How', says: methodWords[line.method] },
    { term: 'For', says: times ? `${line.offering}, ${times} times` : line.offering },
    {
      term: 'Tax',
      says: (
        <>
          {taxWords(tax)}
          {isPositive(taxIncluded) && (
            <>
              : <Amount of={taxIncluded} />
            </>
          )}
          {tax.because && `, ${taxReasonWords(tax)}`}
        </>
      ),
    },
    isPositive(fee) && { term: 'Fee kept by the service', says: <Amount of={fee} /> },
    { term: 'Set aside', says: obligation ? <SetAside of={obligation} /> : 'Nothing: outside the promise' },
    {
      term: 'Booked in',
      says: (
        <>
          <MonthText of={month} />
          {belongsTo && (
            <>
              , belongs to <MonthText of={belongsTo} />, which was closed
            </>
          )}
        </>
      ),
    },
    from && { term: 'Where from', says: from },
    reference && { term: 'Reference', says: <span class="mono">{reference}</span> },
    payer && { term: 'From', says: <bdi>{payer}</bdi> },
  ];
  return rows.filter((row): row is SummaryRow => Boolean(row));
}

/** With everything it was computed from, so that anyone can compute it again. */
function SetAside({ of: { owed, base, baseKind, shareBp, policyVersion, settled } }: { of: Obligation }) {
  return (
    <>
      <Amount of={owed} />: {percent(shareBp)} of <Amount of={base} />, {baseWords[baseKind]}, under version {policyVersion} of the promise.
      {settled && (
        <>
          {' '}
          Became <Amount of={settled.amount} /> ({settled.source}).
        </>
      )}
    </>
  );
}

function Corrections({ payment: { frame, line, remaining, refundForm, voidForm } }: { payment: PaymentDetail }) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <>
      <h2>If something is wrong</h2>
      <p>Each of these adds a line that says what was wrong. The old line stays.</p>
      <Buttons>
        <Step href={at.correctPayment(line.payment)} quiet>
          Correct it
        </Step>
      </Buttons>
      <More words="Someone got money back" open={refundForm.faults.length > 0}>
        <PostForm action={at.refundPayment(line.payment)} formKey={refundForm.key} act="refund" label="Someone got money back">
          <MoneyField
            form={refundForm}
            name="amount"
            label="How much went back?"
            currencies={[line.amount.currency]}
            hint={
              <>
                At most <Amount of={remaining} />. Its share comes off what you owe; if that is already out, the next payments cover it.
              </>
            }
          />
          <DayField form={refundForm} name="refundedAt" label="When?" />
          <Button>Record the refund</Button>
        </PostForm>
      </More>
      <More words="It should not be in the books" open={voidForm.faults.length > 0}>
        <PostForm action={at.voidPayment(line.payment)} formKey={voidForm.key} act="void" label="It should not be in the books">
          <Choice
            form={voidForm}
            name="reason"
            label="What is wrong with it?"
            options={[
              { value: 'recorded-twice', words: 'It was recorded twice' },
              { value: 'not-a-payment', words: 'It is not a payment for a session' },
            ]}
          />
          <Button>Take it out of the books</Button>
        </PostForm>
      </More>
    </>
  );
}
