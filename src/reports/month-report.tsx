import type { ComponentChildren } from 'preact';
import { type Money, negated } from '../domain/money.js';
import { Amount, Amounts } from '../web/amounts.js';
import { Back, SummaryList, Table } from '../web/components.js';
import { DayText, monthInWords } from '../web/days.js';
import { Page } from '../web/page.js';
import type { FundOfMonth, Part } from './month-figures.js';
import type { MonthReport } from './month-reports.js';
import { Restated } from './month-sealed.js';
import { methodWords, offeringWords, payoutWords, policyWords, railWords } from './report-words.js';

export interface MonthReportView {
  readonly ledger: { readonly slug: string; readonly name: string; readonly currency: string };
  readonly report: MonthReport;
  /** The day of reading: payouts go on after their month. */
  readonly readOn: string;
  readonly hideAmounts: boolean;
  readonly banner?: string;
}

/** One month on paper: nothing to press, every number a sum of lines in the books. */
export function MonthReportPage({ ledger, report, readOn, hideAmounts, banner }: MonthReportView) {
  const name = monthInWords(report.month);
  const at = `/console/${ledger.slug}/months/${report.month}`;
  return (
    <Page
      title={`${name} · ${ledger.name}`}
      home={ledger.currency}
      hideAmounts={hideAmounts}
      banner={banner}
      brand={{ href: `/console/${ledger.slug}`, words: ledger.name }}
      wide
    >
      <Back href={at}>{name} in the console</Back>
      <h1>
        {ledger.name}, {name}
      </h1>
      <p class="stamp">
        {stateWords[report.state]} Read on <DayText of={readOn} />.
      </p>
      <h2>What is held</h2>
      {report.funds.map((fund) => (
        <Fund fund={fund} />
      ))}
      <CameIn report={report} />
      <SetAside report={report} />
      <Sent report={report} />
      {report.state === 'closed' && <h2>Sealed</h2>}
      <Restated seal={report.seal} restatements={report.restatements} />
      {report.state === 'closed' && !report.seal && <p>It was closed before closes were sealed.</p>}
      <p class="no-print">
        <a href={`${at}/report.csv`}>This report as CSV</a>
      </p>
    </Page>
  );
}

const stateWords: Readonly<Record<MonthReport['state'], string>> = {
  closed: 'Closed: what comes late is in a later month.',
  ended: 'Ended, not closed yet.',
  running: 'This month is still running.',
};

function Fund({ fund }: { fund: FundOfMonth }) {
  const always = (term: string, amount: Money) => [{ term, says: <Amount of={amount} /> }];
  const some = (term: string, amount: Money) => (amount.minor === 0n ? [] : always(term, amount));
  return (
    <SummaryList
      sums
      rows={[
        ...always('Held at the start', fund.opening),
        ...always('Set aside', fund.setAside),
        ...some('Refunds and corrections', fund.adjusted),
        ...some('Covered by the practice', fund.advanced),
        ...always('Sent', negated(fund.sent)),
        ...some('Came back', fund.cameBack),
        ...always('Held at the end, carried on', fund.closing),
      ]}
    />
  );
}

const numeric = (words: string) => ({ words, numeric: true });
const inHeads = ['Payments', 'Came in', 'Went back', 'Kept', 'Tax inside', 'Fees', 'Set aside'].map(numeric);

function CameIn({ report: { whole, inside, outside, byMethod, byOffering } }: { report: MonthReport }) {
  const hasOutside = outside.payments > 0 || outside.back.length > 0;
  return (
    <>
      <h2>What came in</h2>
      <Table caption="By method" heads={[{ words: 'Method' }, ...inHeads]}>
        {byMethod.map((part) => (
          <PartRow words={methodWords[part.method]} part={part} />
        ))}
        <PartRow words="Together" part={whole} />
      </Table>
      <Table caption="By offering" heads={[{ words: 'Offering' }, ...inHeads]}>
        {byOffering.map((part) => (
          <PartRow words={offeringWords(part)} part={part} />
        ))}
        {hasOutside && <PartRow words="Inside the promise" part={inside} />}
        {hasOutside && <PartRow words="Outside the promise" part={outside} />}
        <PartRow words="Together" part={whole} />
      </Table>
      <p class="words">Tax and fees are those inside what was kept.</p>
    </>
  );
}

function PartRow({ words, part }: { words: string; part: Part }) {
  return (
    <Row words={words}>
      <Cell>{part.payments}</Cell>
      {[part.received, part.back, part.kept, part.tax, part.fees, part.setAside].map((amounts) => (
        <Cell>
          <Amounts of={amounts} />
        </Cell>
      ))}
    </Row>
  );
}

function SetAside({ report: { byPolicy, funds } }: { report: MonthReport }) {
  const corrected = funds.filter(({ adjustments }) => adjustments > 0);
  return (
    <>
      <h2>What was set aside</h2>
      {byPolicy.length === 0 && <p>No payment of this month fell under the promise.</p>}
      {byPolicy.length > 0 && (
        <Table caption="By version of the promise" heads={[{ words: 'Promise' }, ...['Payments', 'Taken of', 'Set aside'].map(numeric)]}>
          {byPolicy.map((under) => (
            <Row words={policyWords(under)}>
              <Cell>{under.payments}</Cell>
              <Cell>
                <Amount of={under.base} />
              </Cell>
              <Cell>
                <Amount of={under.setAside} />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      {corrected.map(({ adjustments, adjusted }) => (
        <p>
          {adjustments === 1 ? 'One refund or correction' : `${adjustments} refunds and corrections`} changed it by <Amount of={adjusted} />
          .
        </p>
      ))}
    </>
  );
}

function Sent({ report: { payouts } }: { report: MonthReport }) {
  return (
    <>
      <h2>What was sent</h2>
      {payouts.length === 0 && <p>Nothing was sent in this month.</p>}
      {payouts.length > 0 && (
        <Table
          caption="By how it went, and how it stands now"
          heads={[{ words: 'How' }, { words: 'Now' }, ...['Payouts', 'People receive', 'Given for it'].map(numeric)]}
        >
          {payouts.map(({ rail, status, payouts: count, amount, given }) => (
            <Row words={railWords[rail]}>
              <td>{payoutWords[status]}</td>
              <Cell>{count}</Cell>
              <Cell>
                <Amount of={amount} />
              </Cell>
              <Cell>
                <Amount of={given} />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </>
  );
}

const Row = ({ words, children }: { words: string; children: ComponentChildren }) => (
  <tr>
    <th scope="row">{words}</th>
    {children}
  </tr>
);

const Cell = ({ children }: { children: ComponentChildren }) => <td class="number">{children}</td>;
