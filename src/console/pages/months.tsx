import type { Month } from '../../domain/calendar.js';
import type { Money } from '../../domain/money.js';
import { Amounts } from '../../web/amounts.js';
import { Table } from '../../web/components.js';
import { MonthText } from '../../web/days.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface MonthLine {
  readonly month: Month;
  readonly received: readonly Money[];
  readonly setAside: readonly Money[];
  readonly sent: readonly Money[];
  readonly state: 'running' | 'ended' | 'closed';
}

export interface Months {
  readonly frame: Frame;
  /** Newest first. */
  readonly months: readonly MonthLine[];
  /** Whether she may take every event away, and not only the amounts. */
  readonly mayTakeAll: boolean;
}

const stateWords: Readonly<Record<MonthLine['state'], string>> = { running: 'running', ended: 'can be closed', closed: 'closed' };

export function MonthsPage({ frame, months, mayTakeAll }: Months) {
  const at = pathsOf(frame.ledger.slug);
  const heads = [
    { words: 'Month' },
    { words: 'Came in', numeric: true },
    { words: 'Set aside', numeric: true },
    { words: 'Sent', numeric: true },
    { words: 'State' },
  ];
  return (
    <ConsolePage frame={frame} title="Months" place="months">
      <h1>Months</h1>
      {months.length === 0 ? (
        <p>The first month stands here once something was recorded.</p>
      ) : (
        <Table caption="Month by month, newest first" heads={heads}>
          {months.map(({ month, received, setAside, sent, state }) => (
            <tr>
              <th scope="row" class="nowrap">
                <a href={at.month(month)}>
                  <MonthText of={month} />
                </a>
              </th>
              <td class="number">
                <Amounts of={received} />
              </td>
              <td class="number">
                <Amounts of={setAside} />
              </td>
              <td class="number">
                <Amounts of={sent} />
              </td>
              <td class="nowrap">{stateWords[state]}</td>
            </tr>
          ))}
        </Table>
      )}
      <TakeAway exportAs={at.exportAs} mayTakeAll={mayTakeAll} />
    </ConsolePage>
  );
}

function TakeAway({ exportAs, mayTakeAll }: { exportAs: (format: string) => string; mayTakeAll: boolean }) {
  return (
    <>
      <h2 class="no-print">Take it with you</h2>
      <p class="no-print">All that moved, in double entry, with nothing of the people and clients in it:</p>
      <ul class="no-print">
        <li>
          <a href={exportAs('csv')}>as CSV, for a spreadsheet</a>
        </li>
        <li>
          <a href={exportAs('hledger')}>as a journal for hledger</a>
        </li>
        <li>
          <a href={exportAs('beancount')}>as a file for beancount</a>
        </li>
        {mayTakeAll && (
          <li>
            <a href={exportAs('json')}>every event, as JSON</a>: names and addresses are in it, sealed, and not the keys that open them
          </li>
        )}
      </ul>
    </>
  );
}
