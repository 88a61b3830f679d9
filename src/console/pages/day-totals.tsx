import type { Month } from '../../domain/calendar.js';
import type { DayTotal } from '../../domain/day-total.js';
import type { Told } from '../../domain/day-totals-compared.js';
import type { Method } from '../../domain/payment.js';
import type { AccountComparison } from '../../reconciliation/day-totals.queries.js';
import { Amount } from '../../web/amounts.js';
import { Back, Button, Buttons, Hidden, PostForm, Step } from '../../web/components.js';
import { DayText, MonthText, dayInWords, monthInWords } from '../../web/days.js';
import type { Form } from '../../web/form.js';
import { DayTotalsTable } from './day-totals-table.js';
import { ConsolePage, type Frame } from './frame.js';
import { type Paths, pathsOf } from './paths.js';
import { counted } from './words.js';

export interface DayTotalsCompared {
  readonly frame: Frame;
  /** Fields of the hidden kind: account, day, method, currency. */
  readonly form: Form;
  /** The one that is looked at, or all. */
  readonly month?: Month;
  readonly compared: readonly AccountComparison[];
  /** Names of the accounts under which totals came in. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly mayWithdraw: boolean;
}

const nouns: Readonly<Record<Method, readonly [one: string, several: string]>> = {
  interac: ['Interac e-Transfer', 'Interac e-Transfers'],
  paypal: ['PayPal payment', 'PayPal payments'],
  cheque: ['cheque', 'cheques'],
  cash: ['payment in cash', 'payments in cash'],
  other: ['payment by card or otherwise', 'payments by card or otherwise'],
};

/** Day by day, where the booking program and the ledger do not say the same. */
export function DayTotalsPage({ frame, form, month, compared, accounts, mayWithdraw }: DayTotalsCompared) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="What Jane says" place="payments" faults={form.faults}>
      <Back href={at.payments}>Money in</Back>
      <h1>{month ? `What Jane says of ${monthInWords(month)}` : 'What Jane says'}</h1>
      <p>
        Jane’s totals by day and method are held beside what is recorded here, so that no payment is missed. They become no payment. Methods
        that Jane does not name in a month, and days before its first or after its last, are not compared.
      </p>
      {compared.length === 0 && (
        <p>
          Nothing was brought in yet. <a href={at.imports}>Bring in Jane’s daily report of totals</a>, and say once what its columns are.
        </p>
      )}
      {compared.map((comparison) => (
        <Comparison
          comparison={comparison}
          account={accounts.size > 1 ? accounts.get(comparison.account) : undefined}
          at={at}
          withdrawing={mayWithdraw ? form : undefined}
        />
      ))}
    </ConsolePage>
  );
}

interface Compared {
  readonly comparison: AccountComparison;
  readonly account?: string;
  readonly at: Paths;
  readonly withdrawing?: Form;
}

function Comparison({ comparison, account, at, withdrawing }: Compared) {
  const { month, method, said, ledger, isSame, days } = comparison;
  return (
    <>
      <h2>
        <MonthText of={month} />, {nouns[method][1]}
        {account && <span class="side">{account}</span>}
      </h2>
      <p>
        {isSame ? (
          <>
            Over the month both have <Of told={ledger} method={method} />.
            {days.length > 0 && ' Only the days differ, as they do where a bank books later.'}
          </>
        ) : (
          <Differing said={said} ledger={ledger} method={method} />
        )}
      </p>
      {days.length > 0 && (
        <ul class="rows">
          {days.map(({ day, said: one, isSaid, ledger: other }) => (
            <li>
              <p>
                <DayText of={day} />: <Differing said={one} ledger={other} method={method} />
              </p>
              {withdrawing && isSaid && (
                <PostForm
                  action={at.withdrawTotal}
                  formKey={withdrawing.key}
                  act={`${comparison.account}-${day}-${method}-${one.amount.currency}`}
                >
                  <Hidden name="account" value={comparison.account} />
                  <Hidden name="day" value={day} />
                  <Hidden name="method" value={method} />
                  <Hidden name="currency" value={one.amount.currency} />
                  <Button quiet about={`, ${dayInWords(day)}, ${nouns[method][1]}`}>
                    Jane does not say this
                  </Button>
                </PostForm>
              )}
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={at.paymentsOf(month)}>
          What is recorded for <MonthText of={month} />
        </a>
      </p>
    </>
  );
}

const Differing = ({ said, ledger, method }: { said: Told; ledger: Told; method: Method }) => (
  <>
    Jane says <Of told={said} method={method} />; the ledger has <Of told={ledger} method={method} />.
  </>
);

function Of({ told: { count, amount }, method }: { told: Told; method: Method }) {
  if (count === 0 && amount.minor === 0n) return <>none</>;
  return (
    <>
      {count !== undefined && `${counted(count, ...nouns[method])}, `}
      <Amount of={amount} /> together
    </>
  );
}

export interface DayTotalsPreview {
  readonly frame: Frame;
  readonly form: Form;
  readonly import: string;
  readonly totals: readonly DayTotal[];
}

/** What a file of totals says, before it is kept. */
export function DayTotalsPreviewPage({ frame, form, import: id, totals }: DayTotalsPreview) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Look before it is kept" place="payments" faults={form.faults}>
      <Back href={at.imports}>Another file</Back>
      <h1>{counted(totals.length, 'total')} by day and method</h1>
      <p>
        They are compared with what is recorded, and become no payment. Where a total of the same day is here already, this one takes its
        place.
      </p>
      <DayTotalsTable caption="As the file says" totals={totals} />
      <PostForm action={at.importTotals(id)} formKey={form.key}>
        <Buttons>
          <Button>Keep them and compare</Button>
          <Step href={at.imports} quiet>
            Leave it for now
          </Step>
        </Buttons>
      </PostForm>
    </ConsolePage>
  );
}
