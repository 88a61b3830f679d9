import type { Day, Month } from '../../domain/calendar.js';
import { isPositive, type Money } from '../../domain/money.js';
import type { AppliedTax } from '../../domain/tax.js';
import type { Obligation } from '../../domain/pledge.js';
import { Amount, percent } from '../../web/amounts.js';
import { Back, Button, More, Notice, PostForm, SummaryList, type SummaryRow } from '../../web/components.js';
import { DayText, MonthText } from '../../web/days.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { isSome, type PaymentLine } from './payments.js';
import { PaymentCorrections } from './payment-corrections.js';
import { pathsOf } from './paths.js';
import { baseWords, methodWords, taxReasonWords, taxWords } from './words.js';

/** One short form each: money went back, was taken back, came again, should not be in the books. */
export interface PaymentForms {
  readonly refund: Form;
  readonly reverse: Form;
  readonly reinstate: Form;
  readonly void: Form;
}

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
  readonly mayForgetPayer?: boolean;
  readonly history: readonly { readonly day: Day; readonly words: string; readonly amount?: Money }[];
  /** Of what PayPal or a bank took back, what did not come again. */
  readonly takenBack?: Money;
  readonly forms: PaymentForms;
}

export function PaymentPage(payment: PaymentDetail) {
  const { frame, line, history, forms } = payment;
  const at = pathsOf(frame.ledger.slug);
  const isIn = line.state === 'recorded' || line.state === 'partly-refunded';
  return (
    <ConsolePage frame={frame} title="A payment" place="payments" faults={Object.values(forms).flatMap(({ faults }: Form) => faults)}>
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
      {payment.mayForgetPayer && (payment.payer || payment.reference) && <ForgetPayerForm payment={payment} />}
      {(isIn || isSome(payment.takenBack)) && <PaymentCorrections payment={payment} />}
    </ConsolePage>
  );
}

/** One press, and it cannot be taken back: whose name it was, nobody can read afterwards. */
const ForgetPayerForm = ({ payment: { frame, line } }: { payment: PaymentDetail }) => (
  <More words="Forget who paid">
    <PostForm
      action={pathsOf(frame.ledger.slug).forgetPayer(line.payment)}
      formKey={frame.formKey}
      act="forget-payer"
      label="Forget who paid"
    >
      <p>
        The name and reference are taken from this payment, from every other one that bears the same name, and from the lines of your files
        and mails that name them. Amounts and days stay. It cannot be undone, and these payments no longer help to count how many people
        paid.
      </p>
      <Button>Forget who paid</Button>
    </PostForm>
  </More>
);

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
