import type { Day, Month } from '../../domain/calendar.js';
import { isPositive, type Money } from '../../domain/money.js';
import type { Method } from '../../domain/payment.js';
import { Amount, Amounts } from '../../web/amounts.js';
import { Buttons, Step, Table, Unseen } from '../../web/components.js';
import { MonthText, monthInWords, shortDay } from '../../web/days.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { counted, methodWords } from './words.js';

export interface PaymentLine {
  readonly payment: string;
  readonly day: Day;
  readonly amount: Money;
  readonly method: Method;
  /** The offering's name, in words. */
  readonly offering: string;
  /** Absent: outside the promise, or before it started. */
  readonly setAside?: Money;
  readonly state: 'recorded' | 'partly-refunded' | 'refunded' | 'taken-back' | 'taken-out';
}

export interface Payments {
  readonly frame: Frame;
  /** The month shown; absent: the newest of all months. */
  readonly month?: Month;
  /** Months that hold payments, newest first. */
  readonly months: readonly Month[];
  readonly payments: readonly PaymentLine[];
  /** Of the month shown, one amount per currency. */
  readonly totals?: { readonly received: readonly Money[]; readonly setAside: readonly Money[] };
  /** Where the next page of older payments is. */
  readonly older?: string;
}

export function PaymentsPage({ frame, month, months, payments, totals, older }: Payments) {
  const at = pathsOf(frame.ledger.slug);
  const title = month ? `Money in, ${monthInWords(month)}` : 'Money in';
  return (
    <ConsolePage frame={frame} title={title} place="payments">
      <h1>{title}</h1>
      <Buttons>
        <Step href={at.newPayment}>Record a payment</Step>
        <Step href={at.imports} quiet>
          Bring in a file
        </Step>
      </Buttons>
      <MonthFilter months={months} month={month} all={at.payments} hrefOf={at.paymentsOf} />
      {totals && (
        <p>
          {counted(payments.length, 'payment')}. Came in: <Amounts of={totals.received} />. Set aside: <Amounts of={totals.setAside} />.
        </p>
      )}
      {payments.length === 0 ? (
        <p>No payments {month ? 'in this month' : 'yet'}. Record one, or bring in a file from your bank or PayPal.</p>
      ) : (
        <PaymentTable
          payments={payments}
          caption={month ? `Payments of ${monthInWords(month)}` : 'Payments, newest first'}
          hrefOf={at.payment}
        />
      )}
      {older && (
        <p>
          <a href={older}>Older payments</a>
        </p>
      )}
    </ConsolePage>
  );
}

interface PaymentTableProps {
  payments: readonly PaymentLine[];
  caption: string;
  hrefOf: (payment: string) => string;
}

function PaymentTable({ payments, caption, hrefOf }: PaymentTableProps) {
  const heads = [
    { words: 'Day' },
    { words: 'Came in', numeric: true },
    { words: 'Set aside', numeric: true },
    { words: 'For' },
    { words: 'How' },
  ];
  return (
    <Table caption={caption} heads={heads}>
      {payments.map((line) => (
        <tr>
          <th scope="row" class="nowrap">
            <a href={hrefOf(line.payment)}>
              <time datetime={line.day}>{shortDay(line.day)}</time>
            </a>
          </th>
          <td class="number">
            <Amount of={line.amount} />
          </td>
          <td class="number">{line.setAside ? <Amount of={line.setAside} /> : <Unseen>outside the promise</Unseen>}</td>
          <td>
            {line.offering}
            {stateWords[line.state] && <small class="nowrap"> · {stateWords[line.state]}</small>}
          </td>
          <td>{methodWords[line.method]}</td>
        </tr>
      ))}
    </Table>
  );
}

export const stateWords: Readonly<Record<PaymentLine['state'], string>> = {
  recorded: '',
  'partly-refunded': 'partly refunded',
  refunded: 'refunded',
  'taken-back': 'taken back',
  'taken-out': 'taken out of the books',
};

interface MonthFilterProps {
  months: readonly Month[];
  month?: Month;
  all: string;
  hrefOf: (month: Month) => string;
}

/** Every month is an address that can be kept, shared among stewards, printed. */
function MonthFilter({ months, month, all, hrefOf }: MonthFilterProps) {
  if (months.length === 0) return null;
  return (
    <nav class="places" aria-label="Payments by month">
      <ul>
        <li>
          <a href={all} aria-current={month ? undefined : 'page'}>
            All
          </a>
        </li>
        {months.slice(0, 13).map((each) => (
          <li>
            <a href={hrefOf(each)} aria-current={each === month ? 'page' : undefined}>
              <MonthText of={each} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What went back is part of a payment's story; zero says nothing. */
export const isSome = (amount: Money | undefined): amount is Money => amount !== undefined && isPositive(amount);
