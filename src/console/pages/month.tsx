import type { Day, Month } from '../../domain/calendar.js';
import type { Checklist } from '../../domain/checklist.js';
import type { MonthSeal, Restatement } from '../../domain/month.js';
import { type Money, negated } from '../../domain/money.js';
import type { Method } from '../../domain/payment.js';
import { Restated } from '../../reports/month-sealed.js';
import { Amount, Amounts, percent } from '../../web/amounts.js';
import { Back, Button, Buttons, Notice, PostForm, SummaryList, Table } from '../../web/components.js';
import { monthInWords, shortDay } from '../../web/days.js';
import { ChecklistOfMonth } from './month-checklist.js';
import { ConsolePage, type Frame } from './frame.js';
import { type PayoutLine, payoutWords } from './payouts.js';
import { pathsOf } from './paths.js';
import { counted, methodWords, railWords } from './words.js';

/** One fund over the month: `opening + setAside + adjusted + advanced − sent + cameBack = closing`. */
export interface FundOfMonth {
  readonly opening: Money;
  readonly setAside: Money;
  /** Signed: refunds take away, corrections may add. */
  readonly adjusted: Money;
  readonly advanced: Money;
  readonly sent: Money;
  readonly cameBack: Money;
  readonly closing: Money;
}

interface Part {
  readonly payments: number;
  readonly received: readonly Money[];
  readonly setAside: readonly Money[];
}

export interface MonthBooks {
  readonly frame: Frame;
  readonly month: Month;
  readonly state: 'running' | 'ended' | 'closed';
  /** Why it cannot be closed yet, or what closing means; one sentence. */
  readonly closing: string;
  readonly mayClose: boolean;
  /** What is open; absent once it is closed. */
  readonly open?: Checklist;
  /** Names of the accounts that are watched. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly seal?: MonthSeal;
  readonly restatements?: readonly Restatement[];
  readonly funds: readonly FundOfMonth[];
  readonly byOffering: readonly ({ readonly offering: string; readonly insidePledge: boolean } & Part)[];
  readonly byMethod: readonly ({ readonly method: Method } & Part)[];
  readonly obligations: readonly {
    readonly day: Day;
    readonly payment: string;
    readonly base: Money;
    readonly shareBp: number;
    readonly policyVersion: number;
    readonly owed: Money;
  }[];
  readonly payouts: readonly PayoutLine[];
  readonly downloads: readonly { readonly href: string; readonly words: string }[];
}

export function MonthPage(books: MonthBooks) {
  const { frame, month, funds, byOffering, byMethod, obligations, payouts, downloads } = books;
  const at = pathsOf(frame.ledger.slug);
  const name = monthInWords(month);
  return (
    <ConsolePage frame={frame} title={name} place="months">
      <Back href={at.months}>Months</Back>
      <h1>{name}</h1>
      {funds.map((fund) => (
        <FundFigures fund={fund} />
      ))}
      {books.open && <ChecklistOfMonth frame={frame} month={month} open={books.open} accounts={books.accounts} />}
      <Closing books={books} />
      <Restated seal={books.seal} restatements={books.restatements} />
      {byOffering.length > 0 && (
        <Parts
          caption="By offering"
          first="Offering"
          parts={byOffering.map((part) => ({
            ...part,
            words: part.insidePledge ? part.offering : `${part.offering}, outside the promise`,
          }))}
        />
      )}
      {byMethod.length > 0 && (
        <Parts caption="By method" first="Method" parts={byMethod.map((part) => ({ ...part, words: methodWords[part.method] }))} />
      )}
      {obligations.length > 0 && <Obligations lines={obligations} hrefOf={at.payment} />}
      {payouts.length > 0 && <PayoutTable payouts={payouts} hrefOf={at.payout} />}
      <h2 class="no-print">Take it with you</h2>
      <ul class="no-print">
        {downloads.map(({ href, words }) => (
          <li>
            <a href={href}>{words}</a>
          </li>
        ))}
      </ul>
    </ConsolePage>
  );
}

function FundFigures({ fund }: { fund: FundOfMonth }) {
  const rows = [
    ['Held at the start', fund.opening],
    ['Set aside', fund.setAside],
    ['Refunds and corrections', fund.adjusted],
    ['Covered by you', fund.advanced],
    ['Sent', negated(fund.sent)],
    ['Came back', fund.cameBack],
    ['Held at the end', fund.closing],
  ] as const;
  const shown = rows.filter(
    ([words, { minor }]) => minor !== 0n || !['Refunds and corrections', 'Covered by you', 'Came back'].includes(words),
  );
  return <SummaryList sums rows={shown.map(([term, amount]) => ({ term, says: <Amount of={amount} /> }))} />;
}

function Closing({ books: { frame, month, state, closing, mayClose } }: { books: MonthBooks }) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <Notice>
      <p>
        <strong>{state === 'closed' ? 'Closed.' : state === 'ended' ? 'Ended, not closed.' : 'Running.'}</strong> {closing}
      </p>
      {mayClose && (
        <PostForm action={at.closeMonth(month)} formKey={frame.formKey} act={`close-${month}`}>
          <Buttons>
            <Button>Close {monthInWords(month)}</Button>
          </Buttons>
        </PostForm>
      )}
    </Notice>
  );
}

function Parts({ caption, first, parts }: { caption: string; first: string; parts: readonly (Part & { words: string })[] }) {
  const heads = [
    { words: first },
    { words: 'Payments', numeric: true },
    { words: 'Came in', numeric: true },
    { words: 'Set aside', numeric: true },
  ];
  return (
    <Table caption={caption} heads={heads}>
      {parts.map(({ words, payments, received, setAside }) => (
        <tr>
          <th scope="row">{words}</th>
          <td class="number">{payments}</td>
          <td class="number">
            <Amounts of={received} />
          </td>
          <td class="number">
            <Amounts of={setAside} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Obligations({ lines, hrefOf }: { lines: MonthBooks['obligations']; hrefOf: (payment: string) => string }) {
  const heads = [{ words: 'Payment of' }, { words: 'Taken of', numeric: true }, { words: 'Set aside', numeric: true }, { words: 'Under' }];
  return (
    <Table caption={`What each payment set aside: ${counted(lines.length, 'line')}`} heads={heads}>
      {lines.map(({ day, payment, base, shareBp, policyVersion, owed }) => (
        <tr>
          <th scope="row" class="nowrap">
            <a href={hrefOf(payment)}>{shortDay(day)}</a>
          </th>
          <td class="number">
            <Amount of={base} />
          </td>
          <td class="number">
            <Amount of={owed} />
          </td>
          <td class="nowrap">
            {percent(shareBp)}, version {policyVersion}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function PayoutTable({ payouts, hrefOf }: { payouts: readonly PayoutLine[]; hrefOf: (payout: string) => string }) {
  const heads = [{ words: 'Sent on' }, { words: 'Amount', numeric: true }, { words: 'For' }, { words: 'How' }, { words: 'Now' }];
  return (
    <Table caption={`Money out: ${counted(payouts.length, 'payout')}`} heads={heads}>
      {payouts.map(({ payout, since, sentOn = since, amount, call = 'a person we have no name for', rail, state }) => (
        <tr>
          <th scope="row" class="nowrap">
            <a href={hrefOf(payout)}>{shortDay(sentOn)}</a>
          </th>
          <td class="number">
            <Amount of={amount} />
          </td>
          <td>{call}</td>
          <td>{railWords[rail]}</td>
          <td class="nowrap">{payoutWords[state].heading}</td>
        </tr>
      ))}
    </Table>
  );
}
